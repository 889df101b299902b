//! What a refund makes of odd answers: confirmed and then lost or forgotten, of another amount, with a proposal of when to
//! ask again.

use crate::{
    refund_unknowns::calls,
    shop::{Shop, ach, hours, minutes, seconds},
};
use async_trait::async_trait;
use futures_util::FutureExt as _;
use paylink_core::{
    EventKind, Money, PaymentId,
    ports::{Charge, ChargeRequest, Gateway, GatewayError, GatewayRefund, PublicGateway, RefundRequest, RefundUnknown},
    records::{PaymentStatus, RefundStatus},
    testing::ScriptedGateway,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// What the way to a gateway does to refunds and charges.
#[derive(Default)]
struct Twists {
    /// Look-ups find no refund.
    blind: bool,
    /// Refunds are told to be of so much more.
    extra: i64,
    /// When to ask again.
    hint: Option<Duration>,
    /// Happens while a call is under way, whose answer is then lost.
    meanwhile: Option<Box<dyn FnOnce() + Send>>,
}

struct Twisted {
    gateway: Arc<ScriptedGateway>,
    twists: Mutex<Twists>,
}

impl Twisted {
    async fn shop(twists: Twists) -> (Shop, Arc<Self>) {
        let mut shop = Shop::open().await;
        let way = Arc::new(Self { gateway: shop.gateway.clone(), twists: Mutex::new(twists) });
        shop.paylink = shop.facade_through(way.clone());
        (shop, way)
    }

    fn now(&self, change: impl FnOnce(&mut Twists)) {
        change(&mut self.twists.lock().expect("a lock"));
    }

    fn told(&self, refund: GatewayRefund) -> GatewayRefund {
        let twists = self.twists.lock().expect("a lock");
        let amount = Money::new(refund.amount.minor + twists.extra, refund.amount.currency);
        GatewayRefund { amount, check_after: twists.hint, ..refund }
    }

    /// Whether the answer of this call gets lost.
    fn interrupted(&self) -> bool {
        let meanwhile = self.twists.lock().expect("a lock").meanwhile.take();
        meanwhile.map(|happens| happens()).is_some()
    }
}

#[async_trait]
impl Gateway for Twisted {
    fn public(&self) -> PublicGateway {
        self.gateway.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        let charge = self.gateway.charge(request).await;
        if self.interrupted() { Err(GatewayError::Unknown("lost".into())) } else { charge }
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let found = self.gateway.look_up(key).await?;
        Ok(found.filter(|_| !self.twists.lock().expect("a lock").blind))
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
        let refund = self.gateway.refund(request).await;
        if self.interrupted() { Err(RefundUnknown("lost".into())) } else { refund.map(|refund| self.told(refund)) }
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        let found = self.gateway.look_up_refund(request).await?.map(|refund| self.told(refund));
        Ok(found.filter(|_| !self.twists.lock().expect("a lock").blind))
    }
}

#[tokio::test]
async fn a_refund_the_gateway_has_confirmed_is_never_set_free_because_it_is_not_found_later() {
    let (shop, way) = Twisted::shop(Twists::default()).await;
    let (_, id) = shop.paid("tok_ok_refund_pending").await;
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "201 processing 1250");
    way.now(|twists| twists.blind = true);
    for _ in 0..72 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Processing);
    assert_eq!(shop.gateway.refund_calls(), 1, "and is not sent again");
    way.now(|twists| twists.blind = false);
    shop.gateway.finish_refund(asked.id());
    shop.pass(hours(1)).await;
    shop.refunds_agree_with_the_gateway("seen again").await;
}

#[tokio::test]
async fn an_answer_lost_after_the_gateway_has_confirmed_a_refund_makes_nothing_unknown() {
    let (shop, way) = Twisted::shop(Twists::default()).await;
    let (_, id) = shop.paid("tok_ok_refund_pending").await;
    let (other, clock) = (shop.second_facade(), shop.clock.clone());
    let look = move || {
        clock.advance(seconds(30));
        other.refund_tick().now_or_never().expect("a tick").expect("the store");
    };
    way.now(|twists| twists.meanwhile = Some(Box::new(look)));
    let asked = shop.refund(id, None, "r").await;
    assert_eq!(asked.told(), "201 processing 1250", "the gateway is known to have it");
    way.now(|twists| twists.blind = true);
    for _ in 0..48 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.sums(id).await, (1250, 1250, 0), "still reserved");
}

#[tokio::test]
async fn an_answer_lost_after_the_gateway_has_confirmed_a_charge_makes_nothing_unknown() {
    let (shop, way) = Twisted::shop(Twists::default()).await;
    let link = shop.one_time().await;
    let (other, clock) = (shop.second_facade(), shop.clock.clone());
    let look = move || {
        clock.advance(seconds(30));
        other.reconcile_tick().now_or_never().expect("a tick").expect("the store");
    };
    way.now(|twists| twists.meanwhile = Some(Box::new(look)));
    let paid = shop.pay(&link, "k", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing", "the gateway is known to have it");
    assert_eq!(shop.ledger_of(paid.id()).await, ["charge payer>in_transit 1250"]);
    way.now(|twists| twists.blind = true);
    for _ in 0..48 {
        shop.pass(hours(1)).await;
    }
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Processing);
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
}

#[tokio::test]
async fn another_amount_at_the_gateway_is_flagged_and_never_booked() {
    let (shop, way) = Twisted::shop(Twists { extra: 1, ..Twists::default() }).await;
    let (link, id) = shop.paid("tok_ok").await;
    let asked = shop.refund(id, Some("5"), "r").await;
    assert_eq!(asked.told(), "202 processing 500");
    for _ in 0..48 {
        shop.pass(hours(1)).await;
        let refund = shop.refund_row(asked.id()).await;
        assert_eq!((refund.status, refund.review.as_deref()), (RefundStatus::Processing, Some("amount_mismatch")));
    }
    assert_eq!((shop.sums(id).await, shop.earned(id).await), ((1250, 500, 0), 1250));
    assert_eq!(shop.count_of(&link, EventKind::RefundSucceeded).await, 0);
    shop.books_are_clean("flagged").await;
    way.now(|twists| twists.extra = 0);
    shop.pass(hours(1)).await;
    assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded, "once the amounts agree");
}

#[tokio::test]
async fn a_refund_is_asked_about_when_the_gateway_proposes_but_at_least_daily() {
    for (proposed, kept) in [(minutes(7), minutes(7)), (hours(1000), hours(24))] {
        let (shop, _way) = Twisted::shop(Twists { hint: Some(proposed), ..Twists::default() }).await;
        let (_, id) = shop.paid("tok_ok_refund_pending").await;
        shop.refund(id, None, "r").await;
        for looks in 0..3 {
            shop.pass(kept - seconds(1)).await;
            assert_eq!(calls(&shop), (looks, 1), "{proposed:?}: not before");
            shop.pass(seconds(1)).await;
            assert_eq!(calls(&shop), (looks + 1, 1), "{proposed:?}");
        }
    }
}
