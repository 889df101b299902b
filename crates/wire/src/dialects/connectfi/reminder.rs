//! Reminders: asking again on days that the merchant names.

use super::{
    rules::{ids, required, required_id},
    times::Instant,
};
use crate::json::{Fields, Object};
use paylink_core::{
    Code, Error, FieldErrors, LinkId, ReminderId,
    forms::ReminderForm,
    records::{Channel, ReminderStatus},
    views::ReminderView,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days to remind on, by payment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewReminders {
    /// The rules of each payment.
    pub by_payment: BTreeMap<String, Vec<ReminderForm>>,
}

/// Items that one request may have.
const MOST: usize = 100;

/// Reads the body that plans reminders. `paidLink` is a kind of notice that nobody plans.
///
/// # Errors
/// Field errors.
pub fn create_reminders(body: Object) -> Result<NewReminders, Error> {
    let mut fields = Fields::of(body);
    let items = fields.objects("items", |item| {
        let payment = required_id(item, "cFiTransactionId");
        let day = item.text("remindDate");
        let day = required(item, "remindDate", day);
        if !day.is_empty() && day.parse::<paylink_core::Date>().is_err() {
            item.refuse("remindDate", Code::InvalidDate, "must match pattern \"^\\d{4}-\\d{2}-\\d{2}$\"");
        }
        let kind = item.text("notificationType");
        let kind = required(item, "notificationType", kind);
        if !kind.is_empty() && kind != "sentLink" && kind != "paidLink" {
            item.refuse("notificationType", Code::InvalidValue, "must be equal to one of the allowed values");
        }
        let channels = item.texts("notificationDeliveryTypes").into_set().unwrap_or_default();
        let known: Vec<String> =
            channels.iter().filter_map(|name| channel(name)).map(|one| one.name().to_owned()).collect();
        if known.len() < channels.len() {
            item.refuse("notificationDeliveryTypes", Code::InvalidValue, "must be equal to one of the allowed values");
        }
        let channels = Some(known).filter(|known| !known.is_empty());
        (payment, kind, ReminderForm { offset_days: None, remind_on: Some(day), channels })
    });
    let items = required(&mut fields, "items", items);
    if items.len() > MOST {
        fields.refuse("items", Code::TooMany, format!("must NOT have more than {MOST} items"));
    }
    fields.finish().finish()?;
    if items.iter().any(|(_, kind, _)| kind != "sentLink") {
        // a rule of its own, with a code of its own
        return Err(Error::field("notificationType", Code::NotSupported, "only sentLink can be planned"));
    }
    let mut by_payment: BTreeMap<String, Vec<ReminderForm>> = BTreeMap::new();
    for (payment, _, form) in items {
        by_payment.entry(payment).or_default().push(form);
    }
    Ok(NewReminders { by_payment })
}

fn channel(name: &str) -> Option<Channel> {
    match name {
        "Email" => Some(Channel::Email),
        "SMS" => Some(Channel::Sms),
        _ => None,
    }
}

/// Reminders to be taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderRemoval {
    /// Of which payment.
    pub payment: String,
    /// Which.
    pub ids: BTreeSet<String>,
}

/// Reads the body that takes reminders back.
///
/// # Errors
/// Field errors.
pub fn remove_reminders(body: Object) -> Result<ReminderRemoval, Error> {
    let mut fields = Fields::of(body);
    let payment = required_id(&mut fields, "cFiTransactionId");
    let given = fields.left().contains_key("cFiReminderIds");
    let ids = ids(&mut fields, "cFiReminderIds");
    if !given || ids.as_ref().is_some_and(BTreeSet::is_empty) {
        fields.refuse("cFiReminderIds", Code::Required, "must have required property 'cFiReminderIds'");
    }
    let errors: FieldErrors = fields.finish();
    errors.finish()?;
    Ok(ReminderRemoval { payment, ids: ids.unwrap_or_default() })
}

/// A reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// Identity.
    #[serde(rename = "cFiReminderId")]
    pub id: ReminderId,
    /// Of which payment.
    #[serde(rename = "cFiTransactionId")]
    pub payment: LinkId,
    /// When it goes out.
    pub remind_date: String,
    /// `sentLink`.
    pub notification_type: &'static str,
    /// `manual` for a day that was named, `auto` for one that follows from the due date.
    pub create_type: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// By which ways.
    pub notification_delivery_types: Vec<&'static str>,
    /// When it went out.
    pub dts_sent_at: Option<Instant>,
    /// When it was planned.
    pub dts_created_at: Instant,
}

impl From<&ReminderView> for Reminder {
    fn from(view: &ReminderView) -> Self {
        let record = &view.reminder;
        let day = || format!("{}T00:00:00.000Z", record.remind_on);
        let ways = record.channels.iter().map(|channel| match channel {
            Channel::Email => "Email",
            Channel::Sms => "SMS",
        });
        Self {
            id: record.id,
            payment: record.link_id,
            remind_date: view.send_at.map_or_else(day, |at| Instant(at).to_string()),
            notification_type: "sentLink",
            create_type: if record.offset_days.is_some() { "auto" } else { "manual" },
            status: match view.status {
                ReminderStatus::Scheduled => "Created",
                ReminderStatus::Sent => "Completed",
                ReminderStatus::Skipped => "Skipped",
                ReminderStatus::Cancelled => "Cancelled",
            },
            notification_delivery_types: ways.collect(),
            dts_sent_at: (view.status == ReminderStatus::Sent).then_some(Instant(record.updated_at)),
            dts_created_at: Instant(record.created_at),
        }
    }
}
