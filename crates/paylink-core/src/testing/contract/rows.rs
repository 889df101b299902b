//! Rows compared field by field, so that a report names the field that was damaged.

use super::check::{Kept, broken, cut};
use crate::{
    Stored, Version,
    records::{
        ApiKeyRecord, BillRecord, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord,
        FileUsageRecord, IdempotencyRecord, LinkRecord, MerchantRecord, MessageRecord, PaymentMethodRecord,
        PaymentRecord, RefundRecord, ReminderRecord, WorkRecord,
    },
};
use std::fmt::Display;

/// A row whose fields can be told apart.
pub(super) trait Row: PartialEq {
    /// The names of the fields that differ, with both values (secret ones stay redacted).
    fn differences(&self, other: &Self) -> Vec<String>;
}

macro_rules! rows {
    ($($row:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Row for $row {
            fn differences(&self, other: &Self) -> Vec<String> {
                // taken apart without `..`: a new field has to be compared too
                let Self { $($field),+ } = self;
                let mut found = Vec::new();
                $(if *$field != other.$field {
                    let name = stringify!($field);
                    found.push(format!("{name}: found {}, wanted {}", cut($field), cut(&other.$field)));
                })+
                found
            }
        }
    )+};
}

rows! {
    MerchantRecord {
        id, name, email, phone, website, external_id, currency, card, ach, accent_color, timezone, messages,
        logos, ach_hold_minutes, tokens_valid_after, metadata, created_at, updated_at,
    }
    CustomerRecord {
        id, merchant_id, external_id, name, email, phone, locale, metadata, merged_into, deleted_at, erasure, erased_at,
        created_at, updated_at,
    }
    LinkRecord {
id, merchant_id, slug, currency, card_minor, ach_minor, per_method, usage, max_payments, starts_at, ends_at, due_date, order_number, invoice_number, bill, external_id, details, state, closed_at, slots_used, paid_count, customer_id,
        paid_minor, sent_at, viewed_at, deleted_at, created_at, updated_at,
    }
    BillRecord {
        id, kind, merchant_id, number, currency, total_minor, due_date, customer_id, max_open_links, details, state,
        closed_at, payment_id, link_id, deleted_at, created_at, updated_at,
    }
    PaymentRecord {
id, link_id, bill_id, merchant_id, amount_minor, currency, method, method_details, status, unknown, failure_code, customer_id,
        failure_message, action_url, gateway_token, held_until, gateway_reference, captured_minor,
        refund_reserved_minor, refunded_minor, ledger_count, exclusive, holds_slot, review, payer_name,
        payer_email, billing, payer_origin, keeping, not_found_count, created_at, updated_at,
    }
    RefundRecord {
        id, payment_id, link_id, merchant_id, amount_minor, currency, reason, status, unknown, failure_code,
        failure_message, gateway_reference, review, not_found_count, metadata, created_at, updated_at,
    }
    PaymentMethodRecord {
        id, merchant_id, customer_id, link_id, payment_id, method, details, gateway_reference, consent, revoked,
        created_at, updated_at,
    }
    EventRecord { id, merchant_id, link_id, kind, subject, created_at }
    EndpointRecord {
        id, merchant_id, url, events, format, secret, previous_secret, previous_secret_until, disabled,
        disabled_reason, failing_since, created_at, updated_at,
    }
    DeliveryRecord {
        id, event_id, endpoint_id, merchant_id, body, status, attempts, last_status, last_error, next_attempt_at,
        delivered_at, created_at, updated_at,
    }
    MessageRecord {
        id, merchant_id, link_id, payment_id, reminder_id, event_id, kind, channel, recipient, recipient_key, status,
        attempts, last_error, provider_reference, letter, next_attempt_at, sent_at, created_at, updated_at,
    }
    ReminderRecord {
        id, link_id, merchant_id, remind_on, offset_days, channels, status, reason, created_at, updated_at,
    }
    FileRecord {
        id, merchant_id, link_id, purpose, name, content_type, size, sha256, status, created_at, updated_at,
    }
    FileUsageRecord { merchant_id, bytes, limit_bytes }
    ApiKeyRecord { id, name, role, merchant_id, secret_hash, hint, revoked_at, created_at }
    IdempotencyRecord { scope, key, fingerprint, payment_id, refund_id, answer, created_at, expires_at }
    WorkRecord { key, lane, run_at, attempts }
}

/// The row has to be there, at this version, with exactly these fields.
pub(super) fn found<T: Row>(what: impl Display, row: Option<Stored<T>>, wanted: &T, version: Version) -> Kept {
    let Some(row) = row else { return Err(broken(format!("{what}: not found"))) };
    let mut problems = row.value.differences(wanted);
    if row.version != version {
        problems.push(format!("version: found {}, wanted {}", row.version.0, version.0));
    }
    if problems.is_empty() { Ok(()) } else { Err(broken(format!("{what} differs\n{}", problems.join("\n")))) }
}
