//! When a payer is reminded: the rules as a merchant wrote them.
//!
//! Rules are checked when they are given. What becomes of the link later (its due date goes, an address goes) refuses
//! nothing; it only changes the days that follow from the rules.

use crate::{
    Code, Date, FieldErrors,
    forms::{LinkForm, Patch, ReminderForm},
    records::{Channel, Delivery, LinkRecord, MerchantRecord, ReminderRule},
    usecases::{address_field, fields::put_flag},
};
use std::collections::BTreeSet;

/// Rules of one link or merchant.
const MAX_RULES: usize = 10;
/// Days from the due date, on either side.
const FARTHEST: i64 = 365;

/// Writes the rules into `draft`. A new link that says nothing gets its merchant's; `null` asks for them again.
pub(super) fn apply_reminders(
    form: &LinkForm,
    exists: bool,
    merchant: &MerchantRecord,
    draft: &mut LinkRecord,
    errors: &mut FieldErrors,
) {
    put_flag(&form.reminders_paused, false, &mut draft.details.reminders_paused);
    match &form.reminders {
        Patch::Keep if exists => {}
        Patch::Keep | Patch::Clear => draft.details.reminders = defaults(draft, merchant),
        Patch::Set(forms) => {
            let rules = read_rules(forms, errors);
            for (place, rule) in &rules {
                check_day(*place, rule, draft, errors);
                if !form.reminders_may_wait {
                    check_ways(rule, draft, errors);
                }
            }
            draft.details.reminders = rules.into_iter().map(|(_, rule)| rule).collect();
        }
    }
}

/// Reads the rules of a merchant, for links that say nothing else: only days from the due date, by the link's own ways.
pub(crate) fn read_default_rules(
    field: &Patch<Vec<ReminderForm>>,
    rules: &mut Vec<ReminderRule>,
    errors: &mut FieldErrors,
) {
    match field {
        Patch::Keep => {}
        Patch::Clear => rules.clear(),
        Patch::Set(forms) => {
            for (place, form) in forms.iter().enumerate() {
                if form.remind_on.is_some() {
                    let detail = "a merchant's rules count from the due date";
                    errors.add(format!("reminders.{place}.remind_on"), Code::NotSupported, detail);
                }
                if form.channels.is_some() {
                    let detail = "a merchant's rules go the ways of each link";
                    errors.add(format!("reminders.{place}.channels"), Code::NotSupported, detail);
                }
            }
            *rules = read_rules(forms, errors).into_iter().map(|(_, rule)| rule).collect();
        }
    }
}

/// The ways a rule's reminder goes: those it names, else the link's, else all; those whose address is known.
pub(super) fn ways(rule: &ReminderRule, link: &LinkRecord) -> Vec<Channel> {
    asked(rule, link).iter().copied().filter(|channel| is_known(*channel, link)).collect()
}

fn asked<'a>(rule: &'a ReminderRule, link: &LinkRecord) -> &'a [Channel] {
    match (rule.channels.as_slice(), link.details.delivery) {
        ([], Delivery::None) => Channel::ALL,
        ([], delivery) => delivery.channels(),
        (named, _) => named,
    }
}

fn is_known(channel: Channel, link: &LinkRecord) -> bool {
    link.details.customer.as_ref().is_some_and(|customer| customer.address(channel).is_some())
}

/// The merchant's rules, for a link that has a day to count from and is delivered to somebody.
fn defaults(link: &LinkRecord, merchant: &MerchantRecord) -> Vec<ReminderRule> {
    let reached = link.details.delivery.channels().iter().any(|channel| is_known(*channel, link));
    if link.due_date.is_some() && reached { merchant.messages.reminders.clone() } else { Vec::new() }
}

/// Adds rules for days of their own to those of a link; returns the days, with
/// their places in the list.
pub(crate) fn add_days(forms: &[ReminderForm], link: &mut LinkRecord, errors: &mut FieldErrors) -> Vec<(usize, Date)> {
    let rules = read_rules(forms, errors);
    for (place, rule) in &rules {
        if rule.remind_on.is_none() {
            errors.add(format!("reminders.{place}.remind_on"), Code::Required, "a date: YYYY-MM-DD");
        }
        check_day(*place, rule, link, errors);
        check_ways(rule, link, errors);
    }
    let days = rules.iter().filter_map(|(place, rule)| Some((*place, rule.remind_on?))).collect();
    link.details.reminders.extend(rules.into_iter().map(|(_, rule)| rule));
    if link.details.reminders.len() > MAX_RULES {
        errors.add("reminders", Code::TooMany, format!("at most {MAX_RULES} rules"));
    }
    days
}

/// Every rule that can be read, with its place in the list.
fn read_rules(forms: &[ReminderForm], errors: &mut FieldErrors) -> Vec<(usize, ReminderRule)> {
    if forms.len() > MAX_RULES {
        errors.add("reminders", Code::TooMany, format!("at most {MAX_RULES} rules"));
        return Vec::new();
    }
    forms.iter().enumerate().filter_map(|(place, form)| Some((place, read_rule(place, form, errors)?))).collect()
}

fn read_rule(place: usize, form: &ReminderForm, errors: &mut FieldErrors) -> Option<ReminderRule> {
    let field = |name: &str| format!("reminders.{place}.{name}");
    let channels = read_channels(&field("channels"), form, errors);
    // what the adapter could not read is no number and no date, but it was given
    let unread = errors.names(&format!("reminders.{place}"))
        || errors.names(&field("offset_days"))
        || errors.names(&field("remind_on"));
    match (form.offset_days, form.remind_on.as_deref()) {
        (Some(_), Some(_)) => {
            errors.add(field("offset_days"), Code::NotSupported, "either offset_days or remind_on");
            None
        }
        (None, None) => {
            if !unread {
                errors.add(field("offset_days"), Code::Required, "offset_days or remind_on is required");
            }
            None
        }
        (Some(days), None) => {
            let offset = i32::try_from(days).ok().filter(|_| (-FARTHEST..=FARTHEST).contains(&days));
            if offset.is_none() {
                errors.add(field("offset_days"), Code::InvalidValue, "a whole number from -365 to 365");
            }
            Some(ReminderRule { offset_days: Some(offset?), remind_on: None, channels })
        }
        (None, Some(text)) => {
            let day = text.parse::<Date>().ok();
            if day.is_none() {
                errors.add(field("remind_on"), Code::InvalidDate, "a date: YYYY-MM-DD");
            }
            Some(ReminderRule { offset_days: None, remind_on: Some(day?), channels })
        }
    }
}

fn read_channels(field: &str, form: &ReminderForm, errors: &mut FieldErrors) -> Vec<Channel> {
    let Some(names) = &form.channels else { return Vec::new() };
    let channels: BTreeSet<_> = names.iter().filter_map(|name| Channel::named(name)).collect();
    if names.is_empty() || names.iter().any(|name| Channel::named(name).is_none()) {
        errors.add(field, Code::InvalidValue, "email, sms or both");
    }
    channels.into_iter().collect()
}

/// Whether the link has the day from which a rule counts.
fn check_day(place: usize, rule: &ReminderRule, link: &LinkRecord, errors: &mut FieldErrors) {
    if rule.offset_days.is_some() && link.due_date.is_none() && !errors.names("due_date") {
        let detail = "counts from the due_date, and the link has none";
        errors.add(format!("reminders.{place}.offset_days"), Code::NotSupported, detail);
    }
}

/// Whether the link has the addresses to which a rule goes.
fn check_ways(rule: &ReminderRule, link: &LinkRecord, errors: &mut FieldErrors) {
    let open = rule.channels.is_empty() && link.details.delivery == Delivery::None;
    if open && ways(rule, link).is_empty() && !names_address(errors) {
        errors.add("customer.email", Code::Required, "a reminder needs a mail address or a phone number");
    }
    for channel in asked(rule, link).iter().filter(|channel| !open && !is_known(**channel, link)) {
        errors.add(address_field(*channel), Code::Required, "this reminder needs the address");
    }
}

fn names_address(errors: &FieldErrors) -> bool {
    Channel::ALL.iter().any(|channel| errors.names(address_field(*channel)))
}
