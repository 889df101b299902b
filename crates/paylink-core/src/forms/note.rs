//! What someone says of a payment or refund.

use crate::FieldErrors;

/// How a payment or refund stands in somebody's eyes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusNoteForm {
    /// The status, in the caller's words; at most 40 characters.
    pub status: String,
    /// Why; at most 200 characters.
    pub description: Option<String>,
    /// Whether it stands whatever happens later.
    pub locked: bool,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
