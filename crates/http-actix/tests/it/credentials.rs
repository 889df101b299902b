//! Who gets in, and what they see.

use crate::world::{World, world};
use serde_json::{Value, json};

/// Every described operation that needs credentials: method, path with ids filled in.
fn secured(world: &World) -> Vec<(String, String)> {
    let document = world.get("/openapi.json").ok(200);
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["security"] != Value::Array(Vec::new()) {
                let path: Vec<&str> =
                    path.split('/').map(|part| if part.starts_with('{') { "unknown" } else { part }).collect();
                all.push((method.to_uppercase(), path.join("/")));
            }
        }
    }
    assert!(all.len() > 25, "{all:?}");
    all
}

#[test]
fn every_secured_route_refuses_every_wrong_credential() {
    let world = world();
    let (revoked_id, revoked) = world.key("admin", None);
    world.admin("DELETE", &format!("/v1/api_keys/{revoked_id}")).send().ok(200);
    let almost = format!("{revoked}x");
    for (method, path) in secured(&world) {
        let ask = || world.say(&method, &path);
        let cases = [
            ("none", ask()),
            ("empty", ask().header("authorization", "")),
            ("scheme only", ask().header("authorization", "Bearer")),
            ("blank", ask().header("authorization", "Bearer ")),
            ("basic", ask().header("authorization", "Basic YWRtaW46YWRtaW4=")),
            ("garbage", ask().bearer("garbage")),
            ("wrong checksum", ask().bearer(&almost)),
            ("revoked", ask().bearer(&revoked)),
            ("a dotted string", ask().bearer("a.b.c")),
            ("long", ask().bearer(&"x".repeat(5000))),
            ("two headers", ask().bearer(crate::world::ADMIN).bearer(crate::world::ADMIN)),
        ];
        for (name, request) in cases {
            let answer = request.send();
            assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{method} {path}: {name}");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"paylink\""));
        }
    }
}

#[test]
fn read_only_keys_may_read_and_nothing_else() {
    let world = world();
    let (_, reader) = world.key("read_only", None);
    let (merchant, link) = (world.merchant(), world.link());
    let link = link["id"].as_str().unwrap();
    for path in
        ["/v1/merchants", "/v1/payment_links", "/v1/payments", "/v1/events", &format!("/v1/payment_links/{link}")]
    {
        world.say("GET", path).bearer(&reader).send().ok(200);
    }
    let writes = [
        ("POST", "/v1/merchants".to_owned(), json!({"name": "x"})),
        ("PATCH", format!("/v1/merchants/{merchant}"), json!({"name": "x"})),
        ("POST", format!("/v1/merchants/{merchant}/token"), json!({})),
        ("POST", "/v1/payment_links".to_owned(), json!({"merchant_id": merchant, "amount": "1"})),
        ("PATCH", format!("/v1/payment_links/{link}"), json!({"description": "x"})),
        ("DELETE", format!("/v1/payment_links/{link}"), json!({})),
        ("POST", format!("/v1/payment_links/{link}/cancel"), json!({})),
        ("POST", "/v1/webhook_endpoints".to_owned(), json!({"url": "https://example.com/"})),
        ("POST", "/v1/api_keys".to_owned(), json!({"name": "x", "role": "admin"})),
    ];
    for (method, path, body) in writes {
        let answer = world.say(method, &path).bearer(&reader).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{method} {path}");
    }
}

#[test]
fn foreign_and_unknown_objects_look_the_same() {
    let world = world();
    let (own, foreign) = (world.merchant(), world.merchant());
    let (_, key) = world.key("admin", Some(&own));
    let token = world.token(&own);
    let link = world.link_of(&foreign, json!({}));
    let link = link["id"].as_str().unwrap();
    let unknown = "plink_00000000000000000000000000";
    for credential in [&key, &token] {
        for (method, tail) in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/cancel"), ("GET", "/payments")] {
            let ask = |id: &str| {
                let path = format!("/v1/payment_links/{id}{tail}");
                let request = world.say(method, &path).bearer(credential).header("x-request-id", "same");
                let answer = if method == "GET" { request.send() } else { request.json(&json!({})).send() };
                (answer.status, answer.text().to_owned())
            };
            let (known, missing, garbage) = (ask(link), ask(unknown), ask("garbage"));
            assert_eq!(known.0, 404, "{method} {tail}: {}", known.1);
            assert_eq!(known, missing, "{method} {tail}");
            assert_eq!(known, garbage, "{method} {tail}");
        }
        let merchant = world.say("GET", &format!("/v1/merchants/{foreign}")).bearer(credential).send();
        assert_eq!((merchant.status, merchant.code().as_str()), (404, "not_found"));
        let listed = world.say("GET", "/v1/payment_links").bearer(credential).send().ok(200);
        assert_eq!(listed["data"], Value::Array(Vec::new()));
    }
}

#[test]
fn a_merchant_token_acts_for_its_merchant_and_manages_no_credentials() {
    let world = world();
    let merchant = world.merchant();
    let token = world.token(&merchant);
    let made = world.say("POST", "/v1/payment_links").bearer(&token).json(&json!({"amount": "5"})).send().ok(201);
    assert_eq!(made["merchant_id"], json!(merchant));
    for (method, path, body) in [
        ("POST", "/v1/api_keys", json!({"name": "x", "role": "admin"})),
        ("POST", "/v1/merchants", json!({"name": "x"})),
        ("POST", &*format!("/v1/merchants/{merchant}/token"), json!({})),
        ("POST", "/v1/webhook_endpoints", json!({"url": "https://example.com/"})),
    ] {
        let answer = world.say(method, path).bearer(&token).json(&body).send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{method} {path}");
    }
}

#[test]
fn a_key_in_the_query_string_is_refused_even_beside_a_good_one() {
    let world = world();
    for name in ["api_key", "key", "access_token", "token", "API_KEY"] {
        let answer = world.admin("GET", &format!("/v1/merchants?{name}={}", crate::world::ADMIN)).send();
        assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{name}");
    }
}
