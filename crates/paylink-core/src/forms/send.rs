//! Sending a link, and addresses that get nothing.

use crate::FieldErrors;

/// How to send a link now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendForm {
    /// `email`, `sms` or `both`; not given: as the link says, else every way whose address is known.
    pub delivery: Option<String>,
    /// For a link that has no end: how many days it stays open from now, at most 3650.
    pub open_days: Option<u16>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

/// An address that is to get nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SuppressionForm {
    /// For messages of this merchant only.
    pub merchant_id: Option<String>,
    /// `email` or `sms`; required.
    pub channel: Option<String>,
    /// Mail address or E.164 number; required.
    pub address: Option<String>,
    /// `unsubscribed`, `hard_bounce`, `complaint`, `manual` (default).
    pub reason: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

impl std::fmt::Debug for SuppressionForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SuppressionForm").field("channel", &self.channel).finish_non_exhaustive()
    }
}
