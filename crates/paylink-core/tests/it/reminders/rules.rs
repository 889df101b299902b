//! What may be said about reminders, on links and on merchants.

use super::{MAIL, PHONE, by, change, change_merchant, customer, offset, on, reminded, wrong};
use crate::shop::{PLATFORM, Shop, one_time};
use paylink_core::{
    Code, FieldErrors,
    forms::{LinkForm, MerchantForm, Patch, ReminderForm},
};

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_named_by_its_place() {
    let shop = Shop::open().await;
    let both = ReminderForm { remind_on: Some("2026-02-01".to_owned()), ..offset(-1) };
    let nothing = ReminderForm::default();
    let rows = [
        (vec![both], "reminders.0.offset_days", Code::NotSupported),
        (vec![offset(-1), nothing], "reminders.1.offset_days", Code::Required),
        (vec![offset(366)], "reminders.0.offset_days", Code::InvalidValue),
        (vec![offset(-366)], "reminders.0.offset_days", Code::InvalidValue),
        (vec![offset(i64::MIN)], "reminders.0.offset_days", Code::InvalidValue),
        (vec![on("2026-02-30")], "reminders.0.remind_on", Code::InvalidDate),
        (vec![on("2026-02-01T09:00:00Z")], "reminders.0.remind_on", Code::InvalidDate),
        (vec![by(offset(1), &["email", "fax"])], "reminders.0.channels", Code::InvalidValue),
        (vec![by(offset(1), &[])], "reminders.0.channels", Code::InvalidValue),
        (vec![offset(0); 11], "reminders", Code::TooMany),
        (vec![by(offset(1), &["sms"])], "customer.phone", Code::Required),
    ];
    for (rules, field, code) in rows {
        let found = wrong(shop.try_link(&reminded(&rules)).await);
        assert_eq!(found, [(field.to_owned(), code)], "{rules:?}");
    }
    for rules in [vec![offset(365)], vec![offset(-365)], vec![on("2026-02-01")], vec![offset(0); 10], vec![]] {
        assert_eq!(wrong(shop.try_link(&reminded(&rules)).await), [], "{rules:?}");
    }
}

#[tokio::test]
async fn a_rule_that_counts_needs_a_due_date_to_count_from() {
    let shop = Shop::open().await;
    let form = LinkForm { due_date: Patch::Keep, ..reminded(&[on("2026-02-01"), offset(-3)]) };
    let wanted = [("reminders.1.offset_days".to_owned(), Code::NotSupported)];
    assert_eq!(wrong(shop.try_link(&form).await), wanted);
    let garbled = LinkForm { due_date: "soon".into(), ..form };
    assert_eq!(wrong(shop.try_link(&garbled).await), [("due_date".to_owned(), Code::InvalidDate)]);
}

#[tokio::test]
async fn a_reminder_needs_somebody_to_remind() {
    let shop = Shop::open().await;
    let nobody = LinkForm { customer: Patch::Keep, ..reminded(&[offset(-3)]) };
    assert_eq!(wrong(shop.try_link(&nobody).await), [("customer.email".to_owned(), Code::Required)]);
    let by_mail = LinkForm { customer: customer(None, Some(PHONE)), ..reminded(&[by(offset(-3), &["email"])]) };
    assert_eq!(wrong(shop.try_link(&by_mail).await), [("customer.email".to_owned(), Code::Required)]);
    let known =
        LinkForm { customer: customer(Some(MAIL), Some(PHONE)), ..reminded(&[by(offset(-3), &["sms", "sms"])]) };
    let link = shop.link(&known).await;
    assert_eq!(link.link.details.reminders[0].channels.len(), 1, "each way once");
}

#[tokio::test]
async fn what_the_adapter_could_not_read_is_not_called_missing() {
    let shop = Shop::open().await;
    let mut unread = FieldErrors::default();
    unread.add("reminders.0", Code::InvalidType, "must be an object");
    unread.add("reminders.1.remind_on", Code::InvalidType, "must be a string");
    let form = LinkForm { unread, ..reminded(&[ReminderForm::default(), ReminderForm::default()]) };
    let names: Vec<_> = wrong(shop.try_link(&form).await).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["reminders.0", "reminders.1.remind_on"]);
}

#[tokio::test]
async fn a_merchants_rules_only_count_from_the_due_date() {
    let shop = Shop::open().await;
    let id = shop.merchant.id.to_string();
    for (rule, field) in [(on("2026-02-01"), "remind_on"), (by(offset(1), &["email"]), "channels")] {
        let form = MerchantForm { reminders: Patch::Set(vec![rule]), ..MerchantForm::default() };
        let found = wrong(shop.paylink.update_merchant(&PLATFORM, &id, &form).await);
        assert_eq!(found, [(format!("reminders.0.{field}"), Code::NotSupported)]);
    }
    let form = MerchantForm { reminders: Patch::Set(vec![offset(366)]), ..MerchantForm::default() };
    let found = wrong(shop.paylink.update_merchant(&PLATFORM, &id, &form).await);
    assert_eq!(found, [("reminders.0.offset_days".to_owned(), Code::InvalidValue)]);
}

#[tokio::test]
async fn a_delivered_link_with_a_due_date_that_says_nothing_takes_its_merchants_rules() {
    let shop = Shop::open().await;
    change_merchant(&shop, &MerchantForm { reminders: Patch::Set(vec![offset(-3), offset(1)]), ..Default::default() })
        .await;
    let silent = LinkForm { delivery: "email".into(), reminders: Patch::Keep, ..reminded(&[]) };
    let rows = [
        (silent.clone(), 2),
        (LinkForm { reminders: Patch::Clear, ..silent.clone() }, 2),
        (LinkForm { reminders: Patch::Set(vec![]), ..silent.clone() }, 0),
        (LinkForm { reminders: Patch::Set(vec![offset(0)]), ..silent.clone() }, 1),
        (LinkForm { due_date: Patch::Keep, ..silent.clone() }, 0),
        (LinkForm { delivery: Patch::Keep, ..silent.clone() }, 0),
        (one_time(), 0),
    ];
    for (form, count) in rows {
        assert_eq!(shop.link(&form).await.link.details.reminders.len(), count, "{form:?}");
    }
    let link = shop.link(&LinkForm { reminders: Patch::Set(vec![]), ..silent }).await;
    let back = change(&shop, &link, &LinkForm { reminders: Patch::Clear, ..LinkForm::default() }).await;
    assert_eq!(back.link.details.reminders.len(), 2, "null asks for the merchant's rules");
    change_merchant(&shop, &MerchantForm { reminders: Patch::Clear, ..Default::default() }).await;
    assert_eq!(shop.shown(&link).await.link.details.reminders.len(), 2, "taken over when the link was made");
}
