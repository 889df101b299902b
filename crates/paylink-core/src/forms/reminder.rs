//! When to remind, as a caller wrote it.

/// One rule: exactly one of `offset_days` and `remind_on`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderForm {
    /// Days from the due date, before it when negative.
    pub offset_days: Option<i64>,
    /// A date.
    pub remind_on: Option<String>,
    /// Any of `email`, `sms`.
    pub channels: Option<Vec<String>>,
}
