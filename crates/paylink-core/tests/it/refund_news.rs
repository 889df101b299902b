//! What the gateway says of a refund, at once and later, and what a returned bank debit makes of it.

use crate::shop::{Shop, ach, hours, minutes, seconds};
use paylink_core::{
    EventKind, PaymentId,
    records::{PaymentStatus, RefundStatus},
    views::LinkView,
};

/// How many refunds of a link have been told as succeeded and failed.
async fn told(shop: &Shop, link: &LinkView) -> (usize, usize) {
    (shop.count_of(link, EventKind::RefundSucceeded).await, shop.count_of(link, EventKind::RefundFailed).await)
}

async fn status(shop: &Shop, id: PaymentId) -> (PaymentStatus, Option<String>) {
    let payment = shop.payment(id).await;
    (payment.status, payment.review)
}

#[tokio::test]
async fn a_refused_refund_fails_and_its_amount_is_free_again() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_refused").await;
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "402 failed 1250 refund_refused");
    assert_eq!((shop.sums(id).await, told(&shop, &link).await), ((1250, 0, 0), (0, 1)));
    assert_eq!(shop.ledger_of(id).await, ["charge payer>merchant 1250"], "nothing moved");
    assert_eq!(shop.refund(id, Some("12.50"), "again").await.told(), "402 failed 1250 refund_refused");
    for _ in 0..3 {
        shop.pass(hours(1)).await;
    }
    assert_eq!((shop.gateway.refund_calls(), told(&shop, &link).await), (2, (0, 2)), "what failed is left alone");
    shop.refunds_agree_with_the_gateway("refused").await;
}

#[tokio::test]
async fn a_pending_refund_is_told_once_when_it_has_succeeded() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_pending").await;
    let asked = shop.refund(id, Some("5"), "r").await;
    assert_eq!(asked.told(), "201 processing 500");
    assert!(!shop.refund_row(asked.id()).await.unknown);
    shop.pass(hours(2)).await;
    assert_eq!((shop.sums(id).await, told(&shop, &link).await), ((1250, 500, 0), (0, 0)));
    shop.refunds_agree_with_the_gateway("pending").await;
    shop.gateway.finish_refund(asked.id());
    for _ in 0..5 {
        shop.pass(hours(1)).await;
    }
    assert_eq!((shop.sums(id).await, told(&shop, &link).await), ((1250, 500, 500), (1, 0)));
    assert_eq!(shop.ledger_of(id).await, ["charge payer>merchant 1250", "refund merchant>payer 500"]);
    assert_eq!(shop.gateway.refund_calls(), 1);
    shop.refunds_agree_with_the_gateway("finished").await;
}

#[tokio::test]
async fn a_pending_refund_that_fails_books_nothing() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_pending").await;
    let asked = shop.refund(id, None, "r").await;
    shop.gateway.fail_refund(asked.id(), "account_closed");
    shop.pass(hours(1)).await;
    let refund = shop.refund_row(asked.id()).await;
    assert_eq!((refund.status, refund.failure_code.as_deref()), (RefundStatus::Failed, Some("account_closed")));
    assert_eq!((shop.sums(id).await, told(&shop, &link).await), ((1250, 0, 0), (0, 1)));
    assert_eq!(shop.ledger_of(id).await, ["charge payer>merchant 1250"]);
    shop.refunds_agree_with_the_gateway("failed").await;
}

#[tokio::test]
async fn a_refund_that_comes_back_is_reversed_and_can_be_made_again() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok").await;
    let asked = shop.refund(id, Some("10"), "r").await;
    assert_eq!(shop.refund(id, Some("5"), "too much").await.told(), "409 refund_exceeds_payment");
    shop.gateway.fail_refund(asked.id(), "card_closed");
    for _ in 0..3 {
        shop.pass(hours(24)).await;
    }
    let refund = shop.refund_row(asked.id()).await;
    assert_eq!((refund.status, refund.failure_code.as_deref()), (RefundStatus::Failed, Some("card_closed")));
    assert_eq!((shop.sums(id).await, shop.earned(id).await), ((1250, 0, 0), 1250));
    assert_eq!((shop.shown(&link).await.totals.refunded_minor, told(&shop, &link).await), (0, (1, 1)));
    assert_eq!(shop.refund(id, None, "once more").await.told(), "201 succeeded 1250");
    assert_eq!(
        shop.ledger_of(id).await,
        [
            "charge payer>merchant 1250",
            "refund merchant>payer 1000",
            "reversal payer>merchant 1000",
            "refund merchant>payer 1250",
        ]
    );
    shop.refunds_agree_with_the_gateway("came back").await;
}

#[tokio::test]
async fn a_refund_that_succeeded_is_watched_once_a_day_for_a_month() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    shop.refund(id, None, "r").await;
    let calls = shop.gateway.calls().len();
    for _ in 0..60 {
        shop.pass(hours(24)).await;
    }
    assert_eq!(shop.gateway.calls().len() - calls, 30);
    let waiting: u64 = shop.paylink.backlog().await.expect("a backlog").iter().map(|queue| queue.waiting).sum();
    assert_eq!(waiting, 0, "nothing is left to be done");
}

#[tokio::test]
async fn a_bank_debit_that_comes_back_after_its_refund_costs_the_merchant_the_refund() {
    for (amount, cost) in [(None, 1250), (Some("5"), 500)] {
        let shop = Shop::open().await;
        let (link, id) = shop.paid("tok_ach").await;
        assert_eq!(shop.refund(id, amount, "r").await.told(), format!("201 succeeded {cost}"));
        assert_eq!(shop.earned(id).await, 1250 - cost);
        shop.gateway.give_back(id, "R10");
        shop.pass(hours(24)).await;
        assert_eq!(status(&shop, id).await, (PaymentStatus::Returned, Some("returned_after_refund".to_owned())));
        assert_eq!((shop.sums(id).await, shop.earned(id).await), ((1250, cost, cost), -cost));
        assert_eq!(
            shop.ledger_of(id).await,
            [
                "charge payer>in_transit 1250".to_owned(),
                "settlement in_transit>merchant 1250".to_owned(),
                format!("refund merchant>payer {cost}"),
                "return merchant>payer 1250".to_owned(),
            ]
        );
        assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
        let totals = shop.shown(&link).await.totals;
        assert_eq!((totals.paid_minor, totals.refunded_minor), (0, cost));
        assert_eq!(shop.refund(id, Some("0.01"), "more").await.told(), "409 payment_not_refundable");
        shop.refunds_agree_with_the_gateway("returned after its refund").await;
    }
}

#[tokio::test]
async fn a_refund_can_succeed_or_fail_after_its_bank_debit_came_back() {
    for succeeds in [true, false] {
        let shop = Shop::open().await;
        let (link, id) = shop.paid("tok_ach_refund_pending").await;
        let asked = shop.refund(id, Some("5"), "r").await;
        assert_eq!(asked.told(), "201 processing 500");
        shop.gateway.give_back(id, "R10");
        shop.pass(hours(24)).await;
        assert_eq!(status(&shop, id).await, (PaymentStatus::Returned, Some("returned_after_refund".to_owned())));
        if succeeds {
            shop.gateway.finish_refund(asked.id());
        } else {
            shop.gateway.fail_refund(asked.id(), "account_closed");
        }
        shop.pass(hours(24)).await;
        let (expected, cost) = if succeeds { ((1, 0), 500) } else { ((0, 1), 0) };
        assert_eq!((told(&shop, &link).await, shop.earned(id).await), (expected, -cost));
        assert_eq!(shop.sums(id).await, (1250, cost, cost));
        shop.refunds_agree_with_the_gateway("after the return").await;
    }
}

#[tokio::test]
async fn a_refund_that_reaches_the_gateway_after_the_return_is_refused() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ach_refund_lost_once").await;
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "202 processing 1250");
    shop.gateway.give_back(id, "R01");
    shop.pass(hours(24)).await;
    shop.pass(minutes(60)).await;
    shop.pass(minutes(60)).await;
    let refund = shop.refund_row(asked.id()).await;
    assert_eq!(refund.status, RefundStatus::Failed);
    assert_eq!((told(&shop, &link).await, shop.earned(id).await), ((0, 1), 0));
    shop.refunds_agree_with_the_gateway("too late").await;
}

#[tokio::test]
async fn a_bank_debit_is_refunded_only_while_it_is_settled() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &ach("tok_ach")).await.id();
    assert_eq!(shop.refund(id, None, "before").await.told(), "409 payment_not_refundable");
    shop.gateway.settle(id);
    shop.pass(seconds(5)).await;
    assert_eq!(shop.refund(id, Some("1"), "settled").await.told(), "201 succeeded 100");
    shop.gateway.give_back(id, "R01");
    shop.pass(hours(24)).await;
    assert_eq!(shop.refund(id, Some("1"), "after").await.told(), "409 payment_not_refundable");
    assert_eq!(shop.refund(id, Some("1"), "settled").await.told(), "201 succeeded 100", "the same key as before");
}
