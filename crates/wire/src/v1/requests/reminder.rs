//! When to remind.

use crate::json::Fields;
use paylink_core::forms::{Patch, ReminderForm};

/// Reads the field `reminders` of a link or merchant.
pub(super) fn reminders(fields: &mut Fields) -> Patch<Vec<ReminderForm>> {
    fields.objects("reminders", |rule| ReminderForm {
        offset_days: rule.whole("offset_days").into_set(),
        remind_on: rule.text("remind_on").into_set(),
        channels: rule.texts("channels").into_set(),
    })
}
