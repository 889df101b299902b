//! What the simulated processor answers.

use serde::Serialize;
use utoipa::ToSchema;

/// A single-use token for a card or bank account.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SandboxToken {
    /// Sent as `token` with the payment.
    #[schema(examples("tok_4d8hq2k7m3"))]
    pub token: String,
}
