//! Notifications before, on and after the due date: three of a link's rules for reminders.

use crate::{
    dialects::fortis::read::{flag, whole},
    json::Fields,
};
use paylink_core::{
    forms::{Patch, ReminderForm},
    records::{Channel, ReminderRule},
};

const BEFORE: &str = "notification_days_before_due_date";
const ON: &str = "notification_on_due_date";
const AFTER: &str = "notification_days_after_due_date";
/// What a new quick invoice that says nothing gets.
const USUAL: (i64, bool, i64) = (3, true, 7);
const MOST: i64 = 99;

/// On which days from the due date a payer is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) before: Option<i32>,
    pub(super) on: bool,
    pub(super) after: Option<i32>,
}

impl Days {
    /// What the rules of a link say: of several before or after, the first.
    pub(super) fn of(rules: &[ReminderRule]) -> Self {
        let offsets = || rules.iter().filter_map(|rule| rule.offset_days);
        Self {
            before: offsets().find(|days| *days < 0).map(i32::saturating_neg),
            on: offsets().any(|days| days == 0),
            after: offsets().find(|days| *days > 0),
        }
    }
}

/// The rules of a new quick invoice; 0 days and `null` mean none.
pub(super) fn of_new(fields: &mut Fields) -> Patch<Vec<ReminderForm>> {
    let (before, on, after) = read(fields);
    let given = |said: Patch<i64>, usual: i64| match said {
        Patch::Keep => Some(usual),
        Patch::Clear => None,
        Patch::Set(days) => Some(days),
    };
    let on = if on.is_mentioned() { on.into_set() == Some(true) } else { USUAL.1 };
    let sides = [given(before, USUAL.0).filter(|days| *days > 0), given(after, USUAL.2).filter(|days| *days > 0)];
    let [before, after] = sides;
    let days = [before.map(|days| -days), on.then_some(0), after];
    Patch::Set(days.into_iter().flatten().map(rule).collect())
}

/// The rules after a change: what is mentioned takes the place of all rules on its side of the due date; others stay.
pub(super) fn changed(fields: &mut Fields, old: &[ReminderRule]) -> Patch<Vec<ReminderForm>> {
    let (before, on, after) = read(fields);
    if !before.is_mentioned() && !on.is_mentioned() && !after.is_mentioned() {
        return Patch::Keep;
    }
    let stays = |rule: &&ReminderRule| match rule.offset_days {
        Some(days) if days < 0 => !before.is_mentioned(),
        Some(0) => !on.is_mentioned(),
        Some(_) => !after.is_mentioned(),
        None => true,
    };
    let mut rules: Vec<ReminderForm> = old.iter().filter(stays).map(as_form).collect();
    let before = before.into_set().filter(|days| *days > 0).map(|days| -days);
    let after = after.into_set().filter(|days| *days > 0);
    let on = on.into_set().filter(|on| *on).map(|_| 0);
    rules.extend([before, on, after].into_iter().flatten().map(rule));
    Patch::Set(rules)
}

fn read(fields: &mut Fields) -> (Patch<i64>, Patch<bool>, Patch<i64>) {
    (whole(fields, BEFORE, (0, MOST)), flag(fields, ON), whole(fields, AFTER, (0, MOST)))
}

/// Notifications go by mail.
fn rule(days: i64) -> ReminderForm {
    ReminderForm {
        offset_days: Some(days),
        channels: Some(vec![Channel::Email.name().to_owned()]),
        ..ReminderForm::default()
    }
}

fn as_form(rule: &ReminderRule) -> ReminderForm {
    let channels: Vec<String> = rule.channels.iter().map(|channel| channel.name().to_owned()).collect();
    ReminderForm {
        offset_days: rule.offset_days.map(i64::from),
        remind_on: rule.remind_on.map(|day| day.to_string()),
        channels: Some(channels).filter(|channels| !channels.is_empty()),
    }
}
