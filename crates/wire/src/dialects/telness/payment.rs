//! A payment as it is answered.

use crate::dialects::AmountNumber;
use paylink_core::{
    Currency, PaymentId, PaymentMethodId, Timestamp,
    records::{Keeping, PaymentStatus},
    views::PaymentView,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A payment. What there is not is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Its id.
    pub payment_id: PaymentId,
    /// How far it has come.
    pub status: &'static str,
    /// How much, in major units.
    pub amount: AmountNumber,
    /// The currency.
    pub currency: Currency,
    /// The saved method that it was paid with or has left behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_profile_id: Option<PaymentMethodId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Payments carry nothing of the caller's own: always empty.
    pub metadata: BTreeMap<String, String>,
}

impl Payment {
    /// The payment as it is answered.
    #[must_use]
    pub fn of(view: &PaymentView) -> Self {
        let payment = &view.payment;
        Self {
            payment_id: payment.id,
            status: Self::word(payment.status),
            amount: AmountNumber(view.amount()),
            currency: payment.currency,
            payment_profile_id: payment.keeping.as_ref().and_then(Keeping::method),
            created_at: payment.created_at,
            updated_at: payment.updated_at,
            metadata: BTreeMap::new(),
        }
    }

    /// The word for how far a payment has come. Only the first is documented.
    #[must_use]
    pub const fn word(status: PaymentStatus) -> &'static str {
        match status {
            PaymentStatus::Succeeded => "PAID",
            PaymentStatus::Processing => "PENDING",
            PaymentStatus::RequiresAction => "REQUIRES_ACTION",
            PaymentStatus::Failed => "FAILED",
            PaymentStatus::Returned => "RETURNED",
        }
    }
}
