//! Stopping messages to an address, and reports of messages that came back.

use crate::json::{Fields, Object};
use paylink_core::forms::{BounceForm, SuppressionForm};

/// Reads the body of `POST /v1/suppressions`.
#[must_use]
pub fn suppression(body: Object) -> SuppressionForm {
    let mut fields = Fields::of(body);
    SuppressionForm {
        merchant_id: fields.text("merchant_id").into_set(),
        channel: fields.text("channel").into_set(),
        address: fields.text("address").into_set(),
        reason: fields.text("reason").into_set(),
        unread: fields.finish(),
    }
}

/// Reads the body of `POST /v1/inbound/bounces`.
#[must_use]
pub fn bounce(body: Object) -> BounceForm {
    let mut fields = Fields::of(body);
    BounceForm {
        message_id: fields.text("message_id").into_set(),
        address: fields.text("address").into_set(),
        channel: fields.text("channel").into_set(),
        kind: fields.text("type").into_set(),
        reason: fields.text("reason").into_set(),
        unread: fields.finish(),
    }
}
