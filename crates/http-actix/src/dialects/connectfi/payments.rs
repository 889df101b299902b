//! Payments: made, changed, shown, sent, taken back.

use super::{
    ask::{Answered, Ask, On as _, Trouble, fresh},
    merchants::{not_archived, own},
    rows::Row,
};
use paylink_core::{
    Code, Error,
    forms::SendForm,
    records::{Channel, Delivery},
};
use paylink_wire::dialects::connectfi::{
    About, OPEN_DAYS, PaymentChange, Status, create_payment, one_payment, update_payment,
};

/// Makes a payment. It is not sent.
pub(super) async fn create(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let form = create_payment(ask.body().await?);
    not_archived(&own(ask, &caller).await?)?;
    let made = ask.paylink().create_link(&caller, None, &form, None).await?;
    let row = ask.row_of(&caller, fresh(made)?).await?;
    Ok(ask.ok(row.payment()))
}

/// Changes a payment that nobody has begun to pay.
pub(super) async fn update(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let PaymentChange { id, form } = update_payment(ask.body().await?);
    form.unread.clone().finish().on(About::Payment(id.clone()))?;
    standing(&ask.row(&caller, &id).await?, &[Status::Initiated, Status::Sent])?;
    let changed = ask.paylink().update_link(&caller, &id, &form).await.on(About::Payment(id))?;
    let row = ask.row_of(&caller, changed).await?;
    Ok(ask.ok(row.payment()))
}

/// Shows a payment.
pub(super) async fn details(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = one_payment(ask.body().await?)?;
    let row = ask.row(&caller, &id).await?;
    Ok(ask.ok(row.payment()))
}

/// Sends a payment to whoever is to pay: by mail, else by text message. Again, if it was sent before.
pub(super) async fn send(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = one_payment(ask.body().await?)?;
    let row = ask.row(&caller, &id).await?;
    standing(&row, &[Status::Initiated, Status::Sent, Status::Declined, Status::Error, Status::Rejected])?;
    let customer = row.link.link.details.customer.as_ref();
    let by_text = customer.is_some_and(|known| known.address(Channel::Email).is_none() && known.phone.is_some());
    let delivery = if by_text { Delivery::Sms } else { Delivery::Email };
    let form =
        SendForm { delivery: Some(delivery.name().to_owned()), open_days: Some(OPEN_DAYS), ..SendForm::default() };
    let sent = ask.paylink().send_link(&caller, &id, &form, None).await.on(About::Payment(id))?;
    let row = ask.row_of(&caller, fresh(sent)?).await?;
    Ok(ask.ok(row.payment()))
}

/// Takes a payment back.
pub(super) async fn cancel(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = one_payment(ask.body().await?)?;
    let row = ask.row(&caller, &id).await?;
    // what was refused can be paid again here, so it can be taken back too
    let open = [Status::Initiated, Status::Sent, Status::Processing, Status::Declined, Status::Error, Status::Rejected];
    standing(&row, &open)?;
    let cancelled = ask.paylink().cancel_link(&caller, &id, None).await.on(About::Payment(id))?;
    let row = ask.row_of(&caller, fresh(cancelled)?).await?;
    Ok(ask.ok(row.payment()))
}

/// Refuses what a payment of another status does not allow.
fn standing(row: &Row, allowed: &[Status]) -> Result<(), Trouble> {
    if allowed.contains(&row.parts().computed()) {
        return Ok(());
    }
    let error = Error::new(Code::LinkClosed, "a payment of this status does not allow it");
    Err(error).on(About::Payment(row.link.link.id.to_string()))
}
