//! From rules to planned days: visible before they happen, each day once, moved with what they follow from.

use super::{MAIL, PHONE, at, by, change, customer, offset, on, reminded, slots, take_back, views, wrong};
use crate::shop::{PLATFORM, Shop, hours, one_time};
use paylink_core::{
    Caller, Code, Role,
    forms::{LinkForm, ListQuery, Patch},
    records::Queue,
};

#[tokio::test]
async fn planned_days_are_listed_before_they_happen() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(2), offset(-3), on("2026-01-20")])).await;
    let wanted =
        ["2026-01-20 email scheduled", "2026-02-07 email scheduled", "2026-02-12 email scheduled"].map(str::to_owned);
    assert_eq!(slots(&shop, &link).await, wanted);
    let first = &views(&shop, &link).await[0];
    assert_eq!(first.send_at.map(|at| at.to_string()).as_deref(), Some("2026-01-20T09:00:00Z"));
    assert_eq!(shop.link(&one_time()).await.link.details.reminders, [], "none without rules");
}

#[tokio::test]
async fn two_rules_for_one_day_are_one_reminder_by_all_their_ways() {
    let shop = Shop::open().await;
    let rules = [by(offset(-3), &["sms"]), by(on("2026-02-07"), &["email"]), by(on("2026-02-08"), &["sms"])];
    let link = shop.link(&LinkForm { customer: customer(Some(MAIL), Some(PHONE)), ..reminded(&rules) }).await;
    assert_eq!(slots(&shop, &link).await, ["2026-02-07 email+sms scheduled", "2026-02-08 sms scheduled"]);
}

#[tokio::test]
async fn a_past_day_is_accepted_and_not_planned() {
    let shop = Shop::open().await;
    let rules = [on("2025-12-24"), on("2026-01-15"), on("2026-01-16"), offset(-365)];
    let link = shop.link(&reminded(&rules)).await;
    assert_eq!(slots(&shop, &link).await, ["2026-01-16 email scheduled"], "it is noon on the fifteenth");
    assert_eq!(link.link.details.reminders.len(), 4);
}

#[tokio::test]
async fn a_reminder_goes_the_ways_of_the_link_or_else_all_that_are_known() {
    let shop = Shop::open().await;
    let both = customer(Some(MAIL), Some(PHONE));
    for (customer, delivery, ways) in [
        (both.clone(), "none", "email+sms"),
        (both.clone(), "sms", "sms"),
        (both, "both", "email+sms"),
        (customer(None, Some(PHONE)), "none", "sms"),
    ] {
        let form = LinkForm { customer, delivery: delivery.into(), ..reminded(&[offset(0)]) };
        let link = shop.link(&form).await;
        assert_eq!(slots(&shop, &link).await, [format!("2026-02-10 {ways} scheduled")], "{delivery}");
    }
}

#[tokio::test]
async fn planned_days_move_with_the_due_date_and_come_back_with_it() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(-1), on("2026-02-20")])).await;
    let ids: Vec<_> = views(&shop, &link).await.iter().map(|view| view.reminder.id).collect();
    let due = |day: &str| LinkForm { due_date: day.into(), ..LinkForm::default() };
    change(&shop, &link, &due("2026-03-02")).await;
    let moved = ["2026-02-09 email cancelled moved", "2026-02-20 email scheduled", "2026-03-01 email scheduled"];
    assert_eq!(slots(&shop, &link).await, moved);
    change(&shop, &link, &due("2026-02-10")).await;
    let back = ["2026-02-09 email scheduled", "2026-02-20 email scheduled", "2026-03-01 email cancelled moved"];
    assert_eq!(slots(&shop, &link).await, back);
    let now: Vec<_> = views(&shop, &link).await.iter().map(|view| view.reminder.id).collect();
    assert_eq!(now[..2], ids[..], "the same reminders");
    change(&shop, &link, &LinkForm { due_date: Patch::Clear, ..LinkForm::default() }).await;
    assert_eq!(slots(&shop, &link).await[0], "2026-02-09 email cancelled moved", "nothing to count from");
    at(&shop, "2026-02-20T09:00:00Z").await;
    assert_eq!(shop.post.mails().len(), 1, "only what is still planned goes out");
}

#[tokio::test]
async fn a_day_that_was_sent_or_skipped_is_never_planned_again() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[on("2026-01-16"), on("2026-01-18")])).await;
    at(&shop, "2026-01-16T09:00:00Z").await;
    at(&shop, "2026-01-19T09:00:00Z").await;
    let done = ["2026-01-16 email sent", "2026-01-18 email skipped late"];
    assert_eq!(slots(&shop, &link).await, done);
    shop.clock.set("2026-01-15T12:00:00Z".parse().expect("a time"));
    change(&shop, &link, &LinkForm { reminders: Patch::Set(vec![]), ..LinkForm::default() }).await;
    let again = Patch::Set(vec![on("2026-01-16"), by(on("2026-01-18"), &["email"])]);
    change(&shop, &link, &LinkForm { reminders: again, ..LinkForm::default() }).await;
    assert_eq!(slots(&shop, &link).await, done, "even if the clock went back");
}

#[tokio::test]
async fn a_day_taken_back_by_hand_stays_so_until_the_rules_are_new() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(-1), offset(1)])).await;
    take_back(&shop, &link, 0).await.expect("taken back");
    take_back(&shop, &link, 0).await.expect("taken back before");
    let taken = "2026-02-09 email cancelled by_hand";
    assert_eq!(slots(&shop, &link).await, [taken, "2026-02-11 email scheduled"]);
    let both = LinkForm { customer: customer(Some(MAIL), Some(PHONE)), ..LinkForm::default() };
    change(&shop, &link, &both).await;
    assert_eq!(slots(&shop, &link).await, [taken, "2026-02-11 email+sms scheduled"]);
    at(&shop, "2026-02-09T09:00:00Z").await;
    assert!(shop.post.mails().is_empty(), "taken back is taken back");
    shop.clock.set("2026-02-01T09:00:00Z".parse().expect("a time"));
    let rules = LinkForm { reminders: Patch::Set(vec![offset(-1)]), ..LinkForm::default() };
    change(&shop, &link, &rules).await;
    let renewed = ["2026-02-09 email+sms scheduled", "2026-02-11 email+sms cancelled moved"];
    assert_eq!(slots(&shop, &link).await, renewed);
}

#[tokio::test]
async fn planned_days_go_and_come_with_the_address_they_need() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { customer: customer(Some(MAIL), Some(PHONE)), ..reminded(&[offset(0)]) }).await;
    let with = |customer| LinkForm { customer, ..LinkForm::default() };
    change(&shop, &link, &with(customer(None, Some(PHONE)))).await;
    assert_eq!(slots(&shop, &link).await, ["2026-02-10 sms scheduled"]);
    change(&shop, &link, &with(Patch::Clear)).await;
    assert_eq!(slots(&shop, &link).await, ["2026-02-10 sms cancelled moved"]);
    change(&shop, &link, &with(customer(Some(MAIL), None))).await;
    assert_eq!(slots(&shop, &link).await, ["2026-02-10 email scheduled"]);
}

#[tokio::test]
async fn a_reminder_can_be_taken_back_until_it_has_happened() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[on("2026-01-16"), on("2026-01-18"), on("2026-01-30")])).await;
    at(&shop, "2026-01-16T09:00:00Z").await;
    at(&shop, "2026-01-19T09:00:00Z").await;
    assert_eq!(take_back(&shop, &link, 0).await, Err(Code::ReminderClosed));
    assert_eq!(take_back(&shop, &link, 1).await, Err(Code::ReminderClosed));
    let (other, id) = (shop.one_time().await, views(&shop, &link).await[2].reminder.id.to_string());
    let reader = Caller::platform(Role::ReadOnly, None);
    let own = link.link.id.to_string();
    for (caller, link, reminder, code) in [
        (&PLATFORM, other.link.id.to_string(), id.as_str(), Code::NotFound),
        (&PLATFORM, own.clone(), "rem_7zzzzzzzzzzzzzzzzzzzzzzzzz", Code::NotFound),
        (&PLATFORM, own.clone(), "garbage", Code::NotFound),
        (&reader, own.clone(), id.as_str(), Code::Forbidden),
    ] {
        let refused = shop.paylink.cancel_reminder(caller, &link, reminder).await.expect_err("refused");
        assert_eq!(refused.code, code, "{reminder}");
    }
    let waiting = |backlog: Vec<paylink_core::Backlog>| {
        backlog.iter().find(|one| one.queue == Queue::Remind).map(|one| one.waiting)
    };
    assert_eq!(waiting(shop.paylink.backlog().await.expect("backlog")), Some(1));
    take_back(&shop, &link, 2).await.expect("taken back");
    assert_eq!(waiting(shop.paylink.backlog().await.expect("backlog")), Some(0), "its work has lost its reason");
}

#[tokio::test]
async fn a_link_has_at_most_64_reminders_and_reuses_days_that_came_to_nothing() {
    let shop = Shop::open().await;
    let days = |from: u32| {
        let rules = (0..10).map(|place| on(&format!("2026-{:02}-{:02}", 2 + from / 2, 1 + 10 * (from % 2) + place)));
        LinkForm { reminders: Patch::Set(rules.collect()), ..LinkForm::default() }
    };
    let link = shop.link(&LinkForm { reminders: days(0).reminders, ..reminded(&[]) }).await;
    for from in 1..12 {
        change(&shop, &link, &days(from)).await;
        let listed = slots(&shop, &link).await;
        assert_eq!(listed.iter().filter(|line| line.ends_with("scheduled")).count(), 10, "{from}");
        assert!(listed.len() <= 64, "{from}");
    }
    // 60 days happen, and 4 places are left
    let link = shop.link(&LinkForm { reminders: days(0).reminders, ..reminded(&[]) }).await;
    for from in 1..7 {
        let last = views(&shop, &link).await.last().and_then(|view| view.send_at).expect("a time");
        shop.clock.set(last.plus(hours(1)));
        shop.tick().await;
        if from < 6 {
            change(&shop, &link, &days(from)).await;
        }
    }
    let id = link.link.id.to_string();
    assert_eq!(
        wrong(shop.paylink.update_link(&PLATFORM, &id, &days(6)).await),
        [("reminders".to_owned(), Code::TooMany)]
    );
}

#[tokio::test]
async fn a_list_of_reminders_has_pages() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(1), offset(2), offset(3), offset(4), offset(5)])).await;
    let id = link.link.id.to_string();
    let mut query = ListQuery { limit: Some("2".to_owned()), ..ListQuery::default() };
    let mut days = Vec::new();
    loop {
        let page = shop.paylink.reminders(&PLATFORM, &id, &query).await.expect("a page");
        days.extend(page.rows.iter().map(|view| view.reminder.remind_on.to_string()));
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    assert_eq!(days, ["2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14", "2026-02-15"]);
}
