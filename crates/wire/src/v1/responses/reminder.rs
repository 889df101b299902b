//! Reminders as the API shows them.

use crate::v1::shapes::{ChannelShape, ReminderStatusShape, reminder_word};
use paylink_core::{
    Date, ReminderId, Timestamp,
    records::{Channel, ReminderRule as Rule, ReminderStatus},
    views::ReminderView,
};
use serde::Serialize;
use utoipa::ToSchema;

/// When to remind the payer of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReminderRule {
    /// Days from the link's `due_date`, before it when negative.
    #[schema(required, examples(-3))]
    pub offset_days: Option<i32>,
    /// A day.
    #[schema(required, value_type = Option<String>, format = Date)]
    pub remind_on: Option<Date>,
    /// By which ways; null: those of the link's `delivery`, or if that is `none` all whose address is known.
    #[schema(required, value_type = Option<Vec<ChannelShape>>)]
    pub channels: Option<Vec<Channel>>,
}

impl From<&Rule> for ReminderRule {
    fn from(rule: &Rule) -> Self {
        let channels = Some(rule.channels.clone()).filter(|channels| !channels.is_empty());
        Self { offset_days: rule.offset_days, remind_on: rule.remind_on, channels }
    }
}

/// When to remind the payers of links that say nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DefaultReminderRule {
    /// Days from a link's `due_date`, before it when negative.
    #[schema(examples(-3))]
    pub offset_days: i32,
}

impl DefaultReminderRule {
    /// The rule, if it counts from the due date; a merchant has no others.
    pub(super) fn of(rule: &Rule) -> Option<Self> {
        rule.offset_days.map(|offset_days| Self { offset_days })
    }
}

/// A planned reminder of a link, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reminder {
    /// Identity.
    #[schema(value_type = String, examples("rem_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: ReminderId,
    /// `reminder`.
    #[schema(schema_with = reminder_word)]
    pub object: &'static str,
    /// The day, in the merchant's time zone.
    #[schema(value_type = String, format = Date)]
    pub remind_on: Date,
    /// By these ways.
    #[schema(value_type = Vec<ChannelShape>)]
    pub channels: Vec<Channel>,
    /// Where it stands. `sent`: its messages were made; what became of each is told by `/v1/messages`.
    #[schema(value_type = ReminderStatusShape)]
    pub status: ReminderStatus,
    /// Why it was skipped (`late`, `paused`, `payment_in_progress`, `not_payable`, `no_recipient`, `disabled`) or
    /// cancelled (`paid`, `not_payable`, `moved`, `by_hand`).
    #[schema(required, examples("paid"))]
    pub reason: Option<String>,
    /// When it goes out by plan: 09:00 on its day in the merchant's time zone.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub send_at: Option<Timestamp>,
}

impl From<&ReminderView> for Reminder {
    fn from(view: &ReminderView) -> Self {
        Self {
            id: view.reminder.id,
            object: "reminder",
            remind_on: view.reminder.remind_on,
            channels: view.reminder.channels.clone(),
            status: view.status,
            reason: view.reason.clone(),
            send_at: view.send_at,
        }
    }
}
