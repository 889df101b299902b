//! What a caller wants listed.

use crate::{FieldErrors, Timestamp, records::Method};

/// Which slice of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// 1 to 100; default 20.
    pub limit: Option<String>,
    /// As given by the page before.
    pub cursor: Option<String>,
    /// Parameters the adapter could not read.
    pub unread: FieldErrors,
}

impl ListQuery {
    /// As many as one page holds.
    #[must_use]
    pub fn all() -> Self {
        Self { limit: Some("100".to_owned()), ..Self::default() }
    }
}

/// Which links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Customer id.
    pub customer_id: Option<String>,
    /// `ACTIVE`, `INACTIVE`, `COMPLETED`, `CANCELLED`.
    pub status: Option<String>,
    /// `paid`, `unpaid`.
    pub payment_status: Option<String>,
    /// Exactly.
    pub external_id: Option<String>,
    /// Exactly.
    pub order_number: Option<String>,
    /// Exactly.
    pub invoice_number: Option<String>,
    /// Exactly, without regard to case.
    pub customer_email: Option<String>,
    /// Invoice id.
    pub invoice_id: Option<String>,
    /// Order id.
    pub order_id: Option<String>,
    /// Exactly, without regard to case.
    pub tag: Option<String>,
    /// `one_time`, `multi_use`.
    pub usage: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_min: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_max: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
    /// Date or time, exclusive.
    pub updated_after: Option<String>,
    /// Date or time, exclusive.
    pub updated_before: Option<String>,
    /// Date, exclusive.
    pub due_after: Option<String>,
    /// Date, exclusive.
    pub due_before: Option<String>,
    /// Words, each of which begins one of the link's.
    pub q: Option<String>,
    /// `created_at`, `updated_at`, `due_date`, `amount`; with `-` from the largest.
    pub sort: Option<String>,
}

/// Which invoices, or which orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// `open`, `paid`, and `void` (invoices) or `cancelled` (orders).
    pub status: Option<String>,
    /// Exactly.
    pub number: Option<String>,
    /// Customer id.
    pub customer_id: Option<String>,
    /// Date, exclusive.
    pub due_after: Option<String>,
    /// Date, exclusive.
    pub due_before: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// Which customers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CustomerQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Exactly.
    pub external_id: Option<String>,
    /// Exactly, without regard to case.
    pub email: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// Which payments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Link id.
    pub payment_link_id: Option<String>,
    /// Customer id.
    pub customer_id: Option<String>,
    /// A payment status.
    pub status: Option<String>,
    /// `card`, `ach`.
    pub method: Option<String>,
    /// Exactly, without regard to the case of ASCII letters.
    pub payer_email: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_min: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_max: Option<String>,
    /// `created_at`, `amount`; with `-` from the largest.
    pub sort: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// Which refunds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Payment id.
    pub payment_id: Option<String>,
    /// Link id.
    pub payment_link_id: Option<String>,
    /// A refund status.
    pub status: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_min: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_max: Option<String>,
    /// `created_at`, `amount`; with `-` from the largest.
    pub sort: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// Which payments and refunds, in one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionQuery {
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Link id.
    pub payment_link_id: Option<String>,
    /// By this method.
    pub method: Option<Method>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_min: Option<String>,
    /// Decimal text, inclusive; only with `currency`.
    pub amount_max: Option<String>,
    /// Begun at or after.
    pub created_from: Option<Timestamp>,
    /// Begun before.
    pub created_until: Option<Timestamp>,
    /// Whether what is let through depends on the link: it is read for every row then, not only for those shown.
    pub by_link: bool,
    /// Parameters the adapter could not read.
    pub unread: FieldErrors,
}

/// Which saved payment methods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentMethodQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Customer id.
    pub customer_id: Option<String>,
    /// `active`, `revoked`.
    pub status: Option<String>,
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Event type.
    pub kind: Option<String>,
    /// Link id.
    pub payment_link_id: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// Which webhook deliveries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryQuery {
    /// Slice.
    pub list: ListQuery,
    /// Endpoint id.
    pub endpoint_id: Option<String>,
    /// Event id.
    pub event_id: Option<String>,
    /// A delivery status.
    pub status: Option<String>,
}

/// Which messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Link id.
    pub payment_link_id: Option<String>,
    /// `email`, `sms`.
    pub channel: Option<String>,
    /// `queued`, `sent`, `failed`, `suppressed`.
    pub status: Option<String>,
}

/// Which suppressions.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SuppressionQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// `email`, `sms`.
    pub channel: Option<String>,
    /// Exactly, without regard to case.
    pub address: Option<String>,
}

/// Which entries of the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Slice.
    pub list: ListQuery,
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// A kind of party, or one party: an API key's id, a token's `jti`, a payer's link, a job's name.
    pub actor: Option<String>,
    /// Exactly, e.g. `payment_link.updated`.
    pub action: Option<String>,
    /// The id of what was written.
    pub subject: Option<String>,
    /// Date or time, exclusive.
    pub created_after: Option<String>,
    /// Date or time, exclusive.
    pub created_before: Option<String>,
}

/// What a summary is to be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryQuery {
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// Date or time, inclusive.
    pub from: Option<String>,
    /// Date, inclusive, or time, exclusive.
    pub to: Option<String>,
    /// `hour`, `day`, `week`, `month`.
    pub interval: Option<String>,
    /// IANA name.
    pub timezone: Option<String>,
    /// Parameters the adapter could not read.
    pub unread: FieldErrors,
}

/// Whose payouts are to be previewed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayoutsQuery {
    /// Merchant id.
    pub merchant_id: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Parameters the adapter could not read.
    pub unread: FieldErrors,
}
