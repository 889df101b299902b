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
    /// The gateway's token.
    #[schema(min_length = 1, max_length = 255, examples("tok_4d8hq2k7m3"))]
    pub token: String,
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
