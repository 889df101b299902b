//! What merchants and payers do, in one line each.

use super::{
    client::{Heard, Say, text},
    server::Server,
};
use serde_json::{Value, json};

/// A card that works.
pub(crate) const CARD: &str = "4242424242424242";

/// A merchant with a server.
#[derive(Debug, Clone)]
pub(crate) struct Shop {
    pub(crate) merchant: String,
}

/// The sandbox's bank accounts, by what they do.
pub(crate) struct Account(pub(crate) &'static str);

impl Account {
    pub(crate) const SETTLES: Self = Self("000123456789");
    pub(crate) const IS_CLOSED: Self = Self("000111111113");
    pub(crate) const RETURNS: Self = Self("000222222227");
    pub(crate) const RETURNS_LATE: Self = Self("000333333335");
}

impl Shop {
    /// A new merchant.
    pub(crate) async fn open(server: &Server) -> Self {
        let made = server.admin("POST", "/v1/merchants").json(&json!({"name": "Blue Bottle Bicycles"})).send().await;
        Self { merchant: text(&made.ok(201), "id") }
    }

    /// The request that makes a link of 12.50 with `more` fields.
    pub(crate) fn asks_for_link(&self, server: &Server, more: &Value) -> Say {
        let mut fields = json!({"merchant_id": self.merchant, "amount": "12.50"});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        server.admin("POST", "/v1/payment_links").json(&fields)
    }

    /// A link of 12.50 with `more` fields.
    pub(crate) async fn link(&self, server: &Server, more: Value) -> Value {
        self.asks_for_link(server, &more).send().await.ok(201)
    }

    /// A link of 12.50 that can be paid once.
    pub(crate) async fn one_time_link(&self, server: &Server) -> Value {
        self.link(server, json!({})).await
    }
}

impl Shop {
    /// An invoice over 12.50, and so many links that are open for it.
    pub(crate) async fn invoice_with_links(&self, server: &Server, count: usize) -> (Value, Vec<Value>) {
        let body =
            json!({"merchant_id": self.merchant, "number": "2030-42", "amount": "12.50", "max_open_links": count});
        let invoice = server.admin("POST", "/v1/invoices").json(&body).send().await.ok(201);
        let mut links = Vec::new();
        for _ in 0..count {
            let body = json!({"merchant_id": self.merchant, "invoice_id": text(&invoice, "id")});
            links.push(server.admin("POST", "/v1/payment_links").json(&body).send().await.ok(201));
        }
        (invoice, links)
    }
}

/// The request that trades a card for a token.
pub(crate) fn asks_for_card_token(server: &Server, number: &str) -> Say {
    let card = json!({"card": {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
    server.say("POST", "/sandbox/tokens").json(&card)
}

/// A token for a card.
pub(crate) async fn card_token(server: &Server, number: &str) -> String {
    text(&asks_for_card_token(server, number).send().await.ok(201), "token")
}

/// A token for a bank account.
pub(crate) async fn account_token(server: &Server, account: Account) -> String {
    let account = json!({"bank_account": {
        "routing_number": "110000000", "account_number": account.0,
        "account_type": "checking", "holder_name": "Ada Example",
    }});
    text(&server.say("POST", "/sandbox/tokens").json(&account).send().await.ok(201), "token")
}

/// The request that pays `link`.
pub(crate) fn pay(server: &Server, link: &Value, method: &str, token: &str, key: &str) -> Say {
    let body = json!({"method": method, "token": token, "payer": {"name": "Ada Example"}});
    server.say("POST", &format!("/v1/checkout/{}/payments", text(link, "slug"))).key(key).json(&body)
}

/// Pays `link` with a fresh token for the card `number`.
pub(crate) async fn pay_by_card(server: &Server, link: &Value, number: &str, key: &str) -> Heard {
    let token = card_token(server, number).await;
    pay(server, link, "card", &token, key).send().await
}

/// The link as it is now.
pub(crate) async fn link_of(server: &Server, link: &Value) -> Value {
    server.admin("GET", &format!("/v1/payment_links/{}", text(link, "id"))).send().await.ok(200)
}

/// The types of a link's events, oldest first.
pub(crate) async fn events_of(server: &Server, link: &Value) -> Vec<String> {
    let path = format!("/v1/events?payment_link_id={}&limit=100", text(link, "id"));
    let events = server.admin("GET", &path).send().await.ok(200);
    events["data"].as_array().unwrap().iter().rev().map(|event| text(event, "type")).collect()
}
