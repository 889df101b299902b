//! When deliveries are tried again, when an endpoint is given up, who signs, and that no receiver holds up another.

use crate::{
    hooks::{attempts, busy, deliveries, endpoint, failed, now},
    shop::{PLATFORM, Shop, fresh, hours, minutes, seconds},
};
use futures_util::FutureExt as _;
use paylink_core::{
    TypedId as _,
    ports::SendOutcome,
    records::{DeliveryStatus, EndpointRecord, WebhookFormat},
    testing::Fault,
};
use std::time::Duration;

const A: &str = "https://a.test/hook";
const B: &str = "https://b.test/hook";

const PLAN: [Duration; 9] =
    [seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(14), hours(20), hours(24)];

#[test]
fn the_plan_has_ten_attempts_and_at_most_a_tenth_of_jitter() {
    let plan = WebhookFormat::Native.plan();
    for (place, wait) in PLAN.into_iter().enumerate() {
        let attempts = i64::try_from(place + 1).expect("a count");
        assert_eq!(plan.retry_after(attempts, 0), Some(wait));
        let most = plan.retry_after(attempts, 255).expect("a wait");
        assert!(most > wait && most < wait + wait / 10, "{attempts}: {most:?}");
    }
    assert_eq!([10, 11, i64::MAX, 0, -1, i64::MIN].map(|attempts| plan.retry_after(attempts, 0)), [None; 6]);
}

#[test]
fn every_format_has_a_plan_that_ends() {
    for (format, attempts, patience) in [
        (WebhookFormat::Native, 10, 15),
        (WebhookFormat::Telness, 10, 15),
        (WebhookFormat::ConnectFi, 3, 15),
        (WebhookFormat::Fortis, 5, 15),
        (WebhookFormat::PayEngine, 8, 3),
    ] {
        let plan = format.plan();
        assert!(plan.retry_after(attempts - 1, 0).is_some(), "{format:?}");
        assert_eq!(plan.retry_after(attempts, 0), None, "{format:?}");
        assert_eq!(plan.patience, seconds(patience), "{format:?}");
    }
    assert_eq!(WebhookFormat::ALL.len(), 5);
    assert!((1..5).all(|attempts| WebhookFormat::Fortis.plan().retry_after(attempts, 0) == Some(minutes(5))));
}

/// One event on its way to `A`, tried once.
async fn one_failing(shop: &Shop) -> EndpointRecord {
    let hook = endpoint(shop, A, &["*"]).await;
    shop.sender.answer_always(A, failed(500));
    shop.one_time().await;
    shop.tick().await;
    hook
}

#[tokio::test]
async fn a_receiver_that_always_fails_gets_ten_attempts_on_the_plan() {
    let shop = Shop::open().await;
    let hook = one_failing(&shop).await;
    for (place, wait) in PLAN.into_iter().enumerate() {
        let delivery = deliveries(&shop, &hook).await.remove(0);
        assert_eq!(
            (delivery.status, delivery.attempts),
            (DeliveryStatus::Pending, i64::try_from(place + 1).expect("a count"))
        );
        let due = delivery.next_attempt_at.expect("a time").since(shop.now());
        assert!(due >= wait && due < wait + wait / 10, "after attempt {}: {due:?}", place + 1);
        shop.pass(due - Duration::from_micros(1)).await;
        assert_eq!(attempts(&shop, A).len(), place + 1, "not a moment too early");
        shop.pass(Duration::from_micros(1)).await;
        assert_eq!(attempts(&shop, A).len(), place + 2);
    }
    let delivery = deliveries(&shop, &hook).await.remove(0);
    assert_eq!((delivery.status, delivery.attempts, delivery.next_attempt_at), (DeliveryStatus::Failed, 10, None));
    assert_eq!((delivery.last_status, delivery.last_error.is_some()), (Some(500), true));
    shop.pass(hours(1000)).await;
    assert_eq!(attempts(&shop, A).len(), 10);
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_is_given_it_up_to_a_day() {
    for (asked, least) in [(seconds(1), seconds(5)), (minutes(20), minutes(20)), (hours(1000), hours(24))] {
        let shop = Shop::open().await;
        let hook = endpoint(&shop, A, &["*"]).await;
        shop.sender.answer_next(A, busy(asked));
        shop.one_time().await;
        shop.tick().await;
        let due = deliveries(&shop, &hook).await[0].next_attempt_at.expect("a time").since(shop.now());
        assert!(due >= least && due < least + least / 10, "{asked:?}: {due:?}");
        shop.pass(due).await;
        assert_eq!(deliveries(&shop, &hook).await[0].status, DeliveryStatus::Succeeded);
    }
}

#[tokio::test]
async fn an_endpoint_that_says_it_is_gone_is_left_alone() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, A, &["*"]).await;
    shop.sender.answer_next(A, SendOutcome::Gone);
    shop.one_time().await;
    shop.tick().await;
    let gone = now(&shop, &hook).await;
    assert_eq!((gone.disabled, gone.disabled_reason.as_deref()), (true, Some("gone")));
    assert_eq!(deliveries(&shop, &hook).await[0].status, DeliveryStatus::Failed);
    shop.one_time().await;
    shop.pass(hours(100)).await;
    assert_eq!(attempts(&shop, A).len(), 1);
}

#[tokio::test]
async fn a_crash_leaves_no_delivery_given_up_whose_endpoint_goes_on() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, A, &["*"]).await;
    shop.sender.answer_next(A, SendOutcome::Gone);
    shop.one_time().await;
    shop.paylink.dispatch_tick().await.expect("dispatch");
    let job = shop.paylink.claim_deliveries(1, &[]).await.expect("claim").remove(0);
    for fault in [Fault::None, Fault::CrashBefore] {
        shop.store.fail_next(fault);
    }
    assert!(shop.paylink.deliver(job).now_or_never().is_none(), "the process dies between its two commits");
    assert!(now(&shop, &hook).await.disabled);
    shop.pass(hours(1)).await;
    assert_eq!(deliveries(&shop, &hook).await[0].status, DeliveryStatus::Cancelled);
}

#[tokio::test]
async fn an_endpoint_that_only_fails_for_five_days_is_disabled() {
    let shop = Shop::open().await;
    let hook = one_failing(&shop).await;
    for hour in 1..5 * 24 {
        shop.one_time().await;
        shop.pass(hours(1)).await;
        assert!(!now(&shop, &hook).await.disabled, "after {hour} hours");
    }
    shop.one_time().await;
    shop.pass(hours(1)).await;
    let given_up = now(&shop, &hook).await;
    assert_eq!((given_up.disabled, given_up.disabled_reason.as_deref()), (true, Some("failing")));
}

#[tokio::test]
async fn one_success_in_five_days_is_enough_to_stay() {
    let shop = Shop::open().await;
    let hook = one_failing(&shop).await;
    for _ in 0..4 * 24 {
        shop.pass(hours(1)).await;
    }
    assert!(now(&shop, &hook).await.failing_since.is_some());
    shop.sender.answer_next(A, SendOutcome::Delivered { status: 204 });
    shop.one_time().await;
    shop.tick().await;
    assert_eq!(now(&shop, &hook).await.failing_since, None);
    for _ in 0..4 * 24 {
        shop.one_time().await;
        shop.pass(hours(1)).await;
    }
    assert!(!now(&shop, &hook).await.disabled);
}

#[tokio::test]
async fn during_a_rotation_both_secrets_sign_and_after_a_day_only_the_new_one() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, A, &["*"]).await;
    let rotated = fresh(shop.paylink.rotate_secret(&PLATFORM, &hook.id.to_string(), None).await.expect("rotated"));
    assert!(rotated.secret.starts_with("whsec_") && rotated.secret != hook.secret);
    let secrets = async || {
        shop.one_time().await;
        shop.tick().await;
        let sent = attempts(&shop, A).pop().expect("an attempt");
        sent.secrets.iter().map(|secret| secret.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(secrets().await, [rotated.secret.clone(), hook.secret.clone()]);
    shop.clock.advance(hours(24) - seconds(1));
    assert_eq!(secrets().await.len(), 2);
    shop.clock.advance(seconds(1));
    assert_eq!(secrets().await, [rotated.secret]);
}

#[tokio::test]
async fn a_receiver_that_hangs_does_not_hold_up_the_others() {
    let shop = Shop::open().await;
    let (slow, fast) = (endpoint(&shop, A, &["*"]).await, endpoint(&shop, B, &["*"]).await);
    for _ in 0..20 {
        shop.one_time().await;
    }
    shop.paylink.dispatch_tick().await.expect("dispatch");
    let first = shop.paylink.claim_deliveries(64, &[]).await.expect("claim");
    let of = |jobs: &[paylink_core::DeliveryJob], hook: &EndpointRecord| {
        jobs.iter().filter(|job| job.lane() == hook.id.uuid()).count()
    };
    assert_eq!((of(&first, &slow), of(&first, &fast)), (4, 4), "four at a time for each");
    let mut delivered = 0;
    let mut hanging = Vec::new();
    let mut jobs = first;
    // the slow one's four attempts hang; everyone else's go on
    while !jobs.is_empty() {
        for job in std::mem::take(&mut jobs) {
            if job.lane() == slow.id.uuid() {
                hanging.push(job);
            } else {
                shop.paylink.deliver(job).await.expect("deliver");
                delivered += 1;
            }
        }
        let busy = [(slow.id.uuid(), u32::try_from(hanging.len()).expect("a count"))];
        jobs = shop.paylink.claim_deliveries(60, &busy).await.expect("claim");
    }
    assert_eq!((delivered, hanging.len()), (20, 4));
    for job in hanging {
        shop.paylink.deliver(job).await.expect("deliver");
    }
    shop.deliver().await;
    assert_eq!(attempts(&shop, A).len(), 20);
}

#[tokio::test]
async fn no_more_is_claimed_than_there_is_room_for() {
    let shop = Shop::open().await;
    for url in ["https://a.test/", "https://b.test/", "https://c.test/"] {
        endpoint(&shop, url, &["*"]).await;
    }
    for _ in 0..4 {
        shop.one_time().await;
    }
    shop.paylink.dispatch_tick().await.expect("dispatch");
    assert_eq!(shop.paylink.claim_deliveries(0, &[]).await.expect("claim").len(), 0);
    assert_eq!(shop.paylink.claim_deliveries(5, &[]).await.expect("claim").len(), 5);
    assert_eq!(shop.paylink.claim_deliveries(64, &[]).await.expect("claim").len(), 7);
    assert_eq!(shop.paylink.claim_deliveries(64, &[]).await.expect("claim").len(), 0);
}

#[tokio::test]
async fn what_was_given_up_and_is_sent_again_begins_the_plan_anew() {
    let shop = Shop::open().await;
    let hook = one_failing(&shop).await;
    while let Some(due) = deliveries(&shop, &hook).await[0].next_attempt_at {
        shop.pass(due.since(shop.now())).await;
    }
    let given_up = deliveries(&shop, &hook).await.remove(0);
    assert_eq!((given_up.status, given_up.attempts), (DeliveryStatus::Failed, 10));
    shop.paylink.redeliver(&PLATFORM, &given_up.event_id.to_string(), None).await.expect("again");
    shop.tick().await;
    let again = deliveries(&shop, &hook).await.remove(0);
    assert_eq!((again.id, again.status, again.attempts), (given_up.id, DeliveryStatus::Pending, 1));
}
