//! Walls against bugs: rows that refer to nothing, more slots taken than there are.

use super::{
    Fixture,
    check::{During, Kept, corrupt, gone, holds},
    ground::{Ground, insert_event, insert_link, insert_message, insert_payment, update_link},
};
use crate::{
    Change, Date, Version,
    records::{LinkRecord, PaymentRecord, Usage},
    testing::build::instant,
};

pub(super) async fn a_row_without_what_it_refers_to_is_refused(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let stranger = ground.make.link(ground.make.merchant().id);
    gone(ground.write([insert_link(&stranger)]).await).during("a link without its merchant")?;
    let unwritten = ground.make.link(link.merchant_id);
    gone(ground.write([insert_payment(&ground.make.payment(&unwritten))]).await)
        .during("a payment without its link")?;
    let (event, endpoint) = (ground.make.link_event(&link), ground.make.endpoint(None));
    ground.write([insert_event(&event)]).await?;
    let delivery = Change::InsertDelivery(ground.make.delivery(&event, &endpoint));
    gone(ground.write([delivery.clone()]).await).during("a delivery without its endpoint")?;
    ground.write([Change::InsertEndpoint(endpoint.clone())]).await?;
    let lost = Change::InsertDelivery(ground.make.delivery(&ground.make.link_event(&link), &endpoint));
    gone(ground.write([lost]).await).during("a delivery without its event")?;
    ground.write([delivery]).await.during("a delivery with both")?;
    let day = Date::in_utc(instant(0));
    for (what, change) in [
        ("a message", insert_message(&ground.make.message(&unwritten))),
        ("a reminder", Change::InsertReminder(ground.make.reminder(&unwritten))),
        ("a view", Change::InsertView(unwritten.id, day)),
    ] {
        gone(ground.write([change]).await).during(format!("{what} without its link"))?;
    }
    let suppression = ground.make.suppression(Some(ground.make.id()));
    gone(ground.write([Change::InsertSuppression(suppression)]).await).during("a suppression of an unknown merchant")
}

pub(super) async fn a_link_never_has_more_slots_taken_than_it_has(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let slots = |max_payments, slots_used| LinkRecord {
        usage: Usage::MultiUse,
        max_payments,
        slots_used,
        ..ground.make.link(merchant.id)
    };
    for (most, used) in [(Some(3), 4), (Some(1), i64::MAX), (Some(3), -1), (None, -1)] {
        let what = format!("{used} of {most:?} slots");
        let row = slots(most, used);
        corrupt(ground.write([insert_link(&row)]).await).during(&what)?;
        holds(ground.store.link(row.id).await?.is_none(), format!("{what} is not written"))?;
    }
    for (most, used) in [(Some(3), 3), (Some(1), 0), (Some(i64::MAX), i64::MAX), (None, i64::MAX)] {
        ground.write([insert_link(&slots(most, used))]).await.during(format!("{used} of {most:?} slots"))?;
    }
    let row = slots(Some(3), 3);
    ground.write([insert_link(&row)]).await?;
    let over = LinkRecord { slots_used: 4, ..row.clone() };
    corrupt(ground.write([update_link(&over, Version::FIRST)]).await).during("an update")?;
    let fewer = LinkRecord { max_payments: Some(2), ..row };
    corrupt(ground.write([update_link(&fewer, Version::FIRST)]).await).during("fewer slots than are taken")
}

pub(super) async fn a_payment_is_of_more_than_nothing(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    for amount_minor in [0, -1, i64::MIN] {
        let row = PaymentRecord { amount_minor, ..ground.make.payment(&link) };
        corrupt(ground.write([insert_payment(&row)]).await).during(format!("a payment of {amount_minor}"))?;
    }
    let row = PaymentRecord { amount_minor: 1, ..ground.make.payment(&link) };
    ground.write([insert_payment(&row)]).await.during("a payment of 1")
}
