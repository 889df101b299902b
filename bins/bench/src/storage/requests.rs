//! What is kept for an idempotency key.

use super::changes::random;
use paylink_core::{Answer, Timestamp, records::IdempotencyRecord};
use std::time::Duration;
use uuid::Uuid;

const DAY: Duration = Duration::from_secs(24 * 3600);

pub(super) fn request(scope: String, now: Timestamp, answer: Option<String>) -> IdempotencyRecord {
    IdempotencyRecord {
        scope,
        key: Uuid::from_bytes(random()).to_string(),
        fingerprint: format!("{}{}", Uuid::from_bytes(random()).simple(), Uuid::from_bytes(random()).simple()),
        payment_id: None,
        refund_id: None,
        answer: answer.map(written),
        created_at: now,
        expires_at: now.plus(DAY),
    }
}

pub(super) fn written(body: String) -> Answer {
    Answer { status: 201, content_type: "application/json".to_owned(), body }
}
