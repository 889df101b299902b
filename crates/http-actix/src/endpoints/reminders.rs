//! `/v1/payment_links/{id}/reminders`: planned reminders of a link.

use crate::{answers::json, call::Call, failure::Failure, openapi::params::Slice, routes::Visit};
use actix_web::{HttpResponse, delete, get};
use paylink_wire::v1::responses::{List, Reminder};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(list_reminders);
    visitor.visit(delete_reminder);
}

/// List the reminders of a link
///
/// By day, planned ones included. What is planned counts as `cancelled` while the link is paid or closed.
#[utoipa::path(
    tag = "Payment links",
    params(Slice),
    responses((status = 200, description = "One page of its reminders.", body = List<Reminder>))
)]
#[get("/v1/payment_links/{payment_link_id}/reminders")]
async fn list_reminders(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let slice = call.params().list();
    let listed = call.paylink().reminders(&caller, call.segment("payment_link_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |reminder| Reminder::from(reminder))))
}

/// Cancel a reminder
///
/// It stays in the list as `cancelled`. One that was sent or skipped already stays what it is (`reminder_closed`).
#[utoipa::path(tag = "Payment links", responses((status = 204, description = "Cancelled.")))]
#[delete("/v1/payment_links/{payment_link_id}/reminders/{reminder_id}")]
async fn delete_reminder(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let (link, reminder) = (call.segment("payment_link_id"), call.segment("reminder_id"));
    call.paylink().cancel_reminder(&caller, link, reminder).await?;
    Ok(HttpResponse::NoContent().finish())
}
