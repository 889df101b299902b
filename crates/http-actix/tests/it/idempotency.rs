//! Same key, same request: same answer, byte for byte.

use crate::world::world;
use paylink_core::testing::CallFault;
use serde_json::json;
use std::{io::Write as _, net::TcpStream, time::Duration};

#[test]
fn a_replay_is_the_first_answer_byte_for_byte() {
    let world = world();
    let body = json!({"name": "Once"});
    let ask = || world.admin("POST", "/v1/merchants").key("one").json(&body).send();
    let (first, again) = (ask(), ask());
    first.ok(201);
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        (again.status, &again.body, again.header("content-type")),
        (201, &first.body, first.header("content-type"))
    );
    assert_eq!(world.get("/v1/merchants").ok(200)["data"].as_array().unwrap().len(), 1);
}

#[test]
fn a_refusal_is_replayed_with_the_first_requests_id() {
    let world = world();
    let body = json!({"name": "", "email": "nobody"});
    let ask = |id: &str| world.admin("POST", "/v1/merchants").key("bad").header("x-request-id", id).json(&body).send();
    let (first, again) = (ask("first"), ask("second"));
    assert_eq!((first.status, first.code().as_str()), (422, "invalid_request"));
    assert_eq!((again.status, &again.body), (422, &first.body));
    assert_eq!(again.json()["request_id"], "first");
    assert_eq!(again.header("x-request-id"), Some("second"));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[test]
fn a_key_used_for_another_request_is_refused() {
    let world = world();
    let link = world.link();
    let cancel = format!("/v1/payment_links/{}/cancel", link["id"].as_str().unwrap());
    world.admin("POST", "/v1/merchants").key("k").json(&json!({"name": "a"})).send().ok(201);
    let body = world.admin("POST", "/v1/merchants").key("k").json(&json!({"name": "b"})).send();
    assert_eq!((body.status, body.code().as_str()), (422, "idempotency_key_reused"));
    let path = world.admin("POST", &cancel).key("k").send();
    assert_eq!((path.status, path.code().as_str()), (422, "idempotency_key_reused"));
    let spaced = world.admin("POST", "/v1/merchants").key("k").raw("application/json", br#"{"name": "a"}"#).send();
    assert_eq!(spaced.code(), "idempotency_key_reused", "bytes count, not meaning");
}

#[test]
fn the_same_key_of_another_merchant_is_its_own_request() {
    let world = world();
    let (one, two) = (world.merchant(), world.merchant());
    let ask = |merchant: &str| {
        let token = world.token(merchant);
        world.say("POST", "/v1/payment_links").bearer(&token).key("same").json(&json!({"amount": "3"})).send().ok(201)
    };
    let (first, second) = (ask(&one), ask(&two));
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&first["merchant_id"], &second["merchant_id"]), (&json!(one), &json!(two)));
}

#[test]
fn keys_are_one_header_of_visible_ascii() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    let pay = format!("/v1/checkout/{slug}/payments");
    let paid = json!({"method": "card", "token": "tok_ok"});
    for (path, body) in [("/v1/merchants", json!({"name": "a"})), (&pay, paid.clone())] {
        let ask = || world.admin("POST", path).json(&body);
        for (name, request) in [
            ("empty", ask().key("")),
            ("a space inside", ask().key("a b")),
            ("not ASCII", ask().key("schlüssel")),
            ("256", ask().key(&"k".repeat(256))),
            ("twice", ask().key("a").key("b")),
            ("twice the same", ask().key("a").key("a")),
        ] {
            let answer = request.send();
            assert_eq!((answer.status, answer.code().as_str()), (400, "invalid_idempotency_key"), "{path}: {name}");
        }
    }
    let answer = world.say("POST", &pay).json(&paid).send();
    assert_eq!((answer.status, answer.code().as_str()), (400, "idempotency_key_required"));
    world.say("POST", &pay).key(&"k".repeat(255)).json(&paid).send().ok(201);
}

#[test]
fn every_command_without_a_body_replays_too() {
    let world = world();
    let link = world.link();
    let endpoint = world.post("/v1/webhook_endpoints", &json!({"url": "https://hooks.example/"})).ok(201);
    let event = world.get("/v1/events?limit=1").ok(200)["data"][0]["id"].as_str().unwrap().to_owned();
    let endpoint = endpoint["id"].as_str().unwrap();
    for (path, status) in [
        (format!("/v1/merchants/{}/token", link["merchant_id"].as_str().unwrap()), 201),
        (format!("/v1/payment_links/{}/cancel", link["id"].as_str().unwrap()), 200),
        (format!("/v1/webhook_endpoints/{endpoint}/rotate_secret"), 200),
        (format!("/v1/webhook_endpoints/{endpoint}/test"), 201),
        (format!("/v1/events/{event}/redeliver"), 202),
    ] {
        let first = world.admin("POST", &path).key(&path).send();
        first.ok(status);
        let again = world.admin("POST", &path).key(&path).send();
        assert_eq!((again.status, &again.body), (status, &first.body), "{path}");
        assert_eq!(again.header("idempotent-replayed"), Some("true"), "{path}");
        let surplus = world.admin("POST", &path).json(&json!({"x": 1})).send();
        assert_eq!((surplus.status, surplus.code().as_str()), (422, "unknown_field"), "{path}");
    }
}

#[test]
fn a_key_is_forgotten_after_a_day() {
    let world = world();
    let ask =
        || world.admin("POST", "/v1/merchants").key("day").json(&json!({"name": "a"})).send().ok(201)["id"].clone();
    let first = ask();
    world.clock.advance(Duration::from_secs(24 * 3600 - 1));
    assert_eq!(ask(), first);
}

#[test]
fn a_key_whose_first_request_still_runs_is_in_use() {
    let world = world();
    let link = world.link();
    world.gateway.fail_next(CallFault::CrashAfter);
    let body = json!({"method": "card", "token": "tok_ok"}).to_string();
    let slug = link["slug"].as_str().unwrap();
    let mut first = TcpStream::connect(world.address).unwrap();
    let head = format!(
        "POST /v1/checkout/{slug}/payments HTTP/1.1\r\nhost: t\r\nidempotency-key: k\r\ncontent-type: application/json"
    );
    write!(first, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
    while world.gateway.charge_calls() == 0 {
        std::thread::yield_now();
    }
    let early = world.pay(&link, "tok_ok", "k");
    assert_eq!((early.status, early.code().as_str()), (409, "idempotency_key_in_use"));
    assert!(early.header("retry-after").is_some());
    let other = world.pay(&link, "tok_ok", "other");
    assert_eq!((other.status, other.code().as_str()), (409, "payment_in_progress"));
    world.clock.advance(Duration::from_secs(31));
    let late = world.pay(&link, "tok_ok", "k");
    assert_eq!((late.ok(202)["status"].as_str(), world.gateway.charge_calls()), (Some("processing"), 1));
}
