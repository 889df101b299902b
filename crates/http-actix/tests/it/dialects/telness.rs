//! Telness Connect: links for orders and invoices.

mod lists;
mod profiles;
mod types;

use crate::{
    client::{Heard, Say},
    world::{World, world},
};
use futures_util::FutureExt as _;
use paylink_core::{
    Change, ChangeSet, Stored,
    ports::{IdempotencyReader as _, Store as _},
    records::IdempotencyRecord,
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

#[test]
fn a_link_is_for_one_order_or_one_invoice() {
    let shop = shop();
    let order = shop.order("A1");
    let invoice = json!({"merchant_id": shop.merchant, "number": "I-1", "amount": "7.00"});
    let invoice = shop.world.post("/v1/invoices", &invoice).ok(201)["id"].as_str().unwrap().to_owned();
    let made = shop.post(&json!({"invoiceId": invoice, "description": "Second notice"})).ok(201);
    assert_eq!(made["description"], "Second notice");
    let fields = |body: &Value| -> Vec<String> {
        let heard = shop.post(body);
        assert_eq!(code(&heard, 400), "invalid_request", "{body}");
        let details = heard.json()["details"].as_array().unwrap_or_else(|| panic!("{}", heard.text())).clone();
        details.iter().map(|detail| detail["field"].as_str().unwrap().to_owned()).collect()
    };
    for (body, wrong) in [
        (json!({}), "orderId"),
        (json!({"orderId": order, "invoiceId": invoice}), "orderId"),
        (json!({"orderId": "ord_00000000000000000000000000"}), "orderId"),
        (json!({"orderId": invoice}), "orderId"),
        (json!({"invoiceId": "nonsense"}), "invoiceId"),
        (json!({"orderId": 1}), "orderId"),
        (json!({"orderId": order, "paymentProfileId": "pm_00000000000000000000000000"}), "paymentProfileId"),
        (json!({"orderId": order, "successUrl": "javascript:alert(1)"}), "successUrl"),
        (json!({"orderId": order, "cancelUrl": "http://shop.example/"}), "cancelUrl"),
        (json!({"orderId": order, "expiresAt": "soon"}), "expiresAt"),
        (json!({"orderId": order, "metadata": "x"}), "metadata"),
        (json!({"orderId": order, "savePaymentProfile": "yes"}), "savePaymentProfile"),
        (json!({"orderId": order, "setAsDefaultPaymentProfile": true}), "setAsDefaultPaymentProfile"),
        (json!({"amount": "1.001"}), "amount"),
    ] {
        assert_eq!(fields(&body), [wrong], "{body}");
    }
    let foreign = json!({"merchant_id": shop.world.merchant(), "number": "F1", "amount": "1.00"});
    let foreign = shop.world.post("/v1/orders", &foreign).ok(201);
    assert_eq!(fields(&json!({"orderId": foreign["id"]})), ["orderId"], "another merchant's order");
}

#[test]
fn every_documented_field_of_a_new_link_is_taken() {
    let shop = shop();
    let body = json!({
        "orderId": shop.order("A1"),
        "savePaymentProfile": true,
        "setAsDefaultPaymentProfile": true,
        "description": "Plan",
        "successUrl": "https://shop.example/thanks",
        "cancelUrl": "https://shop.example/basket",
        "metadata": {"source": "web", "try": 2, "vip": true},
        "somethingNew": {"a": [1]},
    });
    let made = shop.post(&body).ok(201);
    assert_eq!(made["metadata"], json!({"source": "web", "try": "2", "vip": "true"}));
    let native = shop.world.get(&format!("/v1/payment_links/{}", made["paymentLinkId"].as_str().unwrap())).ok(200);
    assert_eq!(native["save_payment_method"], true);
    assert_eq!(native["redirect_url"], "https://shop.example/thanks");
    let days = std::time::Duration::from_secs(30 * 24 * 3600);
    let created: paylink_core::Timestamp = made["createdAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(made["expiresAt"], created.plus(days).to_string());
}

#[test]
fn an_amount_and_a_customer_may_stand_in_place_of_an_order() {
    let shop = shop();
    let body = r#"{"amount":29.90,"currency":"EUR","customer":{"name":"Ada","email":"ada@example.com"}}"#;
    let made = shop.say("POST", "/payment-links").raw("application/json", body.as_bytes()).send().ok(201);
    let native = shop.world.get(&format!("/v1/payment_links/{}", made["paymentLinkId"].as_str().unwrap())).ok(200);
    assert_eq!((&native["amount"], &native["currency"]), (&json!("29.90"), &json!("EUR")));
    assert_eq!(native["customer"]["email"], "ada@example.com");
}

#[test]
fn only_an_active_link_is_cancelled() {
    let shop = shop();
    let path = |link: &Value| format!("/payment-links/{}/cancel", link["paymentLinkId"].as_str().unwrap());
    let make = |number| shop.post(&json!({"orderId": shop.order(number)})).ok(201);
    let (link, paid, late) = (make("A1"), make("A2"), make("A3"));
    let cancelled = shop.say("POST", &path(&link)).send().ok(200);
    assert_eq!((&cancelled["status"], &cancelled["paymentLinkId"]), (&json!("CANCELLED"), &link["paymentLinkId"]));
    assert!(cancelled.get("completedAt").is_none(), "{cancelled}");
    assert_eq!(code(&shop.say("POST", &path(&link)).send(), 409), "conflict");

    let native = shop.world.get(&format!("/v1/payment_links/{}", paid["paymentLinkId"].as_str().unwrap())).ok(200);
    let payment = shop.world.pay(&native, "tok_ok", "k").ok(201);
    assert_eq!(code(&shop.say("POST", &path(&paid)).send(), 409), "conflict");
    let read = shop.say("GET", path(&paid).strip_suffix("/cancel").unwrap()).send().ok(200);
    assert_eq!((&read["status"], &read["paymentId"]), (&json!("COMPLETED"), &payment["id"]));
    assert!(read["completedAt"].is_string(), "{read}");

    shop.world.clock.advance(std::time::Duration::from_secs(31 * 24 * 3600));
    assert_eq!(code(&shop.say("POST", &path(&late)).send(), 409), "conflict");
    assert_eq!(shop.say("GET", path(&late).strip_suffix("/cancel").unwrap()).send().ok(200)["status"], "EXPIRED");
    let unknown = shop.say("POST", "/payment-links/plink_00000000000000000000000000/cancel").send();
    assert_eq!(code(&unknown, 404), "not_found");
    assert_eq!(code(&shop.say("GET", &path(&late)).send(), 405), "method_not_allowed");
}

#[test]
fn the_same_key_gets_the_same_bytes_and_another_request_a_conflict() {
    let shop = shop();
    let order = shop.order("A1");
    let text = format!(r#"{{"orderId":"{order}"}}"#);
    let ask = |key: &str, body: &str| {
        let say = shop.say("POST", "/payment-links").header("x-idempotency-key", key);
        say.raw("application/json", body.as_bytes()).send()
    };
    let (first, again) = (ask("k", &text), ask("k", &text));
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!((&first.body, first.header("content-type")), (&again.body, again.header("content-type")));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(code(&ask("k", &format!(" {text}")), 409), "idempotency_key_mismatch");

    let (refused, still) = (ask("no", "{}"), ask("no", "{}"));
    assert_eq!((refused.status, &refused.body), (400, &still.body), "refusals are replayed too");

    let path = format!("/payment-links/{}/cancel", first.json()["paymentLinkId"].as_str().unwrap());
    let cancel = |key: &str| shop.say("POST", &path).header("x-idempotency-key", key).send();
    let (first, again) = (cancel("c"), cancel("c"));
    assert_eq!((first.status, &first.body), (200, &again.body));
    assert_eq!(code(&cancel("other"), 409), "conflict");
    assert_eq!(code(&cancel("k"), 409), "idempotency_key_mismatch");
}

#[test]
fn a_key_whose_first_request_still_runs_is_locked() {
    let shop = shop();
    let body = json!({"orderId": shop.order("A1")});
    let ask = || shop.say("POST", "/payment-links").header("x-idempotency-key", "k").json(&body).send();
    let first = ask();
    assert_eq!(first.status, 201, "{}", first.text());
    // as it was before the answer
    let known = shop.world.store.requests_after(None, 100).now_or_never().unwrap().unwrap();
    let record = known.into_iter().find(|record| record.value.key == "k").unwrap();
    let running = Stored { value: IdempotencyRecord { answer: None, ..record.value.clone() }, ..record };
    let write = |change| shop.world.store.commit(ChangeSet::new().with(change)).now_or_never().unwrap().unwrap();
    write(Change::UpdateIdempotency(running));
    assert_eq!(code(&ask(), 409), "idempotency_key_locked");
    let listed = shop.say("GET", "/payment-links").send().ok(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "nothing was made twice");
}

#[test]
fn keys_have_up_to_256_printable_characters() {
    let shop = shop();
    let ask = |key: &str, order: &str| {
        shop.say("POST", "/payment-links").header("x-idempotency-key", key).json(&json!({"orderId": order})).send()
    };
    let order = shop.order("A1");
    for key in [&"k".repeat(256), "with a space"] {
        let first = ask(key, &order);
        assert!([201, 409].contains(&first.status), "{}", first.text());
        assert_eq!(first.body, ask(key, &order).body);
    }
    for key in [&*"k".repeat(257), "schlüssel", " "] {
        assert_eq!(code(&ask(key, &order), 400), "invalid_request", "{key}");
    }
}

#[test]
fn a_key_sees_its_own_merchant_and_a_key_of_the_platform_makes_nothing() {
    let shop = shop();
    let foreign = shop.world.link();
    let path = format!("/payment-links/{}", foreign["id"].as_str().unwrap());
    assert_eq!(code(&shop.say("GET", &path).send(), 404), "not_found");
    assert_eq!(code(&shop.say("POST", &format!("{path}/cancel")).send(), 404), "not_found");
    let platform = shop.world.key("admin", None).1;
    let say = |method: &str, path: &str| shop.world.say(method, path).header("x-api-key", &platform);
    assert_eq!(say("GET", &path).send().ok(200)["paymentLinkId"], foreign["id"]);
    let refused = say("POST", "/payment-links").json(&json!({"amount": "1.00"})).send();
    assert_eq!(code(&refused, 400), "invalid_request");
    let reader = shop.world.key("read_only", Some(&shop.merchant)).1;
    let refused = shop.world.say("POST", "/payment-links").header("x-api-key", &reader).json(&json!({"amount": "1"}));
    assert_eq!(code(&refused.send(), 403), "forbidden");
    let wrong = shop.world.say("GET", "/payment-links").header("X-Api-Key", "plk_wrong").send();
    assert_eq!(code(&wrong, 401), "unauthorized");
    let twice = shop.say("GET", "/payment-links").header("x-api-key", &shop.key).send();
    assert_eq!(code(&twice, 401), "unauthorized");
}

#[test]
fn bodies_that_are_no_json_object_are_refused() {
    let shop = shop();
    let say = || shop.say("POST", "/payment-links");
    for body in [&b""[..], b"[]", b"null", b"{\"a\":1,\"a\":2}", b"\xff", b"{\"orderId\":"] {
        let heard = if body.is_empty() { say().send() } else { say().raw("application/json", body).send() };
        assert_eq!(code(&heard, 400), "invalid_request", "{body:?}");
    }
    assert_eq!(code(&say().raw("text/plain", b"{}").send(), 415), "unsupported_media_type");
    // a body without a media type is taken for what it has to be
    let order = shop.order("A1");
    say().body(format!(r#"{{"orderId":"{order}"}}"#).as_bytes()).send().ok(201);
}

#[test]
fn too_many_requests_are_refused_in_the_same_shape() {
    let mut settings = crate::world::settings();
    let quota = paylink_http_actix::Quota::new(1, 3);
    settings.rate_limits = paylink_http_actix::RateLimits { address: None, identity: Some(quota) };
    let world = crate::world::world_with(settings);
    let key = world.key("admin", Some(&world.merchant())).1;
    let heard: Vec<Heard> =
        (0..5).map(|_| world.say("GET", "/payment-links").header("x-api-key", &key).send()).collect();
    let refused = heard.iter().find(|heard| heard.status != 200).unwrap();
    assert_eq!(code(refused, 429), "rate_limited");
    assert!(refused.header("retry-after").is_some());
}
