//! Rows of reminders: planned days on which a payer is asked again.

use super::{Channel, named};
use crate::{Date, LinkId, MerchantId, ReminderId, Timestamp};
use serde::{Deserialize, Serialize};

/// When to remind: so many days from the due date, or on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderRule {
    /// Days from the due date, before it when negative. Exactly one of this and `remind_on` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_days: Option<i32>,
    /// A day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_on: Option<Date>,
    /// By these ways; none given: those of the link's delivery.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
}

named! {
    /// What became of a reminder.
    ReminderStatus {
        /// Planned.
        Scheduled = "scheduled",
        /// Its messages were made.
        Sent = "sent",
        /// Its time passed without it; `reason` says why.
        Skipped = "skipped",
        /// Taken back, or the link needs none any more.
        Cancelled = "cancelled",
    }
}

/// One planned reminder. Unique per link and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRecord {
    /// Identity.
    pub id: ReminderId,
    /// The link.
    pub link_id: LinkId,
    /// Its merchant.
    pub merchant_id: MerchantId,
    /// The day in the merchant's time zone.
    pub remind_on: Date,
    /// Days from the due date, if it was planned that way: moves with the due date.
    pub offset_days: Option<i32>,
    /// By these ways.
    pub channels: Vec<Channel>,
    /// State.
    pub status: ReminderStatus,
    /// Why it was skipped or cancelled: `late`, `paid`, `payment_in_progress`, `not_payable`, `paused`, `by_hand`, `moved`.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
