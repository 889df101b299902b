//! Old answers are forgotten, unfinished ones are not; the backlog tells what waits.

use crate::shop::{PLATFORM, Shop, card, hours, minutes, seconds};
use paylink_core::{records::Queue, testing::CallFault};

/// Everything old that may go; how many records.
async fn pruned(shop: &Shop) -> u64 {
    shop.paylink.prune_tick().await.expect("prune")
}

#[tokio::test]
async fn answers_about_money_are_kept_thirty_days() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_ok")).await;
    let refused = shop.pay(&link, "k2", &card("tok_ok")).await;
    assert_eq!(refused.told(), "409 link_completed");
    shop.clock.advance(hours(24) - seconds(1));
    assert_eq!(pruned(&shop).await, 0);
    shop.clock.advance(seconds(1));
    assert_eq!(pruned(&shop).await, 1, "the refusal");
    shop.clock.advance(hours(29 * 24) - seconds(1));
    assert_eq!(pruned(&shop).await, 0);
    assert_eq!(shop.pay(&link, "k1", &card("tok_ok")).await.answer, paid.answer);
    shop.clock.advance(seconds(1));
    assert_eq!(pruned(&shop).await, 1);
    assert_eq!(shop.pay(&link, "k1", &card("tok_ok")).await.told(), "409 link_completed", "never paid a second time");
}

#[tokio::test]
async fn an_answer_is_not_forgotten_while_its_payment_is_open() {
    let mut shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.gateway.fail_next(CallFault::CrashAfter);
    assert!(shop.pay_or_die(&link, "k", &card("tok_wrong_amount")).is_none());
    shop.restart();
    for _ in 0..40 {
        shop.pass(hours(24)).await;
        assert_eq!(pruned(&shop).await, 0);
    }
    assert_eq!(shop.pay(&link, "k", &card("tok_wrong_amount")).await.told(), "202 processing");
    assert_eq!(shop.gateway.charges().len(), 1);
}

#[tokio::test]
async fn the_backlog_tells_how_much_waits_and_how_late_it_is() {
    let shop = Shop::open().await;
    let of = async |wanted: Queue| {
        let all = shop.paylink.backlog().await.expect("a backlog");
        let found = all.into_iter().find(|queue| queue.queue == wanted).expect("the queue");
        (found.waiting, found.late)
    };
    assert_eq!(of(Queue::Dispatch).await, (0, seconds(0)));
    shop.one_time().await;
    shop.clock.advance(minutes(2));
    shop.one_time().await;
    assert_eq!(of(Queue::Dispatch).await, (2, minutes(2)));
    shop.tick().await;
    assert_eq!(of(Queue::Dispatch).await, (0, seconds(0)));
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_timeout_not_charged")).await;
    assert_eq!(of(Queue::Reconcile).await, (1, seconds(0)), "waiting, not late");
}

#[tokio::test]
async fn a_store_that_is_away_is_told_as_such() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert!(shop.paylink.ping().await.is_ok());
    shop.store.set_down(true);
    assert!(shop.paylink.ping().await.is_err());
    let error = shop.paylink.link(&PLATFORM, &link.link.id.to_string()).await.expect_err("away");
    assert_eq!((error.code.name(), error.retry_after), ("storage_unavailable", Some(seconds(1))));
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "503 storage_unavailable");
    shop.store.set_down(false);
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "201 succeeded");
}
