//! Lists of payments, and the same as a file.

use super::{
    ask::{Answered, Ask, Trouble},
    rows::Rows,
};
use paylink_core::{Caller, Code, Error, Export as _};
use paylink_wire::{
    dialects::connectfi::{Payment, PaymentList, payment_list},
    v1::exports::Format,
};

/// Lists payments, the newest first.
pub(super) async fn list(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = payment_list(ask.body().await?)?;
    let found = found(ask, &caller, wanted).await?;
    Ok(ask.ok(found))
}

async fn found(ask: &Ask, caller: &Caller, wanted: PaymentList) -> Result<Vec<Payment>, Trouble> {
    let (skip, take) = (wanted.skip, wanted.take);
    if let Some(ids) = wanted.ids().filter(|ids| ids.len() <= 20) {
        return few(ask, caller, ids.iter().cloned().collect(), &wanted).await;
    }
    let mut rows = Rows::of(ask.paylink(), caller, wanted)?;
    let (mut found, mut passed) = (Vec::new(), 0_usize);
    while found.len() < take {
        let page = rows.next().await?;
        if page.is_empty() {
            break;
        }
        for payment in page {
            passed = passed.saturating_add(1);
            if passed > skip && found.len() < take {
                found.push(payment);
            }
        }
    }
    Ok(found)
}

/// A few payments that are named: each is looked up by itself.
async fn few(ask: &Ask, caller: &Caller, ids: Vec<String>, wanted: &PaymentList) -> Result<Vec<Payment>, Trouble> {
    let mut found = Vec::new();
    for id in ids {
        let link = match ask.paylink().link(caller, &id).await {
            Ok(link) => link,
            Err(Error { code: Code::NotFound, .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let row = ask.row_of(caller, link).await?;
        let payment = row.payment();
        if wanted.holds(&row.parts(), &payment) {
            found.push(payment);
        }
    }
    found.sort_by_key(|payment| std::cmp::Reverse((payment.dts_created_at, payment.id)));
    Ok(found.into_iter().skip(wanted.skip).take(wanted.take).collect())
}

/// Writes payments into a CSV file: all that match, whatever number was asked for.
pub(super) async fn export(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = payment_list(ask.body().await?)?;
    let rows = Rows::of(ask.paylink(), &caller, wanted)?;
    Ok(ask.call.stream(rows, Format::Csv, Payment::clone).await?)
}
