//! An event's row: the fact, and what its subject looked like right after it.

use super::{CustomerRecord, LinkRecord, LinkTotals, MessageRecord, PaymentMethodRecord, PaymentRecord, RefundRecord};
use crate::{EventId, EventKind, LinkId, MerchantId, PaymentId, Timestamp};
use serde::{Deserialize, Serialize};

/// A link as it was when the event was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// The link.
    pub link: LinkRecord,
    /// Its sums.
    pub totals: LinkTotals,
    /// The payment that completed it, in the event that says so; events of before this was kept do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_by: Option<PaymentId>,
}

/// A payment as it was when the event was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSnapshot {
    /// The payment, without its gateway token.
    pub payment: PaymentRecord,
}

/// A refund as it was when the event was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSnapshot {
    /// The refund.
    pub refund: RefundRecord,
}

/// A saved method as it was when the event was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethodSnapshot {
    /// The method, without the gateway's reference and the payer's address.
    pub method: PaymentMethodRecord,
}

/// A message as it was when the event was written, with its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSnapshot {
    /// The message.
    pub message: MessageRecord,
    /// The link it is about.
    pub link: LinkSnapshot,
    /// The caller's own id of the merchant, if it has one; events of before this was kept do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_external_id: Option<String>,
}

/// A customer as it was when the event was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerSnapshot {
    /// The customer.
    pub customer: CustomerRecord,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename_all = "snake_case")]
pub enum Subject {
    /// A payment link.
    PaymentLink(Box<LinkSnapshot>),
    /// A payment.
    Payment(Box<PaymentSnapshot>),
    /// A refund.
    Refund(Box<RefundSnapshot>),
    /// A message that the platform is asked to send.
    Message(Box<MessageSnapshot>),
    /// A saved payment method.
    PaymentMethod(Box<PaymentMethodSnapshot>),
    /// A customer.
    Customer(Box<CustomerSnapshot>),
    /// Nothing but a test of a webhook endpoint.
    Test,
}

/// An event. Never changes once written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// Identity; the `webhook-id` of every delivery.
    pub id: EventId,
    /// Whose event it is; `None` for the platform's own (a test of its endpoint).
    pub merchant_id: Option<MerchantId>,
    /// The link concerned.
    pub link_id: Option<LinkId>,
    /// What happened.
    pub kind: EventKind,
    /// To what; stored as one JSON document.
    pub subject: Subject,
    /// When.
    pub created_at: Timestamp,
}
