//! Whatever is wrong is answered in the same shape.

use super::{as_key, code, fields, partner};
use crate::{
    client::Say,
    world::{settings, world_with},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use paylink_http_actix::{HttpSettings, Quota, RateLimits};
use serde_json::json;

#[test]
fn the_key_stands_as_it_is_behind_the_word_basic() {
    let partner = partner();
    let path = format!("/api/merchant/{}/payment-link", partner.merchant);
    let ask = |line: &str| partner.world.say("GET", &path).header("authorization", line).send();
    for line in [format!("Basic {}", partner.key), format!("basic {}", partner.key), format!("Basic  {} ", partner.key)]
    {
        ask(&line).ok(200);
    }
    let refused = partner.world.say("GET", &path).send();
    assert_eq!(code(&refused, 401), "unauthenticated");
    assert_eq!(refused.header("www-authenticate"), Some("Basic realm=\"paylink\""));
    for line in [
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic x".to_owned(),
        format!("Bearer {}", partner.key),
        partner.key.clone(),
        format!("Basic {}", STANDARD.encode(format!("{}:", partner.key))),
        format!("Basic {}", STANDARD.encode(&partner.key)),
    ] {
        assert_eq!(code(&ask(&line), 401), "unauthenticated", "{line}");
    }
    let twice = as_key(partner.say("GET", &path), &partner.key).send();
    assert_eq!(code(&twice, 401), "unauthenticated");
    let native = as_key(partner.world.say("GET", "/v1/payment_links"), &partner.key).send();
    assert_eq!(native.code(), "unauthenticated", "the native API knows no such header");
}

#[test]
fn bad_bodies_name_every_wrong_field_at_once() {
    let partner = partner();
    let body = json!({"merchant_id": "1cc7b594-b80f-4227-a0fa-299c4c6ce8ab", "data": {
        "use_same_amount": "no", "amount": "x", "payment_methods": ["CASH"], "order_number": "A-1", "slug_id": "a",
        "start_date": "20260230", "end_date": [], "currency_code": "XXX", "sales_tax": "-1", "one_time_only": 1,
        "description": "x".repeat(501), "metadata": {"k": "x".repeat(501)}, "customer": {"email": "nobody"},
    }});
    let refused = partner.post("/api/payment-link", &body);
    assert_eq!(code(&refused, 400), "invalid_request");
    let mut found = fields(&refused);
    found.sort();
    let wanted = [
        "data.amount",
        "data.currency_code",
        "data.customer.email",
        "data.description",
        "data.end_date",
        "data.metadata.k",
        "data.one_time_only",
        "data.order_number",
        "data.payment_methods",
        "data.sales_tax",
        "data.slug_id",
        "data.start_date",
        "data.use_same_amount",
        "merchant_id",
    ];
    assert_eq!(found, wanted, "{}", refused.text());
    assert!(!refused.text().contains("starts_at"), "{}", refused.text());
    let backwards = json!({"merchant_id": partner.merchant, "data": {"amount": "1", "start_date": "20300202", "end_date": "20300201"}});
    let refused = partner.post("/api/payment-link", &backwards);
    assert_eq!(
        (code(&refused, 400), fields(&refused)),
        ("invalid_window".to_owned(), vec!["data.end_date".to_owned()])
    );
    for (body, wanted) in
        [(json!({"data": {"amount": "1"}}), "merchant_id"), (json!({"merchant_id": partner.merchant}), "data")]
    {
        let refused = partner.post("/api/payment-link", &body);
        assert_eq!(code(&refused, 400), "required", "{}", refused.text());
        assert!(fields(&refused).contains(&wanted.to_owned()), "{}", refused.text());
    }
}

#[test]
fn what_does_not_reach_a_handler_is_refused_in_the_same_shape() {
    let partner = partner();
    for (method, path, status, wanted) in [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api/payment-page/x", 404, "not_found"),
        ("GET", "/api/payment-link/wlx57", 404, "not_found"),
        ("GET", "/api/payment-link/plink_01jd2q7x3me5kt6bvs9w0fzr4y", 404, "not_found"),
        ("GET", "/api/merchant/x/payment-link", 404, "not_found"),
        ("GET", "/api/merchant/%ff/transaction", 404, "not_found"),
        ("GET", "/api/payment-link", 405, "method_not_allowed"),
        ("DELETE", "/api/payment-link/x", 405, "method_not_allowed"),
        ("GET", "/api/payment-link/x/cancel", 405, "method_not_allowed"),
        ("PUT", "/api/merchant/x", 405, "method_not_allowed"),
    ] {
        assert_eq!(code(&partner.say(method, path).send(), status), wanted, "{method} {path}");
    }
    let create = || partner.say("POST", "/api/payment-link");
    for body in [&b"{"[..], b"[]", b"", b"\xff", b"{\"data\":{},\"data\":{}}"] {
        assert_eq!(code(&create().raw("application/json", body).send(), 400), "invalid_json");
    }
    assert_eq!(code(&create().raw("text/plain", b"{}").send(), 415), "unsupported_media_type");
    let large = format!("{{\"data\":\"{}\"}}", "x".repeat(70_000));
    assert_eq!(code(&create().raw("application/json", large.as_bytes()).send(), 413), "payload_too_large");
    assert_eq!(code(&partner.get(&format!("/api/{}", "x".repeat(5000))), 414), "uri_too_long");
    let allow = partner.say("DELETE", "/api/payment-link/x").send();
    assert_eq!(allow.header("allow"), Some("GET, PUT, PATCH, HEAD"));
    // a neighbour that only begins alike is none of its business
    assert_eq!(partner.get("/apix").code(), "not_found");
    partner.world.store.set_down(true);
    assert_eq!(code(&partner.get("/api/merchant"), 503), "storage_unavailable");
}

#[test]
fn a_flood_is_refused_in_the_same_shape() {
    let limits = RateLimits { address: None, identity: Some(Quota::new(1, 3)) };
    let world = world_with(HttpSettings { rate_limits: limits, ..settings() });
    let ask = || as_key(Say::new(world.address, "GET", "/api/merchant"), crate::world::ADMIN).send();
    let refused = (0..50).map(|_| ask()).find(|answer| answer.status == 429).expect("a refusal");
    assert_eq!(code(&refused, 429), "rate_limited");
    assert!(refused.header("retry-after").is_some());
}
