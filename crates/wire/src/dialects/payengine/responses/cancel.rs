//! What became of a wish to take a link back.

use serde::Serialize;

/// The answer to a cancellation, without an envelope. A refusal has both fields as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cancelled {
    /// Whether the link is cancelled now.
    pub success: bool,
    /// The same in words.
    pub message: String,
}

impl Cancelled {
    /// It is.
    #[must_use]
    pub fn done() -> Self {
        Self { success: true, message: "The payment link is cancelled.".to_owned() }
    }
}
