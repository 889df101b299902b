//! A client as the documentation asks for one: it asks again, with the same key, until it has an answer.

use crate::{
    Outcome,
    chance::Chance,
    http::{Call, Line, Reply},
    json::Fields as _,
    site::{ADMIN, Front},
    verdict::Verdict,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// A card that works.
pub(crate) const CARD: &str = "4242424242424242";
/// Longest a client asks again; nothing may be unfinished for longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// One client with a connection of its own.
pub(crate) struct Client {
    front: Front,
    line: Line,
    pub(crate) chance: Chance,
    verdict: Verdict,
}

impl Client {
    pub(crate) fn new(front: &Front, chance: Chance, verdict: &Verdict) -> Self {
        Self { front: front.clone(), line: Line::default(), chance, verdict: verdict.clone() }
    }

    /// Waits no longer than `limit` for an answer.
    pub(crate) fn within(mut self, limit: Duration) -> Self {
        self.line = Line::within(limit);
        self
    }

    /// Sends once to any of the servers. `None`: nobody knows what became of it, or the storage was away.
    pub(crate) async fn ask(&mut self, call: &Call) -> Outcome<Option<Reply>> {
        let address = self.front.any(&mut self.chance)?;
        let begun = Instant::now();
        let reply = self.line.send(address, call).await;
        self.verdict.waited(begun.elapsed());
        let Ok(reply) = reply else {
            self.verdict.count("requests without an answer");
            return Ok(None);
        };
        if reply.status() < 500 {
            return Ok(Some(reply));
        }
        self.verdict.count("answers 503");
        let honest = reply.status() == 503 && reply.header("retry-after").is_some();
        self.verdict.expect(honest, || format!("{} was answered {reply}", call.name));
        Ok(None)
    }

    /// Asks until there is an answer that is not 503.
    pub(crate) async fn insist(&mut self, call: &Call) -> Outcome<Reply> {
        let begun = Instant::now();
        loop {
            if let Some(reply) = self.ask(call).await? {
                return Ok(reply);
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("{} was not answered for {} s", call.name, PATIENCE.as_secs()).into());
            }
            sleep(self.chance.millis(5, 60)).await;
        }
    }

    /// A new merchant's id.
    pub(crate) async fn merchant(&mut self, key: &str) -> Outcome<String> {
        let call = Call::post("/v1/merchants", &json!({"name": "Blue Bottle Bicycles"}))
            .bearer(ADMIN)
            .key(&format!("merchant-{key}"));
        self.insist(&call).await?.ok(201)?.text("id")
    }

    /// Sends every event of a merchant (of all of them without one) to `url`.
    pub(crate) async fn subscribe(&mut self, merchant: Option<&str>, url: &str) -> Outcome<()> {
        let mut wish = json!({"url": url, "events": ["*"]});
        if let Some(merchant) = merchant {
            wish.set("merchant_id", merchant);
        }
        self.insist(&Call::post("/v1/webhook_endpoints", &wish).bearer(ADMIN).key(url)).await?.ok(201)?;
        Ok(())
    }

    /// A new link of 12.50 with `more` fields; `key` is its idempotency key and its `external_id`.
    pub(crate) async fn link(&mut self, merchant: &str, key: &str, more: &Value) -> Outcome<Value> {
        let mut fields = json!({"merchant_id": merchant, "amount": "12.50", "external_id": key});
        for (name, value) in more.as_object().into_iter().flatten() {
            fields.set(name, value.clone());
        }
        self.insist(&Call::post("/v1/payment_links", &fields).bearer(ADMIN).key(key)).await?.ok(201)
    }

    /// A token for a card.
    pub(crate) async fn token(&mut self, number: &str) -> Outcome<String> {
        let card = json!({"card": {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
        self.insist(&Call::post("/sandbox/tokens", &card)).await?.ok(201)?.text("token")
    }

    /// What the API says under `path` now.
    pub(crate) async fn read(&mut self, path: &str) -> Outcome<Value> {
        self.insist(&Call::get(path).bearer(ADMIN)).await?.ok(200)
    }

    /// Everything on a list.
    pub(crate) async fn list(&mut self, path: &str) -> Outcome<Vec<Value>> {
        let mut rows = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.read(&format!("{path}?limit=100{cursor}")).await?;
            rows.extend(page.at("data").as_array().cloned().unwrap_or_default());
            match page.at("next_cursor").as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(rows),
            }
        }
    }
}

/// The request that pays a link.
pub(crate) fn pay(slug: &str, token: &str, key: &str) -> Call {
    let body = json!({"method": "card", "token": token, "payer": {"name": "Ada Example"}});
    Call::post(&format!("/v1/checkout/{slug}/payments"), &body).key(key)
}
