//! connectFi Payment Link, as an integration speaks it: a client, its merchants, their payers.

mod bad_requests;
mod clients;
mod files;
mod holds;
mod links;
mod lists;
mod money;
mod payers;
mod reminders;
mod types;

use crate::{
    client::{Heard, Say},
    world::{World, start, world},
};
use serde_json::{Value, json};

/// A client with one merchant.
pub(super) struct Client {
    pub(super) world: World,
    pub(super) key: String,
    pub(super) merchant: String,
    pub(super) jwt: String,
}

pub(super) fn client() -> Client {
    on(world())
}

pub(super) fn on(world: World) -> Client {
    let (_, key) = world.key("admin", None);
    let say = |path: &str| world.say("POST", path).header("x-connectfi-token", &key);
    let made = say("/payment-link/merchant/create").json(&json!({"name": "Bakery", "reference": "m1"})).send();
    let merchant = data(&made)["cFiMerchantId"].as_str().unwrap().to_owned();
    let token = say("/payment-link/merchant/get-token").json(&json!({"cFiMerchantId": merchant})).send();
    let jwt = data(&token)["token"].as_str().unwrap().to_owned();
    Client { world, key, merchant, jwt }
}

/// What a success holds, after a check of its envelope.
pub(super) fn data(heard: &Heard) -> Value {
    assert_eq!(heard.status, 200, "{}", heard.text());
    let body = heard.json();
    assert_eq!((&body["code"], body.as_object().unwrap().len()), (&json!("0"), 3), "{body}");
    let id = body["requestId"].as_str().unwrap();
    assert!((1..=128).contains(&id.len()), "{body}");
    body["data"].clone()
}

/// The code of a refusal, after a check of its shape and status.
pub(super) fn refusal(heard: &Heard, status: u16) -> String {
    assert_eq!(heard.status, status, "{}", heard.text());
    assert_eq!(heard.header("content-type"), Some("application/json"), "{}", heard.text());
    let body = heard.json();
    assert_eq!(body.as_object().unwrap().len(), 4, "{body}");
    assert!(body["requestId"].is_string() && body["message"].is_string(), "{body}");
    assert!(body["context"].is_object() || body["context"].is_array(), "{body}");
    body["code"].as_str().unwrap().to_owned()
}

pub(super) fn fields() -> Value {
    json!([
        {"index": 0, "code": "email", "label": "E-mail", "value": "ada@example.com"},
        {"index": 1, "code": "name", "label": "Name", "value": "Ada Payer", "type": "text"},
    ])
}

impl Client {
    /// As the client.
    pub(super) fn ask(&self, path: &str, body: &Value) -> Heard {
        self.as_client(path).json(body).send()
    }

    pub(super) fn as_client(&self, path: &str) -> Say {
        self.world.say("POST", &format!("/payment-link/{path}")).header("x-connectfi-token", &self.key)
    }

    /// As the merchant.
    pub(super) fn sell(&self, path: &str, body: &Value) -> Heard {
        self.as_merchant(path).json(body).send()
    }

    pub(super) fn as_merchant(&self, path: &str) -> Say {
        self.world.say("POST", &format!("/public/merchant/{path}")).header("x-connectfi-jwtoken", &self.jwt)
    }

    /// A new payment over 10.01 USD.
    pub(super) fn payment(&self) -> Value {
        self.payment_with(json!({}))
    }

    pub(super) fn payment_with(&self, more: Value) -> Value {
        let mut body = json!({"invoiceNumber": "7", "amount": 10.01, "currency": "USD", "fields": fields()});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        data(&self.sell("payment/create", &body))
    }

    /// A payer's token for a payment.
    pub(super) fn payer(&self, payment: &Value) -> String {
        let heard =
            self.world.say("POST", "/public/customer/payment/link").json(&json!({"link": payment["link"]})).send();
        let token = data(&heard);
        assert_eq!(token["expiresIn"], 3600);
        token["token"].as_str().unwrap().to_owned()
    }

    /// As the payer of a payment.
    pub(super) fn pay(&self, token: &str, path: &str, body: &Value) -> Heard {
        self.world
            .say("POST", &format!("/public/customer/{path}"))
            .header("x-connectfi-jwtoken", token)
            .json(body)
            .send()
    }

    /// Pays by card with a token of the scripted gateway.
    pub(super) fn by_card(&self, payment: &Value, token: &str) -> Heard {
        let body = json!({"clearCard": {"token": token}, "owner": {"name": {"first": "Ada", "last": "Payer"}}});
        self.pay(&self.payer(payment), "payment/card-pay", &body)
    }

    /// The status that the merchant sees now.
    pub(super) fn status(&self, payment: &Value) -> String {
        let shown = data(&self.sell("payment/details", &json!({"cFiTransactionId": payment["cFiTransactionId"]})));
        shown["status"].as_str().unwrap().to_owned()
    }
}

/// A body that names a payment.
pub(super) fn of(payment: &Value) -> Value {
    json!({"cFiTransactionId": payment["cFiTransactionId"]})
}

/// A server whose gateway plays the processor.
pub(super) fn with_sandbox() -> Client {
    let desk = std::sync::Arc::new(crate::world::PlainDesk);
    on(start(crate::world::settings(), Some(desk)))
}
