//! Statuses set by hand. They are words about a payment or refund; money and ledger stay as they are.

use super::ask::{Answered, Ask, On as _};
use paylink_core::{Code, Error, Noted};
use paylink_wire::dialects::connectfi::{About, Refund, Status, may_become, set_status};

/// Says how a payment stands.
pub(super) async fn of_payment(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let change = set_status(ask.body().await?)?;
    let row = ask.row(&caller, &change.id).await?;
    let about = || About::Payment(change.id.clone());
    let paid = row.latest.as_ref().ok_or_else(not_yet).on(about())?.id;
    allowed(&row.parts().shown(), change.status).on(about())?;
    let noted = ask.paylink().note_status(&caller, Noted::Payment(paid), &change.form).await.on(about())?;
    let row = ask.row_of(&caller, noted).await?;
    Ok(ask.ok(row.payment()))
}

/// Says how a refund stands.
pub(super) async fn of_refund(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let change = set_status(ask.body().await?)?;
    let about = || About::Refund(change.id.clone());
    let view = ask.paylink().refund(&caller, &change.id).await.on(about())?;
    let before = super::refunds::shown(ask, &caller, &view).await?;
    allowed(&before.status, change.status).on(about())?;
    let noted = Noted::Refund(view.refund.id);
    let link = ask.paylink().note_status(&caller, noted, &change.form).await.on(about())?;
    let note = link.link.details.status_notes.get(&view.refund.id.to_string());
    Ok(ask.ok(Refund::of(&view, note)))
}

fn allowed(from: &str, to: Status) -> Result<(), Error> {
    Status::named(from).filter(|from| may_become(*from, to)).map(|_| ()).ok_or_else(not_yet)
}

fn not_yet() -> Error {
    Error::new(Code::LinkClosed, "only the status of what is at the bank, or comes from it, can be set")
}
