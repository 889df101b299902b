//! Saved payment methods.

use super::{
    Fixture,
    check::{Broken, During, Kept, corrupt, gone, holds, same, taken},
    ground::{ALL, Ground, at, insert_payment, page},
    rows::found,
};
use crate::{
    Change, TypedId, UniqueKey, Version,
    ports::{PaymentMethodFilter, Position},
    records::{Method, MethodDetails, PaymentMethodRecord, PaymentMethodStatus, PaymentRecord, Revocation, RevokedBy},
    testing::build::instant,
};

fn insert(row: &PaymentMethodRecord) -> Change {
    Change::InsertPaymentMethod(Box::new(row.clone()))
}

fn update(row: &PaymentMethodRecord, version: Version) -> Change {
    Change::UpdatePaymentMethod(Box::new(at(row, version)))
}

/// A payment of a link of its own, written.
async fn paid(ground: &Ground) -> Result<PaymentRecord, Broken> {
    let row = ground.make.payment(&ground.link().await?);
    ground.write([insert_payment(&row)]).await?;
    Ok(row)
}

fn revoked(row: PaymentMethodRecord, by: RevokedBy) -> PaymentMethodRecord {
    let end = Revocation { at: instant(9), by, reason: "requested".to_owned() };
    PaymentMethodRecord { revoked: Some(end), ..row }
}

pub(super) async fn a_method_belongs_to_a_payment(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payment = ground.make.payment(&ground.link().await?);
    let row = ground.make.payment_method(&payment);
    gone(ground.write([insert(&row)]).await).during("a method without its payment")?;
    holds(ground.store.payment_method(row.id).await?.is_none(), "it is not written")?;
    ground.write([insert_payment(&payment), insert(&row)]).await.during("both together")
}

pub(super) async fn a_payment_saves_one_method(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payment = paid(&ground).await?;
    let (first, second) = (ground.make.payment_method(&payment), ground.make.payment_method(&payment));
    ground.write([insert(&first)]).await?;
    taken(ground.write([insert(&second)]).await, UniqueKey::MethodOfPayment)?;
    // its end makes no room for another
    let ended = PaymentMethodRecord { gateway_reference: None, ..revoked(first, RevokedBy::Payer) };
    ground.write([update(&ended, Version::FIRST)]).await?;
    taken(ground.write([insert(&second)]).await, UniqueKey::MethodOfPayment).during("after the first has ended")?;
    found("the first one", ground.store.payment_method(ended.id).await?, &ended, Version(2))
}

pub(super) async fn an_active_method_can_be_charged(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payment = paid(&ground).await?;
    let whole = ground.make.payment_method(&payment);
    let useless = PaymentMethodRecord { gateway_reference: None, ..whole.clone() };
    corrupt(ground.write([insert(&useless)]).await).during("an active method without a reference")?;
    ground.write([insert(&whole)]).await?;
    corrupt(ground.write([update(&useless, Version::FIRST)]).await).during("one that loses it")?;
    let ended = revoked(whole, RevokedBy::Merchant);
    ground.write([update(&ended, Version::FIRST)]).await.during("a revoked one keeps it until it is let go")?;
    let let_go = PaymentMethodRecord { gateway_reference: None, ..ended };
    ground.write([update(&let_go, Version(2))]).await.during("and then loses it")
}

pub(super) async fn payment_methods_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (here, there) = (ground.link().await?, ground.link().await?);
    let customers = [Some(ground.make.id()), Some(ground.make.id()), None];
    let mut rows: Vec<PaymentMethodRecord> = Vec::new();
    let mut second = 0;
    for link in [&here, &there] {
        for customer_id in customers {
            for ended in [false, true] {
                second += 1;
                let payment = PaymentRecord { exclusive: false, ..ground.make.payment(link) };
                let row = ground.make.payment_method(&payment);
                let row = PaymentMethodRecord { customer_id, created_at: instant(second), ..row };
                let row = if ended { revoked(row, RevokedBy::Payer) } else { row };
                ground.write([insert_payment(&payment), insert(&row)]).await?;
                rows.insert(0, row);
            }
        }
    }
    for merchant_id in [None, Some(here.merchant_id), Some(there.merchant_id), Some(ground.make.id())] {
        for customer_id in [None, customers[0], customers[1], Some(ground.make.id())] {
            for status in [None, Some(PaymentMethodStatus::Active), Some(PaymentMethodStatus::Revoked)] {
                let filter = PaymentMethodFilter { merchant_id, customer_id, status };
                let lets_through = |row: &&PaymentMethodRecord| {
                    merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                        && (customer_id.is_none() || customer_id == row.customer_id)
                        && status.is_none_or(|wanted| wanted == row.status())
                };
                let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                let listed = ground.store.payment_methods(&filter, ALL).await?;
                let listed: Vec<_> = listed.into_iter().map(|row| row.value.id).collect();
                same(format!("{filter:?}"), &listed, &wanted)?;
            }
        }
    }
    let first = ground.store.payment_methods(&PaymentMethodFilter::default(), page(None, 5)).await?;
    let Some(last) = first.last().map(|row| &row.value) else { return holds(false, "a page of methods") };
    let after = Position { created_at: last.created_at, id: last.id.uuid() };
    let rest = ground.store.payment_methods(&PaymentMethodFilter::default(), page(Some(after), 100)).await?;
    let walked: Vec<_> = first.into_iter().chain(rest).map(|row| row.value.id).collect();
    same("two pages", &walked, &rows.iter().map(|row| row.id).collect())
}

pub(super) async fn every_end_of_a_method_comes_back(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for by in RevokedBy::ALL.iter().copied() {
        let row = revoked(ground.make.payment_method(&paid(&ground).await?), by);
        ground.write([insert(&row)]).await.during(by.name())?;
        found(by.name(), ground.store.payment_method(row.id).await?, &row, Version::FIRST)?;
    }
    let account = MethodDetails::Ach { bank_name: None, last4: "6789".to_owned(), account_type: "savings".to_owned() };
    let row = ground.make.payment_method(&paid(&ground).await?);
    let row = PaymentMethodRecord { method: Method::Ach, details: account, ..row };
    ground.write([insert(&row)]).await?;
    found("a bank account", ground.store.payment_method(row.id).await?, &row, Version::FIRST)
}
