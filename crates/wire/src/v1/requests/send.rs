//! Sending a payment link.

use crate::json::{Fields, Object};
use paylink_core::forms::SendForm;

/// Reads the body of `POST /v1/payment_links/{id}/send`.
#[must_use]
pub fn send_link(body: Object) -> SendForm {
    let mut fields = Fields::of(body);
    SendForm { delivery: fields.text("delivery").into_set(), open_days: None, unread: fields.finish() }
}
