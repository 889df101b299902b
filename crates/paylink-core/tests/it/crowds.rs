//! Many payers at once, on one process and on two: a link is never paid more often than it can be.

use crate::shop::{PLATFORM, Paid, card, fresh, new_merchant, one_time, pay_through};
use async_trait::async_trait;
use paylink_core::{
    Paylink, PaymentId, Secret, Settings, Timestamp,
    forms::{LinkForm, MerchantForm},
    ports::{
        Charge, ChargeRequest, Clock, Gateway, GatewayError, GatewayRefund, PublicGateway, RefundRequest, RefundUnknown,
    },
    testing::{MemoryStore, RecordingSender, ScriptedGateway, SeededIds, TestClock},
    views::LinkView,
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Lets other threads run whenever the time is read: between every read and commit of a use case.
struct Restless(TestClock);

#[async_trait]
impl Clock for Restless {
    fn now(&self) -> Timestamp {
        std::thread::yield_now();
        self.0.now()
    }

    async fn sleep(&self, _span: Duration) {
        tokio::task::yield_now().await;
    }
}

/// A gateway that takes its time, so that others try while a payment is under way.
struct Slow(Arc<ScriptedGateway>);

#[async_trait]
impl Gateway for Slow {
    fn public(&self) -> PublicGateway {
        self.0.public()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        self.0.charge(request).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.0.look_up(key).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.0.abandon(key).await
    }

    async fn forget(
        &self,
        reference: &paylink_core::ports::VaultReference,
    ) -> Result<(), paylink_core::ports::NotForgotten> {
        self.0.forget(reference).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        self.0.refund(request).await
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        self.0.look_up_refund(request).await
    }
}

pub(crate) struct Crowd {
    pub(crate) gateway: Arc<ScriptedGateway>,
    pub(crate) processes: Vec<Paylink>,
    pub(crate) link: LinkView,
}

impl Crowd {
    /// `processes` facades over one store, each with locks of its own.
    pub(crate) async fn before(form: &LinkForm, processes: usize) -> Self {
        let gateway = Arc::new(ScriptedGateway::new());
        let (store, ids) = (Arc::new(MemoryStore::new()), Arc::new(SeededIds::new(11)));
        let clock = Arc::new(Restless(TestClock::default()));
        let facade = || {
            let settings = Settings {
                public_url: "https://pay.test".to_owned(),
                admin_key: None,
                decline_limits: false,
                origin_secret: Secret::new("salt"),
                previous_secrets: Vec::new(),
            };
            let builder = Paylink::builder().store(store.clone()).gateway(Arc::new(Slow(gateway.clone())));
            let builder = builder.webhooks(Arc::new(RecordingSender::new())).clock(clock.clone()).ids(ids.clone());
            builder.settings(settings).build().expect("all ports are there")
        };
        let processes: Vec<_> = (0..processes).map(|_| facade()).collect();
        let merchant = new_merchant(&processes[0], MerchantForm::default()).await;
        let link = processes[0].create_link(&PLATFORM, Some(&merchant.id.to_string()), form, None).await;
        Self { gateway, link: fresh(link.expect("a link")), processes }
    }

    /// These payers at once; what how many of them were told.
    async fn pay(
        &self,
        payers: std::ops::Range<usize>,
        token: impl Fn(usize) -> &'static str,
    ) -> BTreeMap<String, usize> {
        let tasks: Vec<_> = payers
            .map(|payer| {
                let paylink = self.processes[payer % self.processes.len()].clone();
                let (link, form) = (self.link.link.clone(), card(token(payer)));
                tokio::spawn(async move { pay_through(&paylink, &link, &format!("k{payer}"), &form, None).await })
            })
            .collect();
        let mut told = BTreeMap::new();
        for task in tasks {
            let paid: Paid = task.await.expect("a payer");
            *told.entry(paid.told()).or_default() += 1;
        }
        told
    }

    fn charges_taken(&self) -> u32 {
        self.gateway.charges().iter().map(|charge| charge.times_taken).sum()
    }

    async fn shown(&self) -> LinkView {
        self.processes[0].link(&PLATFORM, &self.link.link.id.to_string()).await.expect("the link")
    }
}

fn refused(told: &BTreeMap<String, usize>) -> usize {
    ["409 payment_in_progress", "409 link_completed"].iter().filter_map(|words| told.get(*words)).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_payers_of_a_one_time_link_are_one_success_and_refusals() {
    for processes in [1, 2, 4] {
        let crowd = Crowd::before(&one_time(), processes).await;
        let told = crowd.pay(0..200, |_| "tok_ok").await;
        assert_eq!((told.get("201 succeeded"), refused(&told)), (Some(&1), 199), "{processes} processes: {told:?}");
        assert_eq!((crowd.charges_taken(), crowd.gateway.charge_calls()), (1, 1), "{processes} processes");
        assert_eq!(crowd.shown().await.status.name(), "COMPLETED");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_hundred_payers_of_a_link_for_fifty_are_exactly_fifty() {
    let form = LinkForm { usage: "multi_use".into(), max_payments: 50.into(), ..one_time() };
    for processes in [1, 2] {
        let crowd = Crowd::before(&form, processes).await;
        let told = crowd.pay(0..500, |_| "tok_ok").await;
        assert_eq!((told.get("201 succeeded"), refused(&told)), (Some(&50), 450), "{processes} processes: {told:?}");
        assert_eq!(crowd.charges_taken(), 50, "{processes} processes");
        let shown = crowd.shown().await;
        assert_eq!((shown.status.name(), shown.link.paid_count, shown.totals.paid_minor), ("COMPLETED", 50, 62_500));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn declined_payers_in_the_crowd_give_their_places_back() {
    let form = LinkForm { usage: "multi_use".into(), max_payments: 20.into(), ..one_time() };
    let crowd = Crowd::before(&form, 2).await;
    for round in 0..20 {
        crowd.pay(round * 10..(round + 1) * 10, |payer| if payer % 2 == 0 { "tok_declined" } else { "tok_ok" }).await;
        let shown = crowd.shown().await;
        assert_eq!(shown.link.slots_used, shown.link.paid_count, "round {round}: no place is lost");
        assert_eq!(i64::from(crowd.charges_taken()), shown.link.paid_count, "round {round}");
        if shown.status.name() == "COMPLETED" {
            return;
        }
    }
    panic!("twenty rounds of five good cards fill twenty places");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_copies_of_one_request_are_one_payment_and_one_answer() {
    let crowd = Crowd::before(&one_time(), 2).await;
    let copies: Vec<_> = (0..200)
        .map(|copy| {
            let (paylink, link) = (crowd.processes[copy % 2].clone(), crowd.link.link.clone());
            tokio::spawn(async move { pay_through(&paylink, &link, "k", &card("tok_ok"), None).await })
        })
        .collect();
    let mut answers = BTreeMap::new();
    for copy in copies {
        let paid = copy.await.expect("a payer");
        *answers.entry(paid.told()).or_insert(0) += 1;
    }
    let known = ["201 succeeded", "409 idempotency_key_in_use"];
    assert!(answers.keys().all(|told| known.contains(&told.as_str())), "{answers:?}");
    assert_eq!((crowd.charges_taken(), crowd.shown().await.totals.payments_count), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_cancelled_in_the_crowd_is_either_cancelled_or_paid() {
    for _ in 0..20 {
        let crowd = Crowd::before(&one_time(), 2).await;
        let (paylink, id) = (crowd.processes[1].clone(), crowd.link.link.id.to_string());
        let cancel = tokio::spawn(async move { paylink.cancel_link(&PLATFORM, &id, None).await.is_ok() });
        let told = crowd.pay(0..4, |_| "tok_ok").await;
        let cancelled = cancel.await.expect("a merchant");
        let status = crowd.shown().await.status.name();
        let paid = told.contains_key("201 succeeded");
        assert_eq!((paid, status), (!cancelled, if cancelled { "CANCELLED" } else { "COMPLETED" }), "{told:?}");
        assert_eq!(crowd.charges_taken(), u32::from(paid));
    }
}
