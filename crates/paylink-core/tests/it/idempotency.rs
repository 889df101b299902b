//! Same key, same request: same answer, byte for byte; and what is never remembered.

use crate::{
    shop::{PLATFORM, Shop, TOKEN, card, hours, one_time, pay_through, seconds},
    through::refunds_through,
};
use async_trait::async_trait;
use futures_util::FutureExt as _;
use paylink_core::{
    Answer, Caller, Code, Error, Fingerprint, IdempotencyKey, Once, PaymentId, Reply, Role,
    forms::LinkForm,
    ports::{Charge, ChargeRequest, Gateway, GatewayError, PublicGateway},
    testing::{CallFault, Fault, ScriptedGateway},
    views::LinkView,
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

fn written(outcome: Result<&LinkView, &Error>) -> Answer {
    let (status, body) = match outcome {
        Ok(view) => (201, view.url.clone()),
        Err(error) => (error.code.class().status(), error.to_string()),
    };
    Answer { status, content_type: "text/plain".to_owned(), body }
}

/// Makes a link under a key; the answer, and whether it was a replay.
async fn make(shop: &Shop, caller: &Caller, key: &str, form: &LinkForm) -> (Answer, bool) {
    let key = IdempotencyKey::new(key).expect("a key");
    let fingerprint = Fingerprint::of("POST", "/v1/payment_links", "", format!("{form:?}").as_bytes());
    let once = Once { key: &key, fingerprint, render: &written };
    match shop.paylink.create_link(caller, Some(&shop.merchant.id.to_string()), form, Some(once)).await {
        Ok(Reply::Fresh(view)) => (written(Ok(&view)), false),
        Ok(Reply::Replayed(answer)) => (answer, true),
        Err(error) => (written(Err(&error)), false),
    }
}

async fn links(shop: &Shop) -> usize {
    shop.paylink.links(&PLATFORM, &Default::default()).await.expect("a list").rows.len()
}

#[tokio::test]
async fn the_same_key_makes_one_link_also_after_a_restart() {
    let mut shop = Shop::open().await;
    let (first, replayed) = make(&shop, &PLATFORM, "k", &one_time()).await;
    assert!(!replayed);
    assert_eq!(make(&shop, &PLATFORM, "k", &one_time()).await, (first.clone(), true));
    shop.restart();
    shop.clock.advance(hours(23));
    assert_eq!(make(&shop, &PLATFORM, "k", &one_time()).await, (first, true));
    assert_eq!(links(&shop).await, 1);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let shop = Shop::open().await;
    let (first, _) = make(&shop, &PLATFORM, "k", &one_time()).await;
    shop.clock.advance(hours(24));
    let (second, replayed) = make(&shop, &PLATFORM, "k", &one_time()).await;
    assert!(!replayed && second != first);
}

#[tokio::test]
async fn the_same_key_for_another_request_is_refused_and_that_refusal_is_not_remembered() {
    let shop = Shop::open().await;
    let (first, _) = make(&shop, &PLATFORM, "k", &one_time()).await;
    let other = LinkForm { amount: "13".into(), ..one_time() };
    for _ in 0..2 {
        let (answer, replayed) = make(&shop, &PLATFORM, "k", &other).await;
        assert_eq!((answer.status, replayed), (422, false));
        assert!(answer.body.starts_with("idempotency_key_reused"));
    }
    assert_eq!(make(&shop, &PLATFORM, "k", &one_time()).await, (first, true));
}

#[tokio::test]
async fn another_merchants_key_is_another_key() {
    let shop = Shop::open().await;
    let own = Caller::merchant_token(shop.merchant.id, TOKEN);
    let (first, _) = make(&shop, &PLATFORM, "k", &one_time()).await;
    let (second, replayed) = make(&shop, &own, "k", &one_time()).await;
    assert!(!replayed && first != second);
}

#[tokio::test]
async fn a_refusal_that_is_the_last_word_is_replayed() {
    let shop = Shop::open().await;
    let taken = LinkForm { slug: "spring-sale".into(), ..one_time() };
    make(&shop, &PLATFORM, "k1", &taken).await;
    let (refused, _) = make(&shop, &PLATFORM, "k2", &taken).await;
    assert!(refused.body.starts_with("slug_taken"));
    assert_eq!(make(&shop, &PLATFORM, "k2", &taken).await, (refused, true));
    let wrong = LinkForm { amount: "1e2".into(), ..one_time() };
    let (refused, _) = make(&shop, &PLATFORM, "k3", &wrong).await;
    assert_eq!(make(&shop, &PLATFORM, "k3", &wrong).await, (refused, true));
}

#[tokio::test]
async fn a_refusal_that_may_pass_is_not_remembered() {
    let shop = Shop::open().await;
    let reader = Caller::platform(Role::ReadOnly, None);
    let (answer, _) = make(&shop, &reader, "k", &one_time()).await;
    assert_eq!(answer.status, 403);
    shop.store.fail_next(Fault::Unavailable);
    let (answer, _) = make(&shop, &PLATFORM, "k", &one_time()).await;
    assert_eq!(answer.status, 503);
    assert_eq!(make(&shop, &PLATFORM, "k", &one_time()).await.0.status, 201);
    assert_eq!(links(&shop).await, 1);
}

#[test]
fn exactly_these_classes_are_remembered() {
    for code in Code::ALL {
        let remembered = match code.class().status() {
            402 | 404 | 409 | 422 => !matches!(code, Code::IdempotencyKeyInUse | Code::IdempotencyKeyReused),
            _ => false,
        };
        assert_eq!(paylink_core::idempotency::is_remembered(&Error::of(*code)), remembered, "{}", code.name());
    }
}

#[tokio::test]
async fn a_commit_whose_answer_got_lost_is_answered_by_what_it_wrote() {
    let shop = Shop::open().await;
    shop.store.fail_next(Fault::UnknownWritten);
    let (first, replayed) = make(&shop, &PLATFORM, "k", &one_time()).await;
    assert_eq!((first.status, replayed), (201, false));
    assert_eq!(make(&shop, &PLATFORM, "k", &one_time()).await, (first, true));
    shop.store.fail_next(Fault::UnknownNotWritten);
    assert_eq!(make(&shop, &PLATFORM, "k2", &one_time()).await.0.status, 503);
    assert_eq!(make(&shop, &PLATFORM, "k2", &one_time()).await.0.status, 201);
    assert_eq!(links(&shop).await, 2);
}

#[tokio::test]
async fn a_lost_commit_is_not_answered_with_a_link_that_someone_else_did_not_make() {
    let shop = Shop::open().await;
    let (other_process, merchant) = (shop.second_facade(), shop.merchant.id.to_string());
    let key = IdempotencyKey::new("k").expect("a key");
    let fingerprint = Fingerprint::of("POST", "/", "", b"");
    let begun = AtomicBool::new(false);
    // the answer is written right before the commit: there the second copy of the request overtakes the first
    let overtaken = |outcome: Result<&LinkView, &Error>| {
        if !begun.swap(true, Ordering::SeqCst) {
            let once = Once { key: &key, fingerprint, render: &written };
            let made = other_process.create_link(&PLATFORM, Some(&merchant), &one_time(), Some(once)).now_or_never();
            assert!(matches!(made, Some(Ok(Reply::Fresh(_)))));
        }
        written(outcome)
    };
    shop.store.fail_next(Fault::None);
    shop.store.fail_next(Fault::UnknownNotWritten);
    let once = Once { key: &key, fingerprint, render: &overtaken };
    let reply = shop.paylink.create_link(&PLATFORM, Some(&merchant), &one_time(), Some(once)).await;
    let Ok(Reply::Replayed(answer)) = reply else { panic!("not the answer of the copy that was faster: {reply:?}") };
    let made = shop.paylink.links(&PLATFORM, &Default::default()).await.expect("a list").rows;
    assert_eq!((made.len(), answer.body), (1, made[0].url.clone()));
}

#[tokio::test]
async fn a_payment_is_replayed_byte_for_byte_also_after_a_restart() {
    let mut shop = Shop::open().await;
    let link = shop.one_time().await;
    let first = shop.pay(&link, "k", &card("tok_ok")).await;
    for _ in 0..2 {
        let again = shop.pay(&link, "k", &card("tok_ok")).await;
        assert_eq!((again.answer, again.replayed), (first.answer.clone(), true));
        shop.restart();
        shop.clock.advance(hours(29 * 24 / 2));
    }
    assert_eq!(shop.pay(&link, "k", &card("tok_declined")).await.told(), "422 idempotency_key_reused");
    assert_eq!(shop.gateway.charge_calls(), 1);
}

#[tokio::test]
async fn a_refused_payer_is_told_the_same_again() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.pay(&link, "k1", &card("tok_action")).await;
    let refused = shop.pay(&link, "k2", &card("tok_ok")).await;
    assert_eq!((refused.told().as_str(), refused.replayed), ("409 payment_in_progress", false));
    let again = shop.pay(&link, "k2", &card("tok_ok")).await;
    assert_eq!((again.answer, again.replayed), (refused.answer, true));
}

#[tokio::test]
async fn a_key_whose_first_request_is_still_running_is_in_use() {
    let mut shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.gateway.fail_next(CallFault::CrashAfter);
    assert!(shop.pay_or_die(&link, "k", &card("tok_ok")).is_none());
    shop.restart();
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "409 idempotency_key_in_use");
    shop.clock.advance(seconds(29));
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await.told(), "409 idempotency_key_in_use");
    shop.pass(seconds(1)).await;
    let told = shop.pay(&link, "k", &card("tok_ok")).await;
    assert_eq!((told.told().as_str(), told.replayed), ("201 succeeded", true));
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await, told);
}

#[tokio::test]
async fn the_same_key_on_another_link_is_another_payment() {
    let shop = Shop::open().await;
    let (one, other) = (shop.one_time().await, shop.one_time().await);
    let first = shop.pay(&one, "k", &card("tok_ok")).await;
    let second = shop.pay(&other, "k", &card("tok_ok")).await;
    assert_ne!(first.id(), second.id());
}

#[test]
fn a_key_is_visible_ascii_of_at_most_255_characters() {
    for good in ["k".to_owned(), "!~".to_owned(), "x".repeat(255)] {
        assert!(IdempotencyKey::new(&good).is_ok(), "{good}");
    }
    for bad in [String::new(), "a b".to_owned(), "ü".to_owned(), "a\n".to_owned(), "x".repeat(256)] {
        assert_eq!(IdempotencyKey::new(&bad).expect_err("bad").code, Code::InvalidIdempotencyKey);
    }
}

#[test]
fn the_order_of_query_parameters_does_not_make_another_request() {
    let of = |query| Fingerprint::of("POST", "/a", query, b"{}").to_hex();
    assert_eq!(of("a=1&b=2"), of("b=2&a=1"));
    assert_ne!(of("a=1&b=2"), of("a=1"));
    assert_ne!(of("a=1"), Fingerprint::of("POST", "/a", "", b"a=1{}").to_hex());
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
        let first = self.first.lock().expect("a lock").take();
        if let Some(happens) = first {
            happens();
        }
        self.gateway.charge(request).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.gateway.look_up(key).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.gateway.abandon(key).await
    }

    refunds_through!(gateway);
}

#[tokio::test]
async fn an_answer_once_given_stays_also_when_the_first_request_comes_back_late() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let (impatient, clock, record) = (shop.second_facade(), shop.clock.clone(), link.link.clone());
    let (tell, told) = std::sync::mpsc::channel();
    let ask_again = move || {
        clock.advance(seconds(31));
        let asked = pay_through(&impatient, &record, "k", &card("tok_ok"), None).now_or_never();
        tell.send(asked.expect("an answer")).expect("someone listens");
    };
    let late = Late { gateway: shop.gateway.clone(), first: Mutex::new(Some(Box::new(ask_again))) };
    let patient = shop.facade_through(Arc::new(late));
    let first = pay_through(&patient, &link.link, "k", &card("tok_ok"), None).await;
    let second = told.recv().expect("an answer");
    assert_eq!((first.told().as_str(), second.told().as_str()), ("201 succeeded", "202 processing"));
    assert_eq!(shop.pay(&link, "k", &card("tok_ok")).await, second, "what was replayed once is replayed for ever");
    assert_eq!(shop.gateway.charge_calls(), 1);
}
