//! What mail systems report about messages they could not deliver.

use crate::FieldErrors;

/// A mail that came back, or that its reader called spam.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct BounceForm {
    /// The message it is about: its id, or the whole `Message-ID` header.
    pub message_id: Option<String>,
    /// The address it is about, where the message is not known.
    pub address: Option<String>,
    /// `email` (default) or `sms`; a message knows its own.
    pub channel: Option<String>,
    /// `hard_bounce`, `soft_bounce` or `complaint`; required.
    pub kind: Option<String>,
    /// What the other side said.
    pub reason: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

impl std::fmt::Debug for BounceForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("BounceForm").field("kind", &self.kind).finish_non_exhaustive()
    }
}
