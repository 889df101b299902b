//! Fortis / Zeamster v2, through real sockets.

mod credentials;
mod lists;
mod others;
mod paylinks;
mod quick;
mod quick_files;
mod quick_rules;
mod records;
mod refusals;
mod types;

use crate::{
    client::{Heard, Say},
    world::{ADMIN, World, world},
};
use serde_json::{Value, json};

/// A merchant with a key of its own, and the platform's.
pub(super) struct Shop {
    pub(super) world: World,
    pub(super) merchant: String,
    pub(super) user: String,
    pub(super) secret: String,
}

pub(super) fn shop() -> Shop {
    let world = world();
    let merchant = world.merchant();
    let (user, secret) = world.key("admin", Some(&merchant));
    Shop { world, merchant, user, secret }
}

impl Shop {
    /// With the merchant's key.
    pub(super) fn say(&self, method: &str, path: &str) -> Say {
        let say = self.world.say(method, path).header("developer-id", "dev-1");
        say.header("user-id", &self.user).header("user-api-key", &self.secret)
    }

    /// With the server's own key.
    pub(super) fn platform(&self, method: &str, path: &str) -> Say {
        let say = self.world.say(method, path).header("developer-id", "dev-1");
        say.header("user-id", "key_of_the_operator").header("user-api-key", ADMIN)
    }

    pub(super) fn get(&self, path: &str) -> Heard {
        self.say("GET", path).send()
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Heard {
        self.say("POST", path).json(body).send()
    }

    pub(super) fn put(&self, path: &str, body: &Value) -> Heard {
        self.say("PUT", path).json(body).send()
    }

    pub(super) fn delete(&self, path: &str) -> Heard {
        self.say("DELETE", path).send()
    }

    /// A new paylink over 10.00; `more` is added to its fields.
    pub(super) fn paylink(&self, more: Value) -> Value {
        let body = json!({"paylink": self.fields(more)});
        self.post("/v2/paylinks", &body).ok(201)["paylink"].clone()
    }

    pub(super) fn fields(&self, more: Value) -> Value {
        let mut fields = json!({"location_id": self.merchant, "amount_due": "10.00"});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        fields
    }

    pub(super) fn contact(&self, more: Value) -> Value {
        let mut fields = json!({"location_id": self.merchant, "last_name": "Payer"});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        self.post("/v2/contacts", &json!({"contact": fields})).ok(201)["contact"].clone()
    }

    /// Pays a paylink with a token of the scripted gateway.
    pub(super) fn pay(&self, paylink: &Value, method: &str, token: &str) -> Heard {
        let native = self.world.get(&format!("/v1/payment_links/{}", id(paylink))).ok(200);
        let path = format!("/v1/checkout/{}/payments", native["slug"].as_str().unwrap());
        self.world.say("POST", &path).key(token).json(&json!({"method": method, "token": token})).send()
    }

    pub(super) fn path(&self, paylink: &Value) -> String {
        format!("/v2/paylinks/{}", id(paylink))
    }
}

pub(super) fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

/// The errors of a refusal, after a check that it has the dialect's shape.
pub(super) fn errors(heard: &Heard, status: u16) -> Value {
    assert_eq!(heard.status, status, "{}", heard.text());
    assert_eq!(heard.header("content-type"), Some("application/json"), "{}", heard.text());
    let body = heard.json();
    assert!(body["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    let fields = body["errors"].as_object().unwrap_or_else(|| panic!("{body}"));
    assert!(!fields.is_empty(), "{body}");
    for sentences in fields.values() {
        assert!(
            sentences.as_array().is_some_and(|list| list.iter().all(Value::is_string) && !list.is_empty()),
            "{body}"
        );
    }
    body["errors"].clone()
}

/// The names of the fields that a refusal names.
pub(super) fn wrong(heard: &Heard) -> Vec<String> {
    errors(heard, 422).as_object().unwrap().keys().cloned().collect()
}
