//! A refund's row.

use super::named;
use crate::{Currency, LinkId, MerchantId, PaymentId, RefundId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// The state of a refund.
    RefundStatus {
        /// On its way; its amount is reserved.
        Processing = "processing",
        /// The money is on its way back to the payer.
        Succeeded = "succeeded",
        /// Refused or come back; the amount can be refunded again.
        Failed = "failed",
    }
}

/// Money of a payment that goes back to its payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRecord {
    /// Identity, and the idempotency key at the gateway.
    pub id: RefundId,
    /// The payment it gives back.
    pub payment_id: PaymentId,
    /// That payment's link.
    pub link_id: LinkId,
    /// Who gives it back.
    pub merchant_id: MerchantId,
    /// Minor units.
    pub amount_minor: i64,
    /// The payment's currency.
    pub currency: Currency,
    /// Why, in the merchant's words.
    pub reason: Option<String>,
    /// State.
    pub status: RefundStatus,
    /// True while the gateway's answer is not known.
    pub unknown: bool,
    /// Why it failed: the gateway's code.
    pub failure_code: Option<String>,
    /// The same for people.
    pub failure_message: Option<String>,
    /// The gateway's own id of the refund.
    pub gateway_reference: Option<String>,
    /// Why a person has to look at it, e.g. `amount_mismatch`.
    pub review: Option<String>,
    /// How often the gateway has said "not found".
    pub not_found_count: i64,
    /// The caller's own data; stored as one JSON document.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
