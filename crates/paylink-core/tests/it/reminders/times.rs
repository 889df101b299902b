//! What becomes of a planned reminder when its time comes.

use super::{at, change, change_merchant, offset, on, reminded, slots, views};
use crate::shop::{PLATFORM, Shop, ach, card, fresh, hours, seconds};
use futures_util::FutureExt as _;
use paylink_core::{
    Date, EventKind, Timezone,
    forms::{LinkForm, MerchantForm, Patch},
    ports::{ReminderReader as _, Store as _, StoreError},
    records::{MessageKind, MessageStatus, ReminderStatus},
    testing::{Fault, SeededIds},
};
use std::sync::{Arc, Mutex};

const DAY: &str = "2026-01-20";
const NINE: &str = "2026-01-20T09:00:00Z";

fn zone(name: &str) -> MerchantForm {
    MerchantForm { timezone: name.into(), ..MerchantForm::default() }
}

#[tokio::test]
async fn a_reminder_goes_out_once_at_nine_in_its_merchants_zone() {
    for (name, nine) in [
        ("America/New_York", "2026-01-20T14:00:00Z"),
        ("Europe/Berlin", "2026-01-20T08:00:00Z"),
        ("Australia/Lord_Howe", "2026-01-19T22:00:00Z"),
        ("Pacific/Kiritimati", "2026-01-19T19:00:00Z"),
        ("Etc/GMT+12", "2026-01-20T21:00:00Z"),
    ] {
        let shop = Shop::open().await;
        change_merchant(&shop, &zone(name)).await;
        let link = shop.link(&reminded(&[on(DAY)])).await;
        let nine = nine.parse().expect("a time");
        assert_eq!(views(&shop, &link).await[0].send_at, Some(nine), "{name}");
        shop.clock.set(nine.minus(seconds(1)));
        shop.tick().await;
        assert_eq!((slots(&shop, &link).await[0].as_str(), shop.post.mails().len()), ("2026-01-20 email scheduled", 0));
        shop.clock.set(nine);
        shop.tick().await;
        assert_eq!((slots(&shop, &link).await[0].as_str(), shop.post.mails().len()), ("2026-01-20 email sent", 1));
        for _ in 0..30 {
            shop.pass(hours(1)).await;
        }
        assert_eq!(shop.post.mails().len(), 1, "{name}");
        let message = &shop.messages_of(&link).await[0];
        let reminder = views(&shop, &link).await[0].reminder.id;
        assert_eq!((message.kind, message.reminder_id), (MessageKind::Reminder, Some(reminder)));
        assert_eq!(shop.count_of(&link, EventKind::ReminderSent).await, 1);
    }
}

#[test]
fn an_hour_that_clocks_skip_is_shown_later_and_one_they_repeat_first() {
    let shown = |name: &str, day: &str, hour| {
        let day: Date = day.parse().expect("a day");
        Timezone::named(name).and_then(|zone| zone.at(day, hour)).map(|at| at.to_string()).unwrap_or_default()
    };
    assert_eq!(shown("Europe/Berlin", "2026-03-29", 9), "2026-03-29T07:00:00Z");
    assert_eq!(shown("Europe/Berlin", "2026-03-28", 9), "2026-03-28T08:00:00Z");
    assert_eq!(shown("Europe/Berlin", "2026-03-29", 2), "2026-03-29T01:00:00Z", "skipped: clocks show three");
    assert_eq!(shown("Europe/Berlin", "2026-10-25", 2), "2026-10-25T00:00:00Z", "repeated: the first");
    assert_eq!(shown("Australia/Lord_Howe", "2026-04-04", 9), "2026-04-03T22:00:00Z");
    assert_eq!(shown("Australia/Lord_Howe", "2026-04-05", 9), "2026-04-04T22:30:00Z", "half an hour");
    assert_eq!(shown("Pacific/Apia", "2011-12-30", 9), "2011-12-30T19:00:00Z", "a day that never was");
    assert_eq!(shown("UTC", "2026-01-20", 24), "");
}

#[tokio::test]
async fn a_reminder_that_is_over_twelve_hours_late_is_left_out() {
    for (late, wanted, mails) in [(hours(12), "sent", 1), (hours(12) + seconds(1), "skipped late", 0)] {
        let shop = Shop::open().await;
        let link = shop.link(&reminded(&[on(DAY)])).await;
        shop.clock.set(NINE.parse().expect("a time"));
        shop.pass(late).await;
        assert_eq!(slots(&shop, &link).await, [format!("2026-01-20 email {wanted}")]);
        assert_eq!(shop.post.mails().len(), mails);
    }
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_paid_being_paid_paused_or_closed() {
    let cancelled = LinkForm { ends_at: Patch::from("2026-01-20T08:59:59Z"), ..reminded(&[on(DAY)]) };
    let later = LinkForm { starts_at: Patch::from("2026-01-21T00:00:00Z"), ..reminded(&[on(DAY)]) };
    let paused = LinkForm { reminders_paused: Patch::Set(true), ..reminded(&[on(DAY)]) };
    let plain = reminded(&[on(DAY)]);
    for (form, act, wanted) in [
        (&plain, "", "sent"),
        (&plain, "card", "cancelled paid"),
        (&plain, "ach", "skipped payment_in_progress"),
        (&plain, "declined", "sent"),
        (&plain, "cancel", "cancelled not_payable"),
        (&plain, "disable", "skipped disabled"),
        (&cancelled, "", "cancelled not_payable"),
        (&later, "", "skipped not_payable"),
        (&paused, "", "skipped paused"),
        (&paused, "resume", "sent"),
    ] {
        let shop = Shop::open().await;
        let link = shop.link(form).await;
        let id = link.link.id.to_string();
        match act {
            "card" => drop(shop.pay(&link, "k", &card("tok_ok")).await),
            "declined" => drop(shop.pay(&link, "k", &card("tok_declined")).await),
            "ach" => drop(shop.pay(&link, "k", &ach("tok_ach")).await),
            "cancel" => drop(fresh(shop.paylink.cancel_link(&PLATFORM, &id, None).await.expect("cancelled"))),
            "resume" => {
                let resumed = LinkForm { reminders_paused: Patch::Set(false), ..LinkForm::default() };
                drop(change(&shop, &link, &resumed).await);
            }
            "disable" => {
                let off = Patch::Set(vec!["reminder".to_owned()]);
                change_merchant(&shop, &MerchantForm { disabled_messages: off, ..MerchantForm::default() }).await;
            }
            _ => {}
        }
        at(&shop, NINE).await;
        assert_eq!(slots(&shop, &link).await, [format!("2026-01-20 email {wanted}")], "{act}");
        let row = &shop.store.reminders(link.link.id).await.expect("the store")[0].value;
        assert_ne!(row.status, ReminderStatus::Scheduled, "{act}: decided, not only shown");
        let reminders = shop.messages_of(&link).await.iter().filter(|one| one.kind == MessageKind::Reminder).count();
        assert_eq!(reminders, usize::from(wanted == "sent"), "{act}");
    }
}

#[tokio::test]
async fn reminders_of_a_deleted_link_come_to_nothing() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[on(DAY)])).await;
    shop.paylink.delete_link(&PLATFORM, &link.link.id.to_string()).await.expect("deleted");
    at(&shop, NINE).await;
    let row = &shop.store.reminders(link.link.id).await.expect("the store")[0].value;
    assert_eq!((row.status, row.reason.as_deref()), (ReminderStatus::Cancelled, Some("not_payable")));
    assert!(shop.post.mails().is_empty());
}

#[tokio::test]
async fn a_paid_link_shows_no_planned_reminders_and_gets_them_back_when_the_money_does_not_stay() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[on(DAY), on("2026-02-01"), offset(3)])).await;
    let paid = shop.pay(&link, "k", &ach("tok_ach")).await;
    shop.gateway.settle(paid.id());
    shop.pass(seconds(5)).await;
    let all = ["2026-01-20 email cancelled paid", "2026-02-01 email cancelled paid", "2026-02-13 email cancelled paid"];
    assert_eq!(slots(&shop, &link).await, all, "at once, though nothing was written");
    at(&shop, NINE).await;
    at(&shop, "2026-01-25T00:00:00Z").await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(hours(24)).await;
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    let back = ["2026-01-20 email cancelled paid", "2026-02-01 email scheduled", "2026-02-13 email scheduled"];
    assert_eq!(slots(&shop, &link).await, back);
    at(&shop, "2026-02-01T09:00:00Z").await;
    let reminders = shop.messages_of(&link).await.iter().filter(|one| one.kind == MessageKind::Reminder).count();
    assert_eq!((slots(&shop, &link).await[1].as_str(), reminders), ("2026-02-01 email sent", 1));
}

#[tokio::test]
async fn a_reminder_follows_its_merchant_into_another_zone() {
    for (name, nine) in [("Asia/Tokyo", "2026-01-20T00:00:00Z"), ("Pacific/Honolulu", "2026-01-20T19:00:00Z")] {
        let shop = Shop::open().await;
        change_merchant(&shop, &zone("America/New_York")).await;
        let link = shop.link(&reminded(&[on(DAY)])).await;
        change_merchant(&shop, &zone(name)).await;
        let mut sent = None;
        while sent.is_none() && shop.now() < "2026-01-23T00:00:00Z".parse().expect("a time") {
            shop.pass(hours(1)).await;
            sent = shop.post.mails().first().map(|mail| mail.made_at);
        }
        assert_eq!(sent, Some(nine.parse().expect("a time")), "{name}");
        assert_eq!(slots(&shop, &link).await, ["2026-01-20 email sent"]);
    }
}

#[tokio::test]
async fn a_reminder_that_the_platform_sends_is_announced_at_once() {
    let shop = Shop::open().await;
    change_merchant(&shop, &MerchantForm { delivery_mode: "webhook".into(), ..MerchantForm::default() }).await;
    let link = shop.link(&reminded(&[on(DAY)])).await;
    at(&shop, NINE).await;
    assert!(shop.post.mails().is_empty());
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Sent);
    assert_eq!(shop.count_of(&link, EventKind::ReminderSent).await, 1);
    assert_eq!(shop.count_of(&link, EventKind::MessageRequested).await, 1);
}

#[tokio::test]
async fn a_reminder_that_nobody_writes_is_skipped() {
    let mut shop = Shop::open().await;
    let link = shop.link(&reminded(&[on(DAY)])).await;
    let bare = shop.bare_ports(shop.gateway.clone(), Arc::new(SeededIds::new(1)));
    shop.clock.set(NINE.parse().expect("a time"));
    bare.build().expect("all that is needed").remind_tick().await.expect("a tick");
    shop.restart();
    assert_eq!(slots(&shop, &link).await, ["2026-01-20 email skipped no_recipient"]);
}

#[tokio::test]
async fn a_process_that_dies_over_a_reminder_neither_loses_nor_repeats_it() {
    for (fault, between) in [
        (Fault::CrashBefore, ""),
        (Fault::CrashAfter, ""),
        (Fault::UnknownWritten, ""),
        (Fault::UnknownNotWritten, ""),
        (Fault::Unavailable, ""),
        (Fault::Stale, ""),
        (Fault::CrashBefore, "paid"),
        (Fault::Stale, "paid"),
    ] {
        let mut shop = Shop::open().await;
        let link = shop.link(&reminded(&[on(DAY)])).await;
        shop.clock.set("2026-01-20T08:59:00Z".parse().expect("a time"));
        shop.tick().await;
        shop.clock.set(NINE.parse().expect("a time"));
        shop.store.fail_next(fault);
        let _ = shop.paylink.remind_tick().now_or_never();
        shop.restart();
        if between == "paid" {
            assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "201 succeeded");
        }
        for _ in 0..4 {
            shop.pass(seconds(20)).await;
        }
        let wanted = if between == "paid" { "cancelled paid" } else { "sent" };
        assert_eq!(slots(&shop, &link).await, [format!("2026-01-20 email {wanted}")], "{fault:?}");
        let sent = shop.post.mails().iter().filter(|mail| mail.content.subject.starts_with("reminder")).count();
        assert_eq!(sent, usize::from(wanted == "sent"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_payment_between_look_and_commit_keeps_the_reminder_back() {
    let mut shop = Shop::open().await;
    let link = shop.link(&reminded(&[on(DAY)])).await;
    shop.clock.set("2026-01-20T08:59:00Z".parse().expect("a time"));
    shop.tick().await;
    shop.clock.set(NINE.parse().expect("a time"));
    let stopped = Arc::new(Mutex::new(None));
    let keep = stopped.clone();
    shop.store.plan_faults(move |_, changes| {
        *keep.lock().expect("a lock") = Some(changes.clone());
        Fault::CrashBefore
    });
    assert!(shop.paylink.remind_tick().now_or_never().is_none(), "it stands before its commit");
    shop.restart();
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "201 succeeded");
    let changes = stopped.lock().expect("a lock").take().expect("a decision");
    assert!(matches!(shop.store.commit(changes).await, Err(StoreError::Stale { .. })), "it goes on, too late");
    shop.pass(seconds(31)).await;
    assert_eq!(slots(&shop, &link).await, ["2026-01-20 email cancelled paid"]);
}
