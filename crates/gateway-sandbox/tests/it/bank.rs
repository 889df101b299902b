//! One sandbox company for a test, with shortcuts for what payers and merchants do there.

use crate::store::TestStore;
use futures_util::FutureExt;
use paylink_core::{
    Currency, Money, PaymentId,
    ports::{
        Charge, ChargeRequest, ChargeSource, ChargeState, Clock, Gateway, GatewayError, GatewayRefund, GatewayToken,
        RefundRequest, RefundUnknown,
    },
    records::Method,
    testing::{SeededIds, TestClock},
};
use paylink_gateway_sandbox::{SandboxGateway, SandboxSettings, TokenRequest};
use std::{sync::Arc, time::Duration};

pub(crate) const RETURN_URL: &str = "https://pay.example/p/abc/receipt";
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct Bank {
    pub(crate) gateway: SandboxGateway,
    pub(crate) store: Arc<TestStore>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) ids: Arc<SeededIds>,
}

impl Bank {
    pub(crate) fn new() -> Self {
        Self::over(TestStore::default())
    }

    pub(crate) fn over(store: TestStore) -> Self {
        let (store, clock) = (Arc::new(store), Arc::new(TestClock::default()));
        let ids = Arc::new(SeededIds::new(7));
        let gateway = SandboxGateway::new(store.clone(), clock.clone(), ids.clone(), settings());
        Self { gateway, store, clock, ids }
    }

    /// Another process over the same books.
    pub(crate) fn restarted(self) -> Self {
        let Self { store, clock, ids, gateway } = self;
        drop(gateway);
        let gateway = SandboxGateway::new(store.clone(), clock.clone(), ids.clone(), settings());
        Self { gateway, store, clock, ids }
    }

    pub(crate) fn token(&self, request: &TokenRequest) -> GatewayToken {
        now(self.gateway.create_token(request)).expect("a token")
    }

    pub(crate) fn card_token(&self, number: &str) -> GatewayToken {
        self.token(&card(number))
    }

    pub(crate) fn key(&self) -> PaymentId {
        self.ids.random()
    }

    /// A charge of 12.50 USD that was not sent yet.
    pub(crate) fn card_request(&self, number: &str) -> ChargeRequest {
        self.request(self.card_token(number), Method::Card)
    }

    pub(crate) fn debit_request(&self, account_number: &str) -> ChargeRequest {
        self.request(self.token(&account(account_number)), Method::Ach)
    }

    pub(crate) fn request(&self, token: GatewayToken, method: Method) -> ChargeRequest {
        let amount = Money::new(1250, Currency::USD);
        let return_url = RETURN_URL.to_owned();
        let (source, created_at) = (ChargeSource::Token(token), self.clock.now());
        ChargeRequest { key: self.key(), source, keep: false, method, amount, return_url, created_at }
    }

    /// Another charge of the same means.
    pub(crate) fn another(&self, request: &ChargeRequest) -> ChargeRequest {
        ChargeRequest { key: self.key(), ..request.clone() }
    }

    pub(crate) fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        now(self.gateway.charge(request))
    }

    pub(crate) fn look_up(&self, key: PaymentId) -> Option<Charge> {
        now(self.gateway.look_up(key)).expect("an answer")
    }

    pub(crate) fn abandon(&self, key: PaymentId) -> Option<Charge> {
        now(self.gateway.abandon(key)).expect("an answer")
    }

    /// A refund that was not sent yet, of so many minor units of this charge.
    pub(crate) fn refund_request(&self, payment: PaymentId, minor: i64) -> RefundRequest {
        let amount = Money::new(minor, Currency::USD);
        let created_at = self.clock.now();
        RefundRequest { key: self.ids.random(), payment, charge_reference: None, amount, created_at }
    }

    pub(crate) fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        now(self.gateway.refund(request))
    }

    pub(crate) fn look_up_refund(&self, request: &RefundRequest) -> Option<GatewayRefund> {
        now(self.gateway.look_up_refund(request)).expect("an answer")
    }

    /// The amounts, minor units, of all refunds on the company's books that were made, whatever became of them.
    pub(crate) fn refunds(&self) -> Vec<i64> {
        let documents: Vec<serde_json::Value> =
            self.store.texts("sandbox_charge").iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        documents
            .iter()
            .flat_map(|charge| charge["refunds"]["by_key"].as_object().unwrap().values())
            .filter(|refund| refund["course"]["is"] == "made")
            .map(|refund| refund["amount"]["minor"].as_i64().unwrap())
            .collect()
    }

    /// How many charges the company has on its books, whatever their state.
    pub(crate) fn charges(&self) -> usize {
        self.store.texts("sandbox_charge").iter().filter(|text| text.contains(r#""key":"charged""#)).count()
    }
}

pub(crate) fn settings() -> SandboxSettings {
    SandboxSettings::new("https://pay.example/")
}

/// The outcome of a call that has nothing to wait for.
pub(crate) fn now<T>(call: impl Future<Output = T>) -> T {
    call.now_or_never().expect("the call waits for something")
}

pub(crate) fn card(number: &str) -> TokenRequest {
    let cvc = if number.starts_with("37") { "1234" } else { "123" };
    let [number, exp_month, exp_year, cvc] = [number, "12", "2030", cvc].map(str::to_owned);
    TokenRequest::Card { number, exp_month, exp_year, cvc }
}

pub(crate) fn account(account_number: &str) -> TokenRequest {
    TokenRequest::BankAccount {
        routing_number: "110000000".to_owned(),
        account_number: account_number.to_owned(),
        account_type: "checking".to_owned(),
        holder_name: "Ada Example".to_owned(),
    }
}

/// The state in few letters: `pending`, `action`, `succeeded`, `declined CODE`, `returned CODE`.
pub(crate) fn told(charge: &Charge) -> String {
    match &charge.state {
        ChargeState::Pending => "pending".to_owned(),
        ChargeState::ActionRequired { .. } => "action".to_owned(),
        ChargeState::Succeeded => "succeeded".to_owned(),
        ChargeState::Declined(failure) => format!("declined {}", failure.code),
        ChargeState::Returned(failure) => format!("returned {}", failure.code),
    }
}

/// The challenge id in the address the payer is sent to.
pub(crate) fn challenge_id(charge: &Charge) -> String {
    let ChargeState::ActionRequired { url } = &charge.state else { panic!("no challenge: {charge:?}") };
    url.strip_prefix("https://pay.example/sandbox/challenges/").expect("the address of a challenge").to_owned()
}
