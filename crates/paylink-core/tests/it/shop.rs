//! A shop to test in: the facade over a store in memory, a scripted gateway and a clock that is set by hand.

use futures_util::FutureExt as _;
use paylink_core::{
    Answer, Caller, Error, EventKind, Fingerprint, IdempotencyKey, LinkId, Once, Paylink, PaylinkBuilder, PaymentId,
    Reply, Role, Secret, Settings, Timestamp, TokenId,
    forms::{EventQuery, LinkForm, ListQuery, MerchantForm, Patch, PayForm},
    ports::{Clock as _, Gateway, IdSource, PageOf, PaymentFilter, PaymentReader as _},
    records::{LinkRecord, MerchantRecord, PaymentRecord},
    testing::{
        MemoryStore, PlainConsents, PlainWriter, RecordingCarrier, RecordingSender, ScriptedGateway, SeededIds,
        TestClock,
    },
    views::{LinkView, PaymentView},
};
use std::{sync::Arc, time::Duration};

/// The platform's own key.
pub(crate) const PLATFORM: Caller = Caller::platform(Role::Admin, None);
/// Some merchant token.
pub(crate) const TOKEN: TokenId = TokenId::from_random([9; 16]);

pub(crate) const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub(crate) const fn minutes(count: u64) -> Duration {
    seconds(60 * count)
}

pub(crate) const fn hours(count: u64) -> Duration {
    minutes(60 * count)
}

pub(crate) struct Shop {
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) gateway: Arc<ScriptedGateway>,
    pub(crate) sender: Arc<RecordingSender>,
    pub(crate) post: Arc<RecordingCarrier>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) paylink: Paylink,
    pub(crate) merchant: MerchantRecord,
    ids: Arc<SeededIds>,
    settings: Settings,
}

impl Shop {
    /// A shop of one merchant, who takes dollars by card and bank debit. It is noon on 2026-01-15.
    pub(crate) async fn open() -> Self {
        Self::with(false).await
    }

    /// The same; with or without limits on declined payments.
    pub(crate) async fn with(decline_limits: bool) -> Self {
        let (store, gateway) = (Arc::new(MemoryStore::new()), Arc::new(ScriptedGateway::new()));
        let (sender, clock) = (Arc::new(RecordingSender::new()), Arc::new(TestClock::default()));
        let (ids, post) = (Arc::new(SeededIds::new(7)), Arc::new(RecordingCarrier::new()));
        let settings = Settings {
            public_url: "https://pay.test".to_owned(),
            admin_key: Some(Secret::new("the-operator's-own-key")),
            decline_limits,
            origin_secret: Secret::new("salt"),
        };
        let paylink = with_post(ports(&store, gateway.clone(), &sender, &clock, ids.clone(), &settings), &post);
        let paylink = paylink.build().expect("all ports");
        let merchant = new_merchant(&paylink, MerchantForm::default()).await;
        Self { store, gateway, sender, post, clock, paylink, merchant, ids, settings }
    }

    /// Another facade over the same outside world, as a restarted or a second process has it.
    pub(crate) fn second_facade(&self) -> Paylink {
        self.facade_with(self.ids.clone())
    }

    /// A facade with a source of randomness of its own.
    pub(crate) fn facade_with(&self, ids: Arc<dyn IdSource>) -> Paylink {
        self.ports(self.gateway.clone(), ids).build().expect("all ports are there")
    }

    /// A facade that reaches the gateway by another way.
    pub(crate) fn facade_through(&self, gateway: Arc<dyn Gateway>) -> Paylink {
        self.ports(gateway, self.ids.clone()).build().expect("all ports are there")
    }

    fn ports(&self, gateway: Arc<dyn Gateway>, ids: Arc<dyn IdSource>) -> PaylinkBuilder {
        with_post(self.bare_ports(gateway, ids), &self.post)
    }

    /// The same without anybody who writes or carries messages.
    pub(crate) fn bare_ports(&self, gateway: Arc<dyn Gateway>, ids: Arc<dyn IdSource>) -> PaylinkBuilder {
        ports(&self.store, gateway, &self.sender, &self.clock, ids, &self.settings)
    }

    /// A facade that writes messages and has nobody to carry them.
    pub(crate) fn without_carriers(&self) -> Paylink {
        let ports = self.bare_ports(self.gateway.clone(), self.ids.clone());
        ports.writer(Arc::new(PlainWriter)).build().expect("all ports are there")
    }

    /// The process died and came back: what was only in memory is gone, ordered faults are over.
    pub(crate) fn restart(&mut self) {
        self.store.clear_faults();
        self.gateway.clear_faults();
        self.paylink = self.second_facade();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) async fn try_link(&self, form: &LinkForm) -> Result<LinkView, Error> {
        let reply = self.paylink.create_link(&PLATFORM, Some(&self.merchant.id.to_string()), form, None).await;
        reply.map(fresh)
    }

    pub(crate) async fn link(&self, form: &LinkForm) -> LinkView {
        self.try_link(form).await.expect("a link")
    }

    /// A link over 12.50 that is paid once.
    pub(crate) async fn one_time(&self) -> LinkView {
        self.link(&one_time()).await
    }

    /// A link over 12.50 that is paid up to `max` times.
    pub(crate) async fn multi_use(&self, max: Option<i64>) -> LinkView {
        let max_payments = max.map_or(Patch::Keep, Patch::Set);
        self.link(&LinkForm { usage: "multi_use".into(), max_payments, ..one_time() }).await
    }

    /// The link as the API shows it now.
    pub(crate) async fn shown(&self, link: &LinkView) -> LinkView {
        self.paylink.link(&PLATFORM, &link.link.id.to_string()).await.expect("the link")
    }

    /// What the link is right now: status, paid or not, payable or not.
    pub(crate) async fn standing(&self, link: &LinkView) -> String {
        let shown = self.shown(link).await;
        let payable = if shown.payable { "payable" } else { "not payable" };
        format!("{} {} {payable}", shown.status.name(), shown.payment_status.name())
    }

    pub(crate) async fn pay(&self, link: &LinkView, key: &str, form: &PayForm) -> Paid {
        pay_through(&self.paylink, &link.link, key, form, None).await
    }

    /// The same for a process that may die on the way: `None` if it did.
    pub(crate) fn pay_or_die(&self, link: &LinkView, key: &str, form: &PayForm) -> Option<Paid> {
        pay_through(&self.paylink, &link.link, key, form, None).now_or_never()
    }

    /// The payment's row.
    pub(crate) async fn payment(&self, id: PaymentId) -> PaymentRecord {
        self.store.payment(id).await.expect("the store").expect("the payment").value
    }

    /// The rows of all payments of a link, oldest first.
    pub(crate) async fn payments_of(&self, link: LinkId) -> Vec<PaymentRecord> {
        let filter = PaymentFilter { link_id: Some(link), ..PaymentFilter::default() };
        let rows = self.store.payments(&filter, PageOf { after: None, limit: 1000 }).await.expect("the store");
        rows.into_iter().rev().map(|row| row.value).collect()
    }

    /// Types of all events about a link and its payments, sorted by name.
    pub(crate) async fn events_of(&self, link: &LinkView) -> Vec<&'static str> {
        let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
        let query = EventQuery { list, payment_link_id: Some(link.link.id.to_string()), ..EventQuery::default() };
        let events = self.paylink.events(&PLATFORM, &query).await.expect("events").rows;
        let mut names: Vec<_> = events.into_iter().map(|event| event.kind.name()).collect();
        names.sort_unstable();
        names
    }

    /// How many events of this type there are about a link.
    pub(crate) async fn count_of(&self, link: &LinkView, kind: EventKind) -> usize {
        self.events_of(link).await.into_iter().filter(|name| *name == kind.name()).count()
    }

    /// Every job runs once, deliveries until none is due.
    pub(crate) async fn tick(&self) {
        self.paylink.reconcile_tick().await.expect("reconcile");
        self.paylink.refund_tick().await.expect("refund");
        self.paylink.forget_tick().await.expect("forget");
        self.paylink.expire_tick().await.expect("expire");
        self.paylink.remind_tick().await.expect("remind");
        self.paylink.merge_tick().await.expect("merge");
        self.paylink.erase_tick().await.expect("erase");
        self.paylink.dispatch_tick().await.expect("dispatch");
        self.deliver().await;
        self.carry().await;
    }

    /// Deliveries are made until none is due.
    pub(crate) async fn deliver(&self) {
        loop {
            let jobs = self.paylink.claim_deliveries(64, &[]).await.expect("claim");
            if jobs.is_empty() {
                return;
            }
            for job in jobs {
                self.paylink.deliver(job).await.expect("deliver");
            }
        }
    }

    /// Time passes, then every job runs.
    pub(crate) async fn pass(&self, span: Duration) {
        self.clock.advance(span);
        self.tick().await;
    }
}

fn ports(
    store: &Arc<MemoryStore>,
    gateway: Arc<dyn Gateway>,
    sender: &Arc<RecordingSender>,
    clock: &Arc<TestClock>,
    ids: Arc<dyn IdSource>,
    settings: &Settings,
) -> PaylinkBuilder {
    Paylink::builder()
        .store(store.clone())
        .gateway(gateway)
        .webhooks(sender.clone())
        .clock(clock.clone())
        .ids(ids)
        .consents(Arc::new(PlainConsents))
        .settings(settings.clone())
}

fn with_post(ports: PaylinkBuilder, post: &Arc<RecordingCarrier>) -> PaylinkBuilder {
    ports.writer(Arc::new(PlainWriter)).mail(post.clone()).text(post.clone())
}

/// Another merchant of the same platform.
pub(crate) async fn new_merchant(paylink: &Paylink, form: MerchantForm) -> MerchantRecord {
    let form = MerchantForm { name: "Corner Bakery".into(), ..form };
    fresh(paylink.create_merchant(&PLATFORM, &form, None).await.expect("a merchant"))
}

/// 12.50, once.
pub(crate) fn one_time() -> LinkForm {
    LinkForm { amount: "12.50".into(), ..LinkForm::default() }
}

pub(crate) fn card(token: &str) -> PayForm {
    PayForm { method: Some("card".to_owned()), token: Some(token.to_owned()), ..PayForm::default() }
}

pub(crate) fn ach(token: &str) -> PayForm {
    PayForm { method: Some("ach".to_owned()), ..card(token) }
}

/// The outcome of something that was not a replay.
pub(crate) fn fresh<V>(reply: Reply<V>) -> V {
    match reply {
        Reply::Fresh(value) => value,
        Reply::Replayed(answer) => panic!("a replay: {answer:?}"),
    }
}

/// What a payer was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) answer: Answer,
    pub(crate) replayed: bool,
}

impl Paid {
    /// Status and words of the answer without the payment's id: `201 succeeded`, `409 link_completed`.
    pub(crate) fn told(&self) -> String {
        let words = self.answer.body.split(' ').filter(|word| !word.starts_with("pay_")).collect::<Vec<_>>();
        format!("{} {}", self.answer.status, words.join(" "))
    }

    /// The payment the answer names.
    pub(crate) fn id(&self) -> PaymentId {
        let id = self.answer.body.split(' ').next().and_then(|word| word.parse().ok());
        id.unwrap_or_else(|| panic!("no payment in {:?}", self.answer))
    }
}

/// Writes answers as an adapter would, only shorter.
pub(crate) fn render(outcome: Result<&PaymentView, &Error>) -> Answer {
    let (status, body) = match outcome {
        Ok(PaymentView { payment }) => {
            let status = match (payment.status.name(), payment.unknown) {
                ("failed", _) => 402,
                ("processing", true) => 202,
                _ => 201,
            };
            let failure = payment.failure_code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            (status, format!("{} {}{failure}", payment.id, payment.status.name()))
        }
        Err(error) => (error.code.class().status(), error.code.name().to_owned()),
    };
    Answer { status, content_type: "text/plain".to_owned(), body }
}

/// Pays through one facade.
pub(crate) async fn pay_through(
    paylink: &Paylink,
    link: &LinkRecord,
    key: &str,
    form: &PayForm,
    origin: Option<&str>,
) -> Paid {
    let body = format!("{:?} {:?}", form.method, form.token);
    let fingerprint = Fingerprint::of("POST", "/v1/checkout/payments", "", body.as_bytes());
    let key = IdempotencyKey::new(key).expect("a good key");
    let once = Once { key: &key, fingerprint, render: &render };
    match paylink.pay(&link.slug, form, origin, once).await {
        Ok(Reply::Fresh(view)) => Paid { answer: render(Ok(&view)), replayed: false },
        Ok(Reply::Replayed(answer)) => Paid { answer, replayed: true },
        Err(error) => Paid { answer: render(Err(&error)), replayed: false },
    }
}
