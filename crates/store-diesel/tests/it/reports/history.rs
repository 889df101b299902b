//! Three merchants, and what happens to their links and payments, from one seed.

use paylink_core::{
    Answer, Caller, Error, Fingerprint, IdempotencyKey, Once, Paylink, PaymentId, RefundId, Reply, Role, Secret,
    Settings, Timestamp,
    forms::{CustomerForm, LinkForm, MerchantForm, Patch, PayForm, RefundForm, SendForm},
    ports::{Clock as _, Store},
    testing::{PlainWriter, RecordingSender, ScriptedGateway, SeededIds, TestClock},
    views::{LinkView, PaymentView},
};
use std::{sync::Arc, time::Duration};

const PLATFORM: Caller = Caller::platform(Role::Admin, None);
const ZONES: [&str; 3] = ["America/New_York", "Europe/Berlin", "Asia/Kathmandu"];

pub(super) struct History {
    clock: Arc<TestClock>,
    gateway: Arc<ScriptedGateway>,
    chance: SeededIds,
    merchants: Vec<String>,
    links: Vec<LinkView>,
    payments: Vec<String>,
    debits: Vec<PaymentId>,
    refunds: Vec<RefundId>,
    steps: u64,
    returned: u64,
    came_back: u64,
}

fn render(outcome: Result<&PaymentView, &Error>) -> Answer {
    let body = outcome.map_or_else(|error| error.code.name().to_owned(), |view| view.payment.id.to_string());
    Answer { status: 200, content_type: "text/plain".to_owned(), body }
}

impl History {
    pub(super) fn new(seed: u64) -> Self {
        let start: Timestamp = "2026-01-20T03:10:00Z".parse().unwrap();
        Self {
            clock: Arc::new(TestClock::at(start)),
            gateway: Arc::default(),
            chance: SeededIds::new(seed),
            merchants: Vec::new(),
            links: Vec::new(),
            payments: Vec::new(),
            debits: Vec::new(),
            refunds: Vec::new(),
            steps: 0,
            returned: 0,
            came_back: 0,
        }
    }

    /// A server over this store.
    pub(super) fn facade(&self, store: Arc<dyn Store>, number: u64) -> Paylink {
        Paylink::builder()
            .store(store)
            .gateway(self.gateway.clone())
            .webhooks(Arc::new(RecordingSender::new()))
            .writer(Arc::new(PlainWriter))
            .clock(self.clock.clone())
            .ids(Arc::new(SeededIds::new(1000 + number)))
            .settings(Settings {
                public_url: "https://pay.test".to_owned(),
                admin_key: None,
                decline_limits: false,
                origin_secret: Secret::new("origins"),
                previous_secrets: Vec::new(),
            })
            .build()
            .unwrap()
    }

    pub(super) fn merchants(&self) -> &[String] {
        &self.merchants
    }

    /// Whether the rare things have happened too.
    pub(super) fn is_eventful(&self) -> bool {
        self.returned > 1 && self.came_back > 0 && self.payments.len() > 20 && self.refunds.len() > 5
    }

    fn below(&self, limit: usize) -> usize {
        usize::try_from(self.chance.next_u64() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        (!all.is_empty()).then(|| &all[self.below(all.len())])
    }

    /// Something happens, and time passes.
    pub(super) async fn step(&mut self, paylink: &Paylink) {
        self.steps += 1;
        if self.merchants.len() < ZONES.len() {
            return self.open_shop(paylink).await;
        }
        match self.below(16) {
            0..=2 => self.create(paylink).await,
            3..=7 => self.pay(paylink).await,
            8 | 9 => self.bank(),
            10 | 11 => self.refund(paylink).await,
            12 => self.refund_moves(),
            13 => self.touch(paylink).await,
            _ => self.look(paylink).await,
        }
        let span = if self.below(3) == 0 { self.below(40) * 3600 } else { self.below(900) };
        self.clock.advance(Duration::from_secs(u64::try_from(span).unwrap()));
        paylink.reconcile_tick().await.unwrap();
        paylink.refund_tick().await.unwrap();
    }

    async fn open_shop(&mut self, paylink: &Paylink) {
        let zone = ZONES[self.merchants.len()];
        let form = MerchantForm {
            name: "Shop".into(),
            timezone: zone.into(),
            delivery_mode: "webhook".into(),
            ..MerchantForm::default()
        };
        let made = paylink.create_merchant(&PLATFORM, &form, None).await.unwrap();
        let Reply::Fresh(merchant) = made else { panic!("a new merchant") };
        self.merchants.push(merchant.id.to_string());
    }

    async fn create(&mut self, paylink: &Paylink) {
        let merchant = self.one_of(&self.merchants).unwrap().clone();
        let currency = *self.one_of(&["USD", "EUR"]).unwrap();
        let mut form = LinkForm {
            amount: Patch::Set(format!("{}.{:02}", 1 + self.below(500), self.below(100))),
            currency: currency.into(),
            customer: Patch::Set(CustomerForm { email: Some("ada@example.com".to_owned()), ..CustomerForm::default() }),
            ..LinkForm::default()
        };
        match self.below(5) {
            0 => form.usage = "multi_use".into(),
            1 => {
                form.usage = "multi_use".into();
                form.max_payments = Patch::Set(2);
            }
            _ => {}
        }
        if self.below(4) == 0 {
            form.delivery = "email".into();
        }
        match paylink.create_link(&PLATFORM, Some(&merchant), &form, None).await {
            Ok(Reply::Fresh(link)) => self.links.push(link),
            Ok(Reply::Replayed(_)) => panic!("a new link"),
            Err(error) => assert_eq!(error.code.name(), "too_many_messages"),
        }
    }

    async fn pay(&mut self, paylink: &Paylink) {
        let newest = self.links.len().saturating_sub(10);
        let Some(link) = self.one_of(&self.links[newest..]).cloned() else { return };
        let tokens = [
            "tok_ok",
            "tok_ok",
            "tok_ok_refund_pending",
            "tok_ok_refund_refused",
            "tok_declined",
            "tok_ach",
            "tok_ach",
            "tok_ach",
            "tok_ach_declined",
            "tok_timeout_charged",
            "tok_action",
        ];
        let token = *self.one_of(&tokens).unwrap();
        let method = if token.starts_with("tok_ach") { "ach" } else { "card" };
        let form = PayForm { method: Some(method.to_owned()), token: Some(token.to_owned()), ..PayForm::default() };
        let key = IdempotencyKey::new(&format!("key-{}", self.steps)).unwrap();
        let once =
            Once { key: &key, fingerprint: Fingerprint::of("POST", "/pay", "", token.as_bytes()), render: &render };
        if let Ok(Reply::Fresh(view)) = paylink.pay(&link.link.slug, &form, None, once).await {
            if method == "ach" {
                self.debits.push(view.payment.id);
            }
            self.payments.push(view.payment.id.to_string());
        }
    }

    fn bank(&mut self) {
        let Some(debit) = self.one_of(&self.debits).copied() else { return };
        match self.below(6) {
            0 | 1 => {
                self.gateway.give_back(debit, "R01");
                self.returned += 1;
            }
            2 => self.gateway.decline(debit, "R02"),
            _ => self.gateway.settle(debit),
        }
    }

    async fn refund(&mut self, paylink: &Paylink) {
        let Some(payment) = self.one_of(&self.payments).cloned() else { return };
        let amount = (self.below(3) > 0).then(|| "0.37".to_owned());
        let form = RefundForm { amount, ..RefundForm::default() };
        if let Ok(Reply::Fresh(view)) = paylink.refund_payment(&PLATFORM, &payment, &form, None).await {
            self.refunds.push(view.refund.id);
        }
    }

    fn refund_moves(&mut self) {
        let Some(refund) = self.one_of(&self.refunds).copied() else { return };
        if self.below(2) == 0 {
            self.gateway.finish_refund(refund);
        } else {
            self.gateway.fail_refund(refund, "account_closed");
            self.came_back += 1;
        }
    }

    /// A merchant changes, cancels, deletes or sends a link.
    async fn touch(&self, paylink: &Paylink) {
        let Some(link) = self.one_of(&self.links) else { return };
        let id = link.link.id.to_string();
        match self.below(6) {
            0 => drop(paylink.delete_link(&PLATFORM, &id).await),
            1 => {
                let form = LinkForm { usage: "multi_use".into(), ..LinkForm::default() };
                drop(paylink.update_link(&PLATFORM, &id, &form).await);
            }
            2 => {
                let form = LinkForm { usage: "one_time".into(), max_payments: Patch::Clear, ..LinkForm::default() };
                drop(paylink.update_link(&PLATFORM, &id, &form).await);
            }
            _ => drop(paylink.send_link(&PLATFORM, &id, &SendForm::default(), None).await),
        }
    }

    async fn look(&self, paylink: &Paylink) {
        if let Some(link) = self.one_of(&self.links) {
            drop(paylink.count_view(&link.link.slug).await);
        }
        assert!(self.clock.now() < "2026-06-30T00:00:00Z".parse().unwrap(), "the reports reach that far");
    }
}
