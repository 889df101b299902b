//! The payer's side of the API.

use crate::world::world;
use serde_json::json;
use std::{io::Write as _, net::TcpStream, time::Duration};

#[test]
fn a_payment_ends_as_the_gateway_says() {
    let world = world();
    let rows = [
        ("tok_ok", 201, "succeeded"),
        ("tok_action", 201, "requires_action"),
        ("tok_timeout_charged", 202, "processing"),
    ];
    for (token, status, state) in rows {
        let link = world.link();
        let paid = world.pay(&link, token, "k").ok(status);
        assert_eq!(paid["status"], state, "{token}");
        assert_eq!(paid["amount"], "12.50");
        if state == "requires_action" {
            assert!(paid["next_action"]["url"].as_str().unwrap().starts_with("http"), "{paid}");
        }
        let path = format!("/v1/checkout/{}/payments/{}", link["slug"].as_str().unwrap(), paid["id"].as_str().unwrap());
        let polled = world.say("GET", &path).send().ok(200);
        assert_eq!(polled["id"], paid["id"]);
    }
}

#[test]
fn a_declined_payment_names_the_reason_and_the_payment_and_can_be_replayed() {
    let world = world();
    let link = world.link();
    for (token, code) in [("tok_declined", "card_declined"), ("tok_insufficient", "insufficient_funds")] {
        let declined = world.pay(&link, token, token);
        assert_eq!((declined.status, declined.code().as_str()), (402, code));
        let id = declined.json()["payment_id"].as_str().unwrap().to_owned();
        assert_eq!(world.get(&format!("/v1/payments/{id}")).ok(200)["status"], "failed");
        let again = world.pay(&link, token, token);
        assert_eq!((again.status, &again.body), (402, &declined.body));
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
    }
    world.pay(&link, "tok_ok", "last").ok(201);
    assert_eq!(world.gateway.taken().len(), 1);
}

#[test]
fn a_link_that_cannot_be_paid_says_why() {
    let world = world();
    let refused = |link: &serde_json::Value, code: &str| {
        let answer = world.pay(link, "tok_ok", "late");
        assert_eq!((answer.status, answer.code().as_str()), (409, code));
        let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
        assert_eq!(checkout["payable"], false);
    };
    let paid = world.link();
    world.pay(&paid, "tok_ok", "first").ok(201);
    refused(&paid, "link_completed");
    let cancelled = world.link();
    world.admin("POST", &format!("/v1/payment_links/{}/cancel", cancelled["id"].as_str().unwrap())).send().ok(200);
    refused(&cancelled, "link_cancelled");
    let busy = world.link();
    world.pay(&busy, "tok_action", "first").ok(201);
    refused(&busy, "payment_in_progress");
    let merchant = world.merchant();
    let later = world.link_of(&merchant, json!({"starts_at": "2030-01-01"}));
    refused(&later, "link_inactive");
    let unknown = world
        .say("POST", "/v1/checkout/nobody/payments")
        .key("k")
        .json(&json!({"method": "card", "token": "tok_ok"}))
        .send();
    assert_eq!((unknown.status, unknown.code().as_str()), (404, "not_found"));
}

#[test]
fn a_payer_sees_public_fields_only() {
    let world = world();
    let merchant = world.merchant();
    let link = world.link_of(
        &merchant,
        json!({"metadata": {"order": "private-1"}, "internal_transaction_id": "private-2", "external_id": "private-3"}),
    );
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send();
    assert_eq!(checkout.ok(200)["payable"], true);
    assert!(!checkout.text().contains("private"), "{}", checkout.text());
}

#[test]
fn other_origins_may_use_the_checkout_and_nothing_else() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    let path = format!("/v1/checkout/{slug}/payments");
    let ask = |path: &str| {
        world
            .say("OPTIONS", path)
            .header("origin", "https://shop.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,idempotency-key")
            .send()
    };
    let preflight = ask(&path);
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
    assert!(preflight.header("access-control-allow-headers").unwrap().contains("idempotency-key"));
    assert!(preflight.header("access-control-allow-methods").unwrap().contains("POST"));
    assert_eq!(preflight.header("access-control-allow-credentials"), None);
    let refused = world.say("GET", "/v1/checkout/nobody").header("origin", "https://shop.example").send();
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (404, Some("*")));
    for path in ["/v1/merchants", "/v1/payment_links", "/sandbox/tokens", "/p/x"] {
        let answer = ask(path);
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (405, None), "{path}");
    }
}

#[test]
fn a_payer_who_hangs_up_pays_all_the_same() {
    let world = world();
    let link = world.link();
    let body = json!({"method": "card", "token": "tok_ok"}).to_string();
    let path = format!("/v1/checkout/{}/payments", link["slug"].as_str().unwrap());
    world.gate.close();
    let mut stream = TcpStream::connect(world.address).unwrap();
    // an answer that nobody reads turns the end of the connection into a reset
    write!(stream, "GET /health/live HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
    stream.peek(&mut [0]).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: t\r\nidempotency-key: k\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    world.gate.wait_for_a_charge();
    drop(stream);
    // every worker gets to see the reset
    for _ in 0..20 {
        world.say("GET", "/health/live").send().ok(200);
    }
    world.gate.open();
    let settled = std::iter::repeat_with(|| world.pay(&link, "tok_ok", "k"))
        .take(2000)
        .find(|answer| answer.status != 409)
        .unwrap();
    assert_eq!(settled.ok(201)["status"], "succeeded");
    assert_eq!(world.gateway.taken().len(), 1);
}

#[test]
fn too_many_declines_from_one_address_are_stopped() {
    let world = world();
    let link = world.link();
    let codes: Vec<u16> = (0..4).map(|n| world.pay(&link, "tok_declined", &format!("k{n}")).status).collect();
    assert_eq!(codes, [402, 402, 402, 429]);
    let stopped = world.pay(&link, "tok_ok", "k9");
    assert_eq!(stopped.code(), "too_many_declines");
    assert!(stopped.header("retry-after").is_some());
    world.clock.advance(Duration::from_secs(61));
    world.pay(&link, "tok_ok", "k10").ok(201);
}
