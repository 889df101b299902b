//! The body the simulated processor trades for a token.

use serde::Serialize;
use utoipa::ToSchema;

/// A test card or a test bank account: exactly one of them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSandboxToken {
    /// A test card.
    pub card: Option<SandboxCard>,
    /// A test bank account.
    pub bank_account: Option<SandboxBankAccount>,
}

/// A test card.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SandboxCard {
    /// The number; spaces are fine.
    #[schema(max_length = 40, examples("4242424242424242"))]
    pub number: String,
    /// Month of expiry.
    #[schema(minimum = 1, maximum = 12)]
    pub exp_month: u8,
    /// Year of expiry, four digits.
    #[schema(minimum = 2000, maximum = 2099, examples(2035))]
    pub exp_year: u16,
    /// Three digits, four on American Express.
    #[schema(pattern = "^[0-9]{3,4}$", examples("123"))]
    pub cvc: String,
}

/// A test bank account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SandboxBankAccount {
    /// Nine digits.
    #[schema(pattern = "^[0-9]{9}$", examples("110000000"))]
    pub routing_number: String,
    /// Six to seventeen digits.
    #[schema(pattern = "^[0-9]{6,17}$", examples("000123456789"))]
    pub account_number: String,
    /// `checking` or `savings`.
    #[schema(pattern = "^(checking|savings)$", examples("checking"))]
    pub account_type: String,
    /// Whose account it is.
    #[schema(min_length = 1, max_length = 100, examples("Kari Nordmann"))]
    pub holder_name: String,
}
