//! The body of a payment.

use crate::v1::shapes::MethodShape;
use serde::Serialize;
use utoipa::ToSchema;

/// A payer's wish to pay. Card and account numbers are never sent here: trade them for a token first.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePayment {
    /// Card or bank debit.
    #[schema(value_type = MethodShape)]
    pub method: String,
    /// The gateway's token; required unless the link offers a saved payment method.
    #[schema(min_length = 1, max_length = 255, examples("tok_4d8hq2k7m3"))]
    pub token: Option<String>,
    /// The saved payment method that the link offers, in place of a token.
    #[schema(examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_method_id: Option<String>,
    /// Whether the payer has ticked the box to have the card or account saved. Never send `true` by yourself.
    pub save_payment_method: Option<bool>,
    /// The `version` of the words that stood beside the box; required with `save_payment_method`.
    #[schema(max_length = 64, examples("en-3f0c5a1b9d27"))]
    pub consent_version: Option<String>,
    /// Who pays.
    pub payer: Option<PayerBody>,
    /// Billing address.
    pub billing: Option<BillingBody>,
}

/// Who pays.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayerBody {
    /// Name.
    #[schema(min_length = 1, max_length = 100, examples("Kari Nordmann"))]
    pub name: Option<String>,
    /// Mail address.
    #[schema(max_length = 254, format = Email, examples("kari@example.com"))]
    pub email: Option<String>,
}

/// A billing address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingBody {
    /// Street and number.
    #[schema(min_length = 1, max_length = 100)]
    pub line1: Option<String>,
    /// Second line.
    #[schema(min_length = 1, max_length = 100)]
    pub line2: Option<String>,
    /// City.
    #[schema(min_length = 1, max_length = 100)]
    pub city: Option<String>,
    /// State or region.
    #[schema(min_length = 1, max_length = 100)]
    pub state: Option<String>,
    /// Postal code.
    #[schema(min_length = 1, max_length = 20)]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$", examples("NO"))]
    pub country: Option<String>,
}
