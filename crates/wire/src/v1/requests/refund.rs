//! Giving money back.

use crate::json::{Fields, Object};
use paylink_core::forms::RefundForm;

/// Reads the body of `POST /v1/payments/{id}/refunds`.
#[must_use]
pub fn refund(body: Object) -> RefundForm {
    let mut fields = Fields::of(body);
    RefundForm {
        amount: fields.amount("amount").into_set(),
        reason: fields.text("reason").into_set(),
        metadata: fields.text_map("metadata"),
        unread: fields.finish(),
    }
}
