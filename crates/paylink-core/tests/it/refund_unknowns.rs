//! The gateway's answer about a refund got lost: its amount stays reserved until the gateway has told, on the plan.

use crate::shop::{Shop, hours, minutes, seconds};
use paylink_core::{
    EventKind,
    ports::RefundStanding,
    records::RefundStatus,
    testing::{CallFault, GatewayCall},
};

/// How many look-ups and refunds there were.
pub(crate) fn calls(shop: &Shop) -> (usize, usize) {
    let all = shop.gateway.calls();
    let look_ups = all.iter().filter(|call| matches!(call, GatewayCall::LookUpRefund(_))).count();
    (look_ups, shop.gateway.refund_calls())
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_found_at_the_first_look() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_lost_done").await;
    let asked = shop.refund(id, Some("10"), "r").await;
    assert_eq!(asked.told(), "202 processing 1000");
    assert_eq!(shop.sums(id).await, (1250, 1000, 0), "reserved, not refunded");
    assert_eq!(shop.refund(id, Some("2.51"), "more").await.told(), "409 refund_exceeds_payment");
    assert_eq!(shop.shown(&link).await.totals.refunded_minor, 0);
    shop.books_are_clean("on its way").await;
    shop.pass(seconds(4)).await;
    assert_eq!(calls(&shop), (0, 1));
    shop.pass(seconds(1)).await;
    assert_eq!(calls(&shop), (1, 1));
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded);
    assert_eq!(shop.sums(id).await, (1250, 1000, 1000));
    assert_eq!(shop.count_of(&link, EventKind::RefundSucceeded).await, 1);
    let again = shop.refund(id, Some("10"), "r").await;
    assert_eq!((again.replayed, again.answer), (true, asked.answer), "what was told first is told again");
    shop.refunds_agree_with_the_gateway("found").await;
}

#[tokio::test]
async fn a_refund_that_never_arrived_is_sent_again_under_the_same_key() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok_refund_lost_once").await;
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "202 processing 1250");
    assert!(shop.gateway.refunds().is_empty());
    shop.pass(seconds(5)).await;
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded);
    assert_eq!(shop.gateway.given_back(id), 1250);
    shop.refunds_agree_with_the_gateway("sent again").await;
}

#[tokio::test]
async fn looks_at_refunds_follow_the_plan_of_seconds_minutes_and_hours() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok_refund_never").await;
    shop.refund(id, None, "r").await;
    // seconds after the refund began, and how often the gateway has been looked at by then
    let plan =
        [(4, 0), (5, 1), (34, 1), (35, 2), (154, 2), (155, 3), (754, 3), (755, 4), (4354, 4), (4355, 5), (7955, 6)];
    let mut passed = 0;
    for (at, looks) in plan {
        shop.pass(seconds(at - passed)).await;
        passed = at;
        assert_eq!(calls(&shop), (looks, looks + 1), "after {at} s");
    }
}

#[tokio::test]
async fn a_refund_that_never_arrived_is_given_up_only_after_a_day_and_two_looks() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_never").await;
    let asked = shop.refund(id, None, "r").await;
    let (mut last_sent, mut failed_at) = (0, None);
    for minute in 1..=26 * 60 {
        let (_, before) = calls(&shop);
        shop.pass(minutes(1)).await;
        if calls(&shop).1 > before {
            last_sent = minute;
        }
        let refund = shop.refund_row(asked.id()).await;
        if refund.status == RefundStatus::Failed {
            failed_at = Some(minute);
            break;
        }
        assert_eq!((refund.status, refund.unknown), (RefundStatus::Processing, true));
        assert_eq!(refund.not_found_count > 0, refund.not_found_count == 1 && minute >= 24 * 60, "{minute}");
        assert_eq!(shop.sums(id).await, (1250, 1250, 0));
    }
    assert!((22 * 60..23 * 60).contains(&last_sent), "sent again for the last time after {last_sent} minutes");
    let failed_at = failed_at.expect("it is given up in the end");
    assert!((25 * 60..26 * 60).contains(&failed_at), "given up after {failed_at} minutes");
    assert_eq!(shop.refund_row(asked.id()).await.failure_code.as_deref(), Some("not_refunded"));
    assert_eq!((shop.sums(id).await, shop.earned(id).await), ((1250, 0, 0), 1250));
    assert_eq!(shop.count_of(&link, EventKind::RefundFailed).await, 1);
    assert_eq!(shop.refund(id, None, "another").await.told(), "202 processing 1250", "the amount is free again");
    shop.books_are_clean("given up").await;
}

#[tokio::test]
async fn a_gateway_that_is_down_for_days_sets_no_refund_free() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok_refund_lost_done").await;
    let asked = shop.refund(id, None, "r").await;
    shop.gateway.set_down(true);
    for _ in 0..72 {
        shop.pass(hours(1)).await;
    }
    let refund = shop.refund_row(asked.id()).await;
    assert_eq!((refund.status, refund.not_found_count), (RefundStatus::Processing, 0));
    assert_eq!(shop.refund(id, Some("0.01"), "more").await.told(), "409 refund_exceeds_payment");
    shop.gateway.set_down(false);
    shop.pass(hours(1)).await;
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded);
}

#[tokio::test]
async fn lost_answers_never_add_up_to_more_than_was_paid() {
    for token in ["tok_ok_refund_lost_done", "tok_ok_refund_lost_once", "tok_ok_refund_pending"] {
        let shop = Shop::open().await;
        let (_, id) = shop.paid(token).await;
        for number in 0..9 {
            let told = shop.refund(id, Some("3"), &format!("{number}")).await.told();
            let refused = told == "409 refund_exceeds_payment";
            assert_eq!(refused, number >= 4, "{token} {number}: {told}");
            shop.pass(seconds(3)).await;
            assert!(shop.gateway.given_back(id) <= 1250, "{token}");
        }
        shop.pass(hours(1)).await;
        assert_eq!((shop.gateway.given_back(id), shop.sums(id).await.1), (1200, 1200), "{token}");
        assert!(shop.gateway.refunds().iter().all(|refund| !matches!(refund.standing, RefundStanding::Failed(_))));
        shop.refunds_agree_with_the_gateway(token).await;
    }
}

#[tokio::test]
async fn an_answer_lost_on_the_second_try_is_not_a_third_refund() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    shop.gateway.fail_next(CallFault::QuestionLost);
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "202 processing 1250");
    shop.gateway.fail_next(CallFault::None);
    shop.gateway.fail_next(CallFault::AnswerLost);
    shop.pass(seconds(5)).await;
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Processing);
    shop.pass(seconds(30)).await;
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded);
    shop.refunds_agree_with_the_gateway("twice lost").await;
}
