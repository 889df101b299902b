//! Telness Connect: links for orders and invoices.

use crate::{
    client::{Heard, Say},
    world::{World, world},
};
use serde_json::{Value, json};

/// A shop with a key of its own.
struct Shop {
    world: World,
    merchant: String,
    key: String,
}

fn shop() -> Shop {
    let world = world();
    let merchant = world.merchant();
    let (_, key) = world.key("admin", Some(&merchant));
    Shop { world, merchant, key }
}

impl Shop {
    fn say(&self, method: &str, path: &str) -> Say {
        self.world.say(method, path).header("x-api-key", &self.key)
    }

    fn post(&self, body: &Value) -> Heard {
        self.say("POST", "/payment-links").json(body).send()
    }

    fn order(&self, number: &str) -> String {
        let body = json!({"merchant_id": self.merchant, "number": number, "amount": "29.00", "description": "Plan"});
        self.world.post("/v1/orders", &body).ok(201)["id"].as_str().unwrap().to_owned()
    }
}

/// The code of a refusal, after a check that it has the dialect's shape.
fn code(heard: &Heard, status: u16) -> String {
    assert_eq!(heard.status, status, "{}", heard.text());
    assert_eq!(heard.header("content-type"), Some("application/json"), "{}", heard.text());
    let body = heard.json();
    assert!(body["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    body["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_link_is_made_for_an_order_and_read() {
    let shop = shop();
    let order = shop.order("A1");
    let made = shop.post(&json!({"orderId": order, "metadata": {"source": "web"}})).ok(201);
    let id = made["paymentLinkId"].as_str().unwrap();
    assert_eq!(made["status"], "ACTIVE");
    assert_eq!(made["description"], "Plan");
    assert_eq!(made["metadata"], json!({"source": "web"}));
    assert!(made.get("paymentId").is_none() && made.get("completedAt").is_none(), "{made}");
    let read = shop.say("GET", &format!("/payment-links/{id}")).send().ok(200);
    assert_eq!(read, made);
    let native = shop.world.get(&format!("/v1/payment_links/{id}")).ok(200);
    assert_eq!(native["amount"], "29.00");
    assert_eq!(native["url"], made["url"]);
    assert_eq!(native["ends_at"], made["expiresAt"]);
}

#[test]
fn what_does_not_reach_a_handler_is_refused_in_the_same_shape() {
    let shop = shop();
    let key = &shop.key;
    assert_eq!(code(&shop.world.say("GET", "/payment-links/plink_x").send(), 401), "unauthorized");
    let no_header = shop.world.say("GET", "/payment-links/x").bearer(key).send();
    assert_eq!(code(&no_header, 401), "unauthorized");
    assert_eq!(no_header.header("www-authenticate"), Some("ApiKey realm=\"paylink\""));
    assert_eq!(code(&shop.say("GET", "/payment-links/plink_x").send(), 404), "not_found");
    assert_eq!(code(&shop.say("GET", "/payment-links/x/y/z").send(), 404), "not_found");
    let wrong = shop.say("DELETE", "/payment-links/x").send();
    assert_eq!(code(&wrong, 405), "method_not_allowed");
    assert_eq!(wrong.header("allow"), Some("GET, HEAD"));
    assert_eq!(code(&shop.say("POST", "/payment-links").raw("application/json", b"{").send(), 400), "invalid_request");
    let large = format!("{{\"description\":\"{}\"}}", "x".repeat(70_000));
    let large = shop.say("POST", "/payment-links").raw("application/json", large.as_bytes()).send();
    assert_eq!(code(&large, 413), "payload_too_large");
    assert_eq!(code(&shop.say("GET", &format!("/payment-links/{}", "x".repeat(5000))).send(), 414), "uri_too_long");
    // a neighbour that only begins alike is none of its business
    assert_eq!(shop.say("GET", "/payment-linksx").send().code(), "not_found");
}
