//! PayEngine: payment links under `/api`, with the key itself behind the word `Basic`.

mod links;
mod lists;
mod refusals;
mod transactions;
mod types;

use crate::{
    client::{Heard, Say},
    world::{World, world},
};
use serde_json::{Value, json};

/// A platform with one merchant.
struct Partner {
    world: World,
    merchant: String,
    key: String,
}

fn partner() -> Partner {
    let world = world();
    let merchant = world.merchant();
    let (_, key) = world.key("admin", None);
    Partner { world, merchant, key }
}

impl Partner {
    fn say(&self, method: &str, path: &str) -> Say {
        as_key(self.world.say(method, path), &self.key)
    }

    fn get(&self, path: &str) -> Heard {
        self.say("GET", path).send()
    }

    fn post(&self, path: &str, body: &Value) -> Heard {
        self.say("POST", path).json(body).send()
    }

    /// The data of a new link with these fields.
    fn link(&self, data: &Value) -> Value {
        let body = json!({"merchant_id": self.merchant, "data": data});
        self.post("/api/payment-link", &body).ok(200)["data"].clone()
    }

    fn read(&self, link: &Value) -> Value {
        self.get(&path(link)).ok(200)["data"].clone()
    }

    fn cancel(&self, link: &Value) -> Heard {
        self.say("POST", &format!("{}/cancel", path(link))).send()
    }

    fn update(&self, link: &Value, data: &Value) -> Heard {
        self.say("PUT", &path(link)).json(&json!({"data": data})).send()
    }

    /// Pays a link of this dialect on its page.
    fn pay(&self, link: &Value, token: &str, key: &str) -> Heard {
        self.world.pay(&json!({"slug": link["slug_id"]}), token, key)
    }

    fn pay_by_bank(&self, link: &Value) -> Value {
        let path = format!("/v1/checkout/{}/payments", link["slug_id"].as_str().unwrap());
        self.world.say("POST", &path).key("bank").json(&json!({"method": "ach", "token": "tok_ach"})).send().json()
    }
}

fn as_key(say: Say, key: &str) -> Say {
    say.header("authorization", &format!("Basic {key}"))
}

fn path(link: &Value) -> String {
    format!("/api/payment-link/{}", link["payment_link_id"].as_str().unwrap())
}

/// The code of a refusal, after a check that it has the dialect's shape.
fn code(heard: &Heard, status: u16) -> String {
    assert_eq!(heard.status, status, "{}", heard.text());
    assert_eq!(heard.header("content-type"), Some("application/json"), "{}", heard.text());
    let body = heard.json();
    let error = &body["error"];
    assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    assert_eq!(error["message"], body["message"]);
    assert_eq!(error["request_id"], heard.header("x-request-id").unwrap());
    assert!(error["errors"].is_array(), "{body}");
    error["code"].as_str().unwrap().to_owned()
}

/// The fields of a refusal that were wrong.
fn fields(heard: &Heard) -> Vec<String> {
    let body = heard.json();
    let errors = body["error"]["errors"].as_array().unwrap().iter();
    errors.map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}
