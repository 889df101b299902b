//! The same refund asked for twice: one refund, one answer, byte for byte.

use crate::{
    shop::{PLATFORM, Shop, TOKEN, hours, new_merchant, seconds},
    till::{ask, back},
};
use async_trait::async_trait;
use futures_util::FutureExt as _;
use paylink_core::{
    Caller, PaymentId,
    forms::{MerchantForm, RefundForm},
    ports::{Charge, ChargeRequest, Gateway, GatewayError, GatewayRefund, PublicGateway, RefundRequest, RefundUnknown},
    records::RefundStatus,
    testing::{CallFault, ScriptedGateway},
};
use std::sync::{Arc, Mutex, mpsc};

#[tokio::test]
async fn the_same_key_is_answered_byte_for_byte_and_refunds_once() {
    for (token, amount, first) in [
        ("tok_ok", None, "201 succeeded 1250"),
        ("tok_ok", Some("5"), "201 succeeded 500"),
        ("tok_ok", Some("12.51"), "409 refund_exceeds_payment"),
        ("tok_ok", Some("0"), "422 amount_out_of_range"),
        ("tok_ok_refund_refused", None, "402 failed 1250 refund_refused"),
        ("tok_ok_refund_pending", None, "201 processing 1250"),
        ("tok_ok_refund_lost_done", None, "202 processing 1250"),
        ("tok_ok_refund_never", None, "202 processing 1250"),
    ] {
        let shop = Shop::open().await;
        let (_, id) = shop.paid(token).await;
        let asked = shop.refund(id, amount, "r").await;
        assert_eq!((asked.told().as_str(), asked.replayed), (first, false), "{token}");
        let made = shop.refunds_of(id).await.len();
        for wait in [seconds(0), seconds(40), hours(5)] {
            shop.pass(wait).await;
            let again = shop.refund(id, amount, "r").await;
            assert_eq!((again.answer, again.replayed), (asked.answer.clone(), true), "{token} after {wait:?}");
        }
        assert_eq!(shop.refunds_of(id).await.len(), made, "{token}");
        assert!(shop.gateway.refunds().len() <= 1, "{token}");
        shop.books_are_clean(token).await;
    }
}

#[tokio::test]
async fn a_key_used_for_another_refund_is_refused() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let (_, other) = shop.paid("tok_ok").await;
    assert_eq!(shop.refund(id, Some("5"), "r").await.told(), "201 succeeded 500");
    assert_eq!(shop.refund(id, Some("6"), "r").await.told(), "422 idempotency_key_reused");
    assert_eq!(shop.refund(other, Some("5"), "r").await.told(), "422 idempotency_key_reused");
    assert_eq!((shop.gateway.given_back(id), shop.gateway.given_back(other)), (500, 0));
}

#[tokio::test]
async fn the_same_key_of_another_caller_is_a_request_of_its_own() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let owner = Caller::merchant_token(shop.merchant.id, TOKEN);
    let stranger = Caller::merchant_token(new_merchant(&shop.paylink, MerchantForm::default()).await.id, TOKEN);
    let form = back(Some("5"));
    let first = ask(&shop.paylink, &owner, id, &form, "r").await;
    assert_eq!(first.told(), "201 succeeded 500");
    assert_eq!(ask(&shop.paylink, &stranger, id, &form, "r").await.told(), "404 not_found", "nothing leaks");
    let platforms = ask(&shop.paylink, &PLATFORM, id, &form, "r").await;
    assert!(!platforms.replayed && platforms.id() != first.id());
    assert_eq!(shop.gateway.given_back(id), 1000);
}

#[tokio::test]
async fn without_a_key_every_request_is_a_refund_of_its_own() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let form = RefundForm { amount: Some("5".into()), ..RefundForm::default() };
    for made in 1..=2 {
        shop.paylink.refund_payment(&PLATFORM, &id.to_string(), &form, None).await.expect("a refund");
        assert_eq!(shop.gateway.given_back(id), 500 * made);
    }
    let error = shop.paylink.refund_payment(&PLATFORM, &id.to_string(), &form, None).await.expect_err("too much");
    assert_eq!(error.code.name(), "refund_exceeds_payment");
    shop.refunds_agree_with_the_gateway("two").await;
}

/// The way to a gateway that takes so long that something else happens first.
struct Late {
    gateway: Arc<ScriptedGateway>,
    first: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

#[async_trait]
impl Gateway for Late {
    fn public(&self) -> PublicGateway {
        self.gateway.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        self.gateway.charge(request).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.gateway.look_up(key).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.gateway.abandon(key).await
    }

    async fn forget(
        &self,
        reference: &paylink_core::ports::VaultReference,
    ) -> Result<(), paylink_core::ports::NotForgotten> {
        self.gateway.forget(reference).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        let first = self.first.lock().expect("a lock").take();
        if let Some(happens) = first {
            happens();
        }
        self.gateway.refund(request).await
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        self.gateway.look_up_refund(request).await
    }
}

/// A first request in whose gateway call a copy of it asks, so long after it began; what both were told.
async fn copied(shop: &Shop, payment: PaymentId, after: u64) -> (String, String) {
    let (impatient, clock) = (shop.second_facade(), shop.clock.clone());
    let (tell, told) = mpsc::channel();
    let ask_again = move || {
        clock.advance(seconds(after));
        let asked = ask(&impatient, &PLATFORM, payment, &back(None), "r").now_or_never();
        tell.send(asked.expect("an answer")).expect("someone listens");
    };
    let late = Late { gateway: shop.gateway.clone(), first: Mutex::new(Some(Box::new(ask_again))) };
    let patient = shop.facade_through(Arc::new(late));
    let first = ask(&patient, &PLATFORM, payment, &back(None), "r").await;
    (first.told(), told.recv().expect("an answer").told())
}

#[tokio::test]
async fn a_copy_of_a_refund_that_is_running_has_to_wait() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let (first, second) = copied(&shop, id, 1).await;
    assert_eq!((first.as_str(), second.as_str()), ("201 succeeded 1250", "409 idempotency_key_in_use"));
    assert_eq!((shop.refund(id, None, "r").await.told(), shop.gateway.refund_calls()), (first, 1));
}

#[tokio::test]
async fn an_answer_once_given_stays_also_when_the_first_refund_comes_back_late() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let (first, second) = copied(&shop, id, 31).await;
    assert_eq!((first.as_str(), second.as_str()), ("201 succeeded 1250", "202 processing 1250"));
    assert_eq!(shop.refund(id, None, "r").await.told(), second, "what was replayed once is replayed for ever");
    assert_eq!(shop.gateway.refund_calls(), 1);
    shop.refunds_agree_with_the_gateway("late").await;
}

#[tokio::test]
async fn a_refund_whose_process_died_is_answered_after_half_a_minute() {
    let mut shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    shop.gateway.fail_next(CallFault::CrashAfter);
    assert!(shop.refund_or_die(id, None, "r").is_none());
    shop.restart();
    shop.clock.advance(seconds(29));
    assert_eq!(shop.refund(id, None, "r").await.told(), "409 idempotency_key_in_use");
    shop.pass(seconds(1)).await;
    let again = shop.refund(id, None, "r").await;
    assert_eq!((again.told().as_str(), again.replayed), ("201 succeeded 1250", true));
    assert_eq!(shop.refund_row(again.id()).await.status, RefundStatus::Succeeded);
    assert_eq!(shop.refund(id, None, "r").await, again);
    shop.refunds_agree_with_the_gateway("died").await;
}
