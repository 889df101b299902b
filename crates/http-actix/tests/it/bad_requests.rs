//! Requests that are wrong before anyone looks at their meaning.

use crate::{
    client::exchange,
    world::{ADMIN, world},
};
use serde_json::json;

#[test]
fn bodies_are_plain_json_of_modest_size() {
    let world = world();
    let post = || world.admin("POST", "/v1/merchants");
    let good = br#"{"name":"a"}"#;
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
        post().raw(kind, good).send().ok(201);
    }
    for kind in [
        "text/plain",
        "application/xml",
        "application/json; charset=latin-1",
        "application/jsonx",
        "",
        "application/problem+json",
    ] {
        let answer = post().raw(kind, good).send();
        assert_eq!((answer.status, answer.code().as_str()), (415, "unsupported_media_type"), "{kind}");
    }
    assert_eq!(post().body(good).send().code(), "unsupported_media_type", "no content type");
    let twice = post().raw("application/json", good).header("content-type", "application/json").send();
    assert_eq!(twice.code(), "unsupported_media_type", "content type twice");
    for encoding in ["gzip", "br", "identity"] {
        let answer = post().header("content-encoding", encoding).raw("application/json", good).send();
        assert_eq!((answer.status, answer.code().as_str()), (415, "unsupported_media_type"), "{encoding}");
    }
    let padded = |size: usize| format!("{{\"name\":\"a\"}}{}", " ".repeat(size - 12));
    post().raw("application/json", padded(64 * 1024).as_bytes()).send().ok(201);
    for size in [64 * 1024 + 1, 512 * 1024] {
        let answer = post().raw("application/json", padded(size).as_bytes()).send();
        assert_eq!((answer.status, answer.code().as_str()), (413, "payload_too_large"), "{size}");
    }
}

#[test]
fn a_chunked_body_is_measured_too() {
    let world = world();
    let head = format!(
        "POST /v1/merchants HTTP/1.1\r\nhost: t\r\nconnection: close\r\nauthorization: Bearer {ADMIN}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let chunks = |count: usize| format!("2000\r\n{}\r\n", " ".repeat(0x2000)).repeat(count);
    let small = format!("{head}c\r\n{{\"name\":\"a\"}}\r\n{}0\r\n\r\n", chunks(7));
    assert_eq!(exchange(world.address, small.as_bytes()).status, 201);
    let large = format!("{head}{}0\r\n\r\n", chunks(9));
    assert_eq!(exchange(world.address, large.as_bytes()).code(), "payload_too_large");
    let declared = format!(
        "POST /v1/merchants HTTP/1.1\r\nhost: t\r\nconnection: close\r\nauthorization: Bearer {ADMIN}\r\n\
         content-type: application/json\r\ncontent-length: 99999999999\r\n\r\n"
    );
    assert_eq!(exchange(world.address, declared.as_bytes()).code(), "payload_too_large");
}

#[test]
fn long_addresses_and_large_heads_are_refused() {
    let world = world();
    let path = |size: usize| format!("/v1/merchants?cursor={}", "x".repeat(size - 21));
    assert_eq!(world.get(&path(4096)).code(), "invalid_parameter");
    for size in [4097, 60_000] {
        let answer = world.get(&path(size));
        assert_eq!((answer.status, answer.code().as_str()), (414, "uri_too_long"), "{size}");
    }
    assert_eq!(world.get(&format!("/{}", "x/".repeat(2050))).code(), "uri_too_long");
    world.admin("GET", "/v1/merchants").header("x-padding", &"x".repeat(16_000)).send().ok(200);
    for size in [16 * 1024, 100_000] {
        let answer = world.admin("GET", "/v1/merchants").header("x-padding", &"x".repeat(size)).send();
        assert_eq!((answer.status, answer.code().as_str()), (431, "headers_too_large"), "{size}");
    }
    let many = (0..200).fold(world.admin("GET", "/v1/merchants"), |say, n| say.header(&format!("x-{n}"), "1"));
    assert_eq!(many.send().status, 431);
}

#[test]
fn wrong_methods_and_unknown_paths_have_their_own_answers() {
    let world = world();
    for (method, path, allow) in [
        ("PUT", "/v1/merchants", "POST, GET, HEAD"),
        ("DELETE", "/v1/payments/x", "GET, HEAD"),
        ("OPTIONS", "/v1/merchants", "POST, GET, HEAD"),
        ("TRACE", "/v1/payment_links/x", "GET, PATCH, DELETE, HEAD"),
        ("GET", "/v1/payment_links/x/cancel", "POST"),
        ("POST", "/p/x", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("BREW", "/v1/events", "GET, HEAD"),
    ] {
        let answer = world.admin(method, path).send();
        assert_eq!((answer.status, answer.code().as_str()), (405, "method_not_allowed"), "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v3/x",
        "/v1/merchants/",
        "//v1/merchants",
        "/V1/merchants",
        "/p",
        "/p/",
        "/p/a/b",
        "/v1/merchants/%2e%2e/x",
        "/%00",
        "/%ff",
    ] {
        let answer = world.get(path);
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
}

#[test]
fn garbled_ids_and_slugs_are_not_found() {
    let world = world();
    for id in [
        "%00",
        "%ff%fe",
        "mer_",
        "MER_01jd2q7x3me5kt6bvs9w0fzr4y",
        "plink_01jd2q7x3me5kt6bvs9w0fzr4y",
        "..%2f..%2fetc",
        "%f0%9f%92%b8",
        "x'--",
    ] {
        let answer = world.get(&format!("/v1/merchants/{id}"));
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{id}");
        let answer = world.say("GET", &format!("/v1/checkout/{id}")).send();
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{id}");
    }
}

#[test]
fn query_parameters_are_known_and_given_once() {
    let world = world();
    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "cursor=garbled",
        "cursor=",
        "colour=red",
        "status=active",
        "merchant_id=x",
        "created_after=yesterday",
        "tag=",
        "tag=%00",
        "q=",
        "q=%00",
        "q=a+b+c+d+e+f+g+h+i",
        "sort=",
        "sort=-",
        "sort=slug",
        "sort=created_at&sort=amount",
        "amount_min=1",
        "currency=usd",
        "currency=USD&amount_max=1.001",
        "due_after=2030-02-30",
        "updated_before=soon",
        "format=xml",
        "format=CSV",
        "format=csv&limit=5",
        "format=jsonl&cursor=x",
        "format=csv&colour=red",
        "%ff=1",
    ] {
        let answer = world.get(&format!("/v1/payment_links?{query}"));
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_parameter"), "{query}: {}", answer.text());
    }
    let surplus = world.admin("POST", "/v1/merchants?x=1").json(&json!({"name": "a"})).send();
    assert_eq!((surplus.status, surplus.code().as_str()), (422, "invalid_parameter"));
}

#[test]
fn a_cursor_of_another_list_or_merchant_is_refused() {
    let world = world();
    let merchant = world.merchant();
    world.link_of(&merchant, json!({}));
    world.link_of(&merchant, json!({}));
    let cursor = world.get("/v1/payment_links?limit=1").ok(200)["next_cursor"].as_str().unwrap().to_owned();
    world.get(&format!("/v1/payment_links?cursor={cursor}")).ok(200);
    assert_eq!(world.get(&format!("/v1/payments?cursor={cursor}")).code(), "invalid_parameter");
    let token = world.token(&merchant);
    let foreign = world.say("GET", &format!("/v1/payment_links?cursor={cursor}")).bearer(&token).send();
    assert_eq!(foreign.code(), "invalid_parameter");
}

#[test]
fn later_parts_of_the_api_say_so_to_those_who_may_ask() {
    let world = world();
    let answer = world.admin("GET", "/dashboard").send();
    assert_eq!((answer.status, answer.code().as_str()), (422, "not_available"));
    assert_eq!(world.say("GET", "/dashboard").send().code(), "unauthenticated");
}

#[test]
fn nonsense_on_the_socket_is_answered_or_closed() {
    let world = world();
    for bytes in [
        &b"GET /health/live\r\n\r\n"[..],
        b"GET /health/live HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: t\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: t\r\ncontent-length: -1\r\n\r\n",
        b"GET / HTTP/9.9\r\nhost: t\r\n\r\n",
    ] {
        let answer = exchange(world.address, bytes);
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    world.say("GET", "/health/live").send().ok(200);
}
