//! Status follows the clock by itself, and a date means the merchant's day, also where the clocks change.

use crate::{
    interruption::interrupted,
    shop::{PLATFORM, Shop, card, fresh, hours, minutes, new_merchant, one_time},
};
use futures_util::FutureExt as _;
use paylink_core::{
    Change, ChangeSet, EventKind, TypedId as _,
    forms::{LinkForm, LinkQuery, MerchantForm},
    ports::{PageSituation, Store as _},
    records::{LinkRecord, MerchantRecord, Queue, WorkKey, WorkRecord},
    testing::build::Make,
};
use uuid::Uuid;

#[tokio::test]
async fn a_link_opens_and_ends_by_the_clock_without_a_job() {
    let shop = Shop::open().await;
    let (start, end) = ("2026-01-16T08:00:00+01:00", "2026-01-17T08:00:00Z");
    let link = shop.link(&LinkForm { starts_at: start.into(), ends_at: end.into(), ..one_time() }).await;
    let moments = [
        ("2026-01-15T12:00:00Z", "INACTIVE"),
        ("2026-01-16T06:59:59.999999Z", "INACTIVE"),
        ("2026-01-16T07:00:00Z", "ACTIVE"),
        ("2026-01-17T07:59:59.999999Z", "ACTIVE"),
        ("2026-01-17T08:00:00Z", "INACTIVE"),
        ("2027-01-01T00:00:00Z", "INACTIVE"),
    ];
    for (moment, status) in moments {
        shop.clock.set(moment.parse().expect("a time"));
        let shown = shop.shown(&link).await;
        assert_eq!((shown.status.name(), shown.payable), (status, status == "ACTIVE"), "{moment}");
        for asked in ["ACTIVE", "INACTIVE", "COMPLETED", "CANCELLED"] {
            let query = LinkQuery { status: Some(asked.to_owned()), ..LinkQuery::default() };
            let found = shop.paylink.links(&PLATFORM, &query).await.expect("a list").rows.len();
            assert_eq!(found, usize::from(asked == status), "{moment}: listed as {asked}");
        }
        let situation = shop.paylink.checkout(&link.link.slug).await.expect("a page").page.situation;
        let expected = match moment {
            "2026-01-15T12:00:00Z" | "2026-01-16T06:59:59.999999Z" => {
                PageSituation::NotYetOpen { opens_at: start.parse().expect("a time") }
            }
            "2026-01-16T07:00:00Z" | "2026-01-17T07:59:59.999999Z" => PageSituation::Payable,
            _ => PageSituation::Ended { ended_at: end.parse().expect("a time") },
        };
        assert_eq!(situation, expected, "{moment}");
        if status == "INACTIVE" {
            let told = shop.pay(&link, &format!("at-{moment}"), &card("tok_ok")).await.told();
            assert_eq!(told, "409 link_inactive", "{moment}");
        }
    }
    assert_eq!(shop.gateway.charge_calls(), 0);
}

async fn merchant_in(shop: &Shop, zone: &str) -> MerchantRecord {
    new_merchant(&shop.paylink, MerchantForm { timezone: zone.into(), ..MerchantForm::default() }).await
}

#[tokio::test]
async fn a_date_means_the_whole_day_of_the_merchant_also_when_the_clocks_change() {
    let shop = Shop::open().await;
    let days = [
        // New York: the day of 23 hours and the day of 25
        ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        // Cairo: midnight itself is skipped
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"),
        ("Africa/Cairo", "2026-04-23", "2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z"),
        ("Pacific/Kiritimati", "2026-06-01", "2026-05-31T10:00:00Z", "2026-06-01T10:00:00Z"),
        ("UTC", "2028-02-29", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"),
    ];
    for (zone, day, start, end) in days {
        let merchant = merchant_in(&shop, zone).await.id.to_string();
        let form = LinkForm { starts_at: day.into(), ends_at: day.into(), ..one_time() };
        let link = fresh(shop.paylink.create_link(&PLATFORM, Some(&merchant), &form, None).await.expect(zone)).link;
        let shown = |at: Option<paylink_core::Timestamp>| at.expect("a time").to_string();
        assert_eq!((shown(link.starts_at), shown(link.ends_at)), (start.to_owned(), end.to_owned()), "{zone} {day}");
    }
}

#[tokio::test]
async fn an_unknown_time_zone_is_refused() {
    let shop = Shop::open().await;
    let id = shop.merchant.id.to_string();
    for zone in ["Mars/Olympus", "", "+02:00", "EST5EDT4"] {
        let form = MerchantForm { timezone: zone.into(), ..MerchantForm::default() };
        let error = shop.paylink.update_merchant(&PLATFORM, &id, &form).await.expect_err(zone);
        assert_eq!(error.fields[0].field, "timezone");
    }
}

#[tokio::test]
async fn the_end_of_a_link_is_announced_once() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    let cleared = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    let form = LinkForm { ends_at: paylink_core::forms::Patch::Clear, ..LinkForm::default() };
    shop.paylink.update_link(&PLATFORM, &cleared.link.id.to_string(), &form).await.expect("no end");
    let paid = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    shop.pay(&paid, "k", &card("tok_ok")).await;
    for moment in ["2026-01-15T12:59:59Z", "2026-01-15T13:00:00Z", "2026-01-15T14:00:00Z", "2026-01-16T00:00:00Z"] {
        shop.clock.set(moment.parse().expect("a time"));
        shop.tick().await;
        shop.second_facade().expire_tick().await.expect("another process");
        let expected = usize::from(moment != "2026-01-15T12:59:59Z");
        assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, expected, "{moment}");
    }
    for other in [cleared, paid] {
        assert_eq!(shop.count_of(&other, EventKind::LinkExpired).await, 0);
    }
}

#[tokio::test]
async fn a_damaged_link_does_not_hold_up_the_others() {
    let shop = Shop::open().await;
    let make = Make::new(5);
    let end = "2026-01-15T13:00:00Z";
    for _ in 0..3 {
        let damaged = LinkRecord {
            card_minor: None,
            ach_minor: None,
            ends_at: Some(end.parse().expect("a time")),
            ..make.link(shop.merchant.id)
        };
        let key = WorkKey { queue: Queue::Expire, subject: damaged.id.uuid() };
        let work = WorkRecord { key, lane: Uuid::nil(), run_at: end.parse().expect("a time"), attempts: 0 };
        let changes = ChangeSet::new().with(Change::InsertLink(Box::new(damaged))).with(Change::PutWork(work));
        shop.store.commit(changes).await.expect("stored");
    }
    let mut links = Vec::new();
    for _ in 0..9 {
        links.push(shop.link(&LinkForm { ends_at: end.into(), ..one_time() }).await);
    }
    shop.clock.advance(hours(2));
    assert!(shop.paylink.expire_tick().await.is_err(), "the damage is told");
    for link in links {
        assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, 1);
    }
}

#[tokio::test]
async fn an_end_that_moves_while_it_is_being_announced_is_not_announced() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    shop.clock.advance(hours(1));
    let (merchant, id) = (shop.second_facade(), link.link.id.to_string());
    let job = interrupted(&shop, move || {
        let later = LinkForm { ends_at: "2026-01-15T15:00:00Z".into(), ..LinkForm::default() };
        let moved = merchant.update_link(&PLATFORM, &id, &later).now_or_never();
        assert!(moved.is_some_and(|moved| moved.is_ok()));
    });
    job.expire_tick().await.expect("a tick");
    shop.pass(minutes(1)).await;
    assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, 0);
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    shop.pass(hours(2)).await;
    assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, 1, "the new end is");
}

#[tokio::test]
async fn a_link_cancelled_while_its_end_is_being_announced_is_not_announced_as_ended() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    shop.clock.advance(hours(1));
    let (merchant, id) = (shop.second_facade(), link.link.id.to_string());
    let job = interrupted(&shop, move || {
        assert!(merchant.cancel_link(&PLATFORM, &id, None).now_or_never().is_some_and(|done| done.is_ok()));
    });
    job.expire_tick().await.expect("a tick");
    shop.pass(hours(1)).await;
    assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, 0);
}
