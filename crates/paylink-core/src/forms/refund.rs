//! What a merchant says about a refund.

use super::Patch;
use crate::FieldErrors;

/// The wish to give money back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundForm {
    /// Decimal text in the payment's currency; without it everything that is left.
    pub amount: Option<String>,
    /// At most 200 characters.
    pub reason: Option<String>,
    /// At most 50 keys of 40 characters, values of 500; later it cannot change.
    pub metadata: Patch<Vec<(String, String)>>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
