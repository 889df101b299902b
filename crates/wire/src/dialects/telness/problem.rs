//! Refusals: `{code, message, details}`.

use paylink_core::{Class, Code, Error};
use serde::Serialize;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The status that goes with it.
    #[serde(skip)]
    pub status: u16,
    /// Why, for programs.
    pub code: &'static str,
    /// Why, for people.
    pub message: String,
    /// What was wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

/// What was wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// The field, in the words of this dialect.
    pub field: String,
    /// The rule that it breaks.
    pub code: &'static str,
    /// The same in words.
    pub message: String,
}

impl Problem {
    /// The refusal behind `error`.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        let (status, code) = kind(error.code);
        let mut details: Vec<Detail> = Vec::new();
        for wrong in &error.fields {
            let field = field(&wrong.field);
            // named by the reader in one way and by the core in the other: the first knows better
            if details.iter().all(|known| known.field != field) {
                details.push(Detail { field, code: wrong.code.name(), message: wrong.detail.clone() });
            }
        }
        let message = match details.as_slice() {
            [] => error.detail.clone(),
            [only] => format!("{}: {}", only.field, only.message),
            [_, _, ..] => "Several fields are wrong; details names each.".to_owned(),
        };
        Self { status, code, message, details }
    }
}

/// Status and code of a refusal.
fn kind(code: Code) -> (u16, &'static str) {
    if code == Code::IdempotencyKeyReused {
        return (409, "idempotency_key_mismatch");
    }
    if code == Code::IdempotencyKeyInUse {
        return (409, "idempotency_key_locked");
    }
    match code.class() {
        Class::Malformed | Class::Invalid => (400, "invalid_request"),
        Class::Unauthenticated => (401, "unauthorized"),
        Class::Declined => (402, "payment_declined"),
        Class::Forbidden => (403, "forbidden"),
        Class::NotFound => (404, "not_found"),
        Class::Method => (405, "method_not_allowed"),
        Class::Conflict => (409, "conflict"),
        Class::BodyTooLarge => (413, "payload_too_large"),
        Class::AddressTooLong => (414, "uri_too_long"),
        Class::MediaType => (415, "unsupported_media_type"),
        Class::TooMany => (429, "rate_limited"),
        Class::HeadersTooLarge => (431, "headers_too_large"),
        Class::Internal => (500, "internal_error"),
        Class::Unavailable => (503, "unavailable"),
    }
}

/// A field of the core in the words of this dialect; others keep their name.
fn field(name: &str) -> String {
    let (head, rest) = name.split_once('.').map_or((name, None), |(head, rest)| (head, Some(rest)));
    let head = match head {
        "order_id" => "orderId",
        "invoice_id" => "invoiceId",
        "payment_method_id" => "paymentProfileId",
        "save_payment_method" => "savePaymentProfile",
        "redirect_url" => "successUrl",
        "cancel_url" => "cancelUrl",
        "ends_at" => "expiresAt",
        "customer_id" => "customerId",
        other => other,
    };
    let rest = match (head, rest) {
        ("customer", Some("id")) => Some("customerId"),
        ("customer", Some("phone")) => Some("msisdn"),
        ("customer", Some("external_id")) => Some("referenceId"),
        (_, rest) => rest,
    };
    rest.map_or_else(|| head.to_owned(), |rest| format!("{head}.{rest}"))
}
