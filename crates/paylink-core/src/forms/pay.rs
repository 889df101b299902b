//! What a payer sends.

use crate::FieldErrors;

/// A payer's wish to pay. Debug output is redacted.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PayForm {
    /// `card` or `ach`.
    pub method: Option<String>,
    /// The gateway's token.
    pub token: Option<String>,
    /// The saved method that the link offers, in place of a token.
    pub payment_method_id: Option<String>,
    /// Whether the payer has ticked the box to have the card or account kept.
    pub save_payment_method: Option<bool>,
    /// Which version of the words stood beside the box.
    pub consent_version: Option<String>,
    /// At most 100 characters.
    pub payer_name: Option<String>,
    /// Where the receipt goes.
    pub payer_email: Option<String>,
    /// Billing address.
    pub billing: Option<BillingForm>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

impl std::fmt::Debug for PayForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PayForm").field("method", &self.method).finish_non_exhaustive()
    }
}

/// A billing address as sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct BillingForm {
    /// Street and number, at most 100 characters.
    pub line1: Option<String>,
    /// Second line, at most 100 characters.
    pub line2: Option<String>,
    /// City, at most 100 characters.
    pub city: Option<String>,
    /// State or region, at most 100 characters.
    pub state: Option<String>,
    /// Postal code, at most 20 characters.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}
