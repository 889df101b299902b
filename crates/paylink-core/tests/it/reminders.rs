//! Reminders: rules, planned days, what becomes of each, and 400 days of them.

mod adding;
mod planning;
mod rules;
mod times;
mod year;

use crate::shop::{PLATFORM, Shop, one_time};
use paylink_core::{
    Code, Error,
    forms::{CustomerForm, LinkForm, ListQuery, MerchantForm, Patch, ReminderForm},
    views::{LinkView, ReminderView},
};

const MAIL: &str = "ada@example.com";
const PHONE: &str = "+14155550123";

/// So many days from the due date.
fn offset(days: i64) -> ReminderForm {
    ReminderForm { offset_days: Some(days), ..ReminderForm::default() }
}

/// On that day.
fn on(day: &str) -> ReminderForm {
    ReminderForm { remind_on: Some(day.to_owned()), ..ReminderForm::default() }
}

/// By these ways.
fn by(rule: ReminderForm, channels: &[&str]) -> ReminderForm {
    let channels = channels.iter().map(|name| (*name).to_owned()).collect();
    ReminderForm { channels: Some(channels), ..rule }
}

/// A customer with these addresses.
fn customer(email: Option<&str>, phone: Option<&str>) -> Patch<CustomerForm> {
    let (email, phone) = (email.map(str::to_owned), phone.map(str::to_owned));
    CustomerForm { name: Some("Ada".to_owned()), email, phone, ..CustomerForm::default() }.into()
}

/// A link over 12.50 to somebody with a mail address, due on 2026-02-10, with these rules.
fn reminded(rules: &[ReminderForm]) -> LinkForm {
    LinkForm {
        customer: customer(Some(MAIL), None),
        due_date: "2026-02-10".into(),
        reminders: Patch::Set(rules.to_vec()),
        ..one_time()
    }
}

async fn views(shop: &Shop, link: &LinkView) -> Vec<ReminderView> {
    let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
    let listed = shop.paylink.reminders(&PLATFORM, &link.link.id.to_string(), &list).await;
    listed.expect("the reminders").rows
}

/// The link's reminders as listed: day, ways, status and reason.
async fn slots(shop: &Shop, link: &LinkView) -> Vec<String> {
    let line = |view: ReminderView| {
        let ways: Vec<_> = view.reminder.channels.iter().map(|channel| channel.name()).collect();
        let reason = view.reason.map(|reason| format!(" {reason}")).unwrap_or_default();
        format!("{} {} {}{reason}", view.reminder.remind_on, ways.join("+"), view.status.name())
    };
    views(shop, link).await.into_iter().map(line).collect()
}

async fn change(shop: &Shop, link: &LinkView, form: &LinkForm) -> LinkView {
    shop.paylink.update_link(&PLATFORM, &link.link.id.to_string(), form).await.expect("a change")
}

/// Changes the shop's merchant.
async fn change_merchant(shop: &Shop, form: &MerchantForm) {
    shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), form).await.expect("a change");
}

async fn take_back(shop: &Shop, link: &LinkView, place: usize) -> Result<(), Code> {
    let id = views(shop, link).await[place].reminder.id.to_string();
    let done = shop.paylink.cancel_reminder(&PLATFORM, &link.link.id.to_string(), &id).await;
    done.map_err(|error| error.code)
}

/// Sets the clock and lets every job run.
async fn at(shop: &Shop, time: &str) {
    shop.clock.set(time.parse().expect("a time"));
    shop.tick().await;
}

/// The fields found wrong, with their codes.
fn wrong<T>(outcome: Result<T, Error>) -> Vec<(String, Code)> {
    match outcome {
        Ok(_) => Vec::new(),
        Err(error) => error.fields.into_iter().map(|field| (field.field, field.code)).collect(),
    }
}
