//! The gateway's answer got lost: the payment stays open until the gateway has told, on the plan, and nobody pays twice.

use crate::{
    shop::{Shop, ach, card, hours, minutes, seconds},
    through::refunds_through,
};
use async_trait::async_trait;
use paylink_core::{
    PaymentId,
    ports::{Charge, ChargeRequest, Gateway, GatewayError, PublicGateway},
    records::PaymentStatus,
    testing::{CallFault, GatewayCall, ScriptedGateway},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// How many look-ups and charges there were after so many seconds.
fn calls(shop: &Shop) -> (usize, usize) {
    let all = shop.gateway.calls();
    let look_ups = all.iter().filter(|call| matches!(call, GatewayCall::LookUp(_))).count();
    (look_ups, shop.gateway.charge_calls())
}

#[tokio::test]
async fn a_charge_whose_answer_was_lost_is_found_at_the_first_look() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_charged")).await;
    assert_eq!(paid.told(), "202 processing");
    assert!(shop.payment(paid.id()).await.unknown);
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 payment_in_progress");
    shop.pass(seconds(4)).await;
    assert_eq!(calls(&shop), (0, 1));
    shop.pass(seconds(1)).await;
    assert_eq!(calls(&shop), (1, 1));
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.unknown), (PaymentStatus::Succeeded, false));
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    assert_eq!(shop.pay(&link, "k1", &card("tok_timeout_charged")).await, crate::shop::Paid { replayed: true, ..paid });
}

#[tokio::test]
async fn a_payer_who_polls_hears_of_it_at_once() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_charged")).await;
    let polled = shop.paylink.checkout_payment(&link.link.slug, &paid.id().to_string()).await.expect("the payment");
    assert_eq!(polled.payment.status, PaymentStatus::Succeeded);
}

#[tokio::test]
async fn a_question_that_never_arrived_is_asked_again_under_the_same_key() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_once")).await;
    assert_eq!(paid.told(), "202 processing");
    assert!(shop.gateway.charges().is_empty());
    shop.pass(seconds(5)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.gateway.charge_of(paid.id()).expect("a charge").times_taken, 1);
}

#[tokio::test]
async fn looks_follow_the_plan_of_seconds_minutes_and_hours() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.pay(&link, "k1", &card("tok_timeout_not_charged")).await;
    // seconds after the payment began, and how often the gateway has been looked at by then
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
async fn a_payment_that_never_arrived_fails_only_after_a_day_and_two_looks() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_not_charged")).await;
    let (mut last_sent, mut failed_at) = (0, None);
    for minute in 1..=26 * 60 {
        let (_, before) = calls(&shop);
        shop.pass(minutes(1)).await;
        if calls(&shop).1 > before {
            last_sent = minute;
        }
        let payment = shop.payment(paid.id()).await;
        if payment.status == PaymentStatus::Failed {
            failed_at = Some(minute);
            break;
        }
        assert_eq!((payment.status, payment.unknown), (PaymentStatus::Processing, true));
        assert_eq!(payment.not_found_count > 0, payment.not_found_count == 1 && minute >= 24 * 60, "{minute}");
    }
    assert!((22 * 60..23 * 60).contains(&last_sent), "sent again for the last time after {last_sent} minutes");
    let failed_at = failed_at.expect("it fails in the end");
    assert!((25 * 60..26 * 60).contains(&failed_at), "failed after {failed_at} minutes");
    assert_eq!(shop.payment(paid.id()).await.failure_code.as_deref(), Some("not_charged"));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "201 succeeded");
}

#[tokio::test]
async fn a_gateway_that_is_down_for_days_proves_nothing() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_charged")).await;
    shop.gateway.set_down(true);
    for _ in 0..72 {
        shop.pass(hours(1)).await;
    }
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.not_found_count), (PaymentStatus::Processing, 0));
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 payment_in_progress");
    shop.gateway.set_down(false);
    shop.pass(hours(1)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
}

#[tokio::test]
async fn a_charge_that_shows_up_late_is_taken_in() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_late")).await;
    for _ in 0..20 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Processing);
    shop.gateway.arrive(paid.id());
    shop.pass(hours(1)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.gateway.charge_of(paid.id()).expect("a charge").times_taken, 1);
}

#[tokio::test]
async fn an_answer_lost_on_the_second_try_is_not_a_third_charge() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.gateway.fail_next(CallFault::QuestionLost);
    let paid = shop.pay(&link, "k1", &card("tok_ok")).await;
    assert_eq!(paid.told(), "202 processing");
    shop.gateway.fail_next(CallFault::None);
    shop.gateway.fail_next(CallFault::AnswerLost);
    shop.pass(seconds(5)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Processing);
    shop.pass(seconds(30)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.gateway.charge_of(paid.id()).expect("a charge").times_taken, 1);
}

#[tokio::test]
async fn another_amount_at_the_gateway_is_flagged_and_never_paid() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_wrong_amount")).await;
    assert_eq!(paid.told(), "202 processing");
    for _ in 0..48 {
        shop.pass(hours(1)).await;
        let payment = shop.payment(paid.id()).await;
        assert_eq!((payment.status, payment.review.as_deref()), (PaymentStatus::Processing, Some("amount_mismatch")));
    }
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    assert_eq!(shop.shown(&link).await.totals.paid_minor, 0);
}

/// The way to a gateway whose search finds nothing while `blind`.
struct Forgetful {
    gateway: Arc<ScriptedGateway>,
    blind: AtomicBool,
}

impl Forgetful {
    fn sees(&self, charge: Option<Charge>) -> Option<Charge> {
        charge.filter(|_| !self.blind.load(Ordering::SeqCst))
    }
}

#[async_trait]
impl Gateway for Forgetful {
    fn public(&self) -> PublicGateway {
        self.gateway.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        self.gateway.charge(request).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        Ok(self.sees(self.gateway.look_up(key).await?))
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        Ok(self.sees(self.gateway.abandon(key).await?))
    }

    refunds_through!(gateway);
}

#[tokio::test]
async fn a_charge_the_gateway_has_confirmed_never_fails_because_it_is_not_found_later() {
    let mut shop = Shop::open().await;
    let way = Arc::new(Forgetful { gateway: shop.gateway.clone(), blind: AtomicBool::new(false) });
    shop.paylink = shop.facade_through(way.clone());
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing");
    way.blind.store(true, Ordering::SeqCst);
    for _ in 0..72 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Processing);
    assert_eq!(shop.gateway.charge_calls(), 1, "and is not sent again");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 payment_in_progress");
    way.blind.store(false, Ordering::SeqCst);
    shop.gateway.settle(paid.id());
    shop.pass(hours(1)).await;
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_challenge_the_gateway_has_forgotten_does_not_hold_the_link_for_ever() {
    let mut shop = Shop::open().await;
    let way = Arc::new(Forgetful { gateway: shop.gateway.clone(), blind: AtomicBool::new(false) });
    shop.paylink = shop.facade_through(way.clone());
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_action")).await;
    way.blind.store(true, Ordering::SeqCst);
    for _ in 0..26 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Failed);
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert!(shop.gateway.taken().is_empty());
}
