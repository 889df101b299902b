//! A payment's row.

use super::{Keeping, named};
use crate::{BillId, Currency, CustomerId, LinkId, MerchantId, PaymentId, Timestamp};
use serde::{Deserialize, Serialize};

named! {
    /// How a payer pays.
    Method {
        /// Debit or credit card.
        Card = "card",
        /// US bank debit.
        Ach = "ach",
    }
}

named! {
    /// The state of a payment.
    PaymentStatus {
        /// On its way; the outcome is not known or not final.
        Processing = "processing",
        /// The payer has to do something first.
        RequiresAction = "requires_action",
        /// The money is there (a bank debit: settled).
        Succeeded = "succeeded",
        /// Refused; no money moved.
        Failed = "failed",
        /// A bank debit that came back.
        Returned = "returned",
    }
}

/// What may be shown of the means of payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MethodDetails {
    /// A card.
    Card {
        /// `visa`, `mastercard`, …
        brand: String,
        /// Last four digits.
        last4: String,
        /// 1 to 12.
        exp_month: u8,
        /// Four digits.
        exp_year: u16,
    },
    /// A bank account.
    Ach {
        /// The bank's name, if known.
        bank_name: Option<String>,
        /// Last four digits.
        last4: String,
        /// `checking` or `savings`.
        account_type: String,
    },
}

/// A billing address as the payer gave it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Billing {
    /// Street and number.
    pub line1: Option<String>,
    /// Second line.
    pub line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or region.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl std::fmt::Debug for Billing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

/// One attempt to pay a link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRecord {
    /// Identity, and the idempotency key at the gateway.
    pub id: PaymentId,
    /// The link it pays.
    pub link_id: LinkId,
    /// The invoice or order it pays: one payment of it is live or has succeeded, guarded by a unique index.
    #[serde(default)]
    pub bill_id: Option<BillId>,
    /// The payee.
    pub merchant_id: MerchantId,
    /// The customer the link was for when the payment began.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// Card or bank debit.
    pub method: Method,
    /// What may be shown of it, once the gateway has told.
    pub method_details: Option<MethodDetails>,
    /// State.
    pub status: PaymentStatus,
    /// True while the gateway's answer is not known.
    pub unknown: bool,
    /// Why it failed or was returned: the gateway's code.
    pub failure_code: Option<String>,
    /// The same for people.
    pub failure_message: Option<String>,
    /// The address of the gateway's page while the payer has to act.
    pub action_url: Option<String>,
    /// The gateway's token, or its reference of the saved method that pays; gone once the payment is final.
    pub gateway_token: Option<String>,
    /// Until when it is held before it is handed to the gateway, or was: a bank debit of a merchant that holds them.
    #[serde(default)]
    pub held_until: Option<Timestamp>,
    /// The gateway's own id of the charge.
    pub gateway_reference: Option<String>,
    /// What the payer's money came to, minor units: the amount once it has succeeded, for good; before that 0.
    #[serde(default)]
    pub captured_minor: i64,
    /// Reserved by refunds that are under way or have succeeded, minor units; at most what was captured.
    #[serde(default)]
    pub refund_reserved_minor: i64,
    /// Refunded, minor units; at most what was reserved.
    #[serde(default)]
    pub refunded_minor: i64,
    /// How many ledger entries it has.
    #[serde(default)]
    pub ledger_count: i64,
    /// Whether the link takes one payment only: guarded by a unique index.
    pub exclusive: bool,
    /// Whether it holds a slot of a limited link.
    pub holds_slot: bool,
    /// Why a person has to look at it, e.g. `link_closed`, `amount_mismatch`.
    pub review: Option<String>,
    /// Payer's name as given.
    pub payer_name: Option<String>,
    /// Payer's mail address as given.
    pub payer_email: Option<String>,
    /// Billing address as given.
    pub billing: Option<Billing>,
    /// Keyed hash of the payer's network address, to limit card testing.
    pub payer_origin: Option<String>,
    /// What it has to do with saved methods.
    #[serde(default)]
    pub keeping: Option<Keeping>,
    /// How often the gateway has said "not found".
    pub not_found_count: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Why a payment failed that was taken back while it was held.
pub(crate) const CANCELLED: &str = "cancelled";

impl PaymentRecord {
    /// Whether it waits to be handed to the gateway, which knows nothing of it yet.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let waits = self.status == PaymentStatus::Processing && !self.unknown && self.gateway_reference.is_none();
        waits && self.held_until.is_some()
    }

    /// Whether it was taken back while it was held.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.status == PaymentStatus::Failed && self.failure_code.as_deref() == Some(CANCELLED)
    }

    /// When the gateway first heard of it, or will.
    #[must_use]
    pub fn handed_over_at(&self) -> Timestamp {
        self.held_until.unwrap_or(self.created_at)
    }
}

impl std::fmt::Debug for PaymentRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PaymentRecord").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}
