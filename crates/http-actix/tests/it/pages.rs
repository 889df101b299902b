//! What payers open, and what every answer wears.

use crate::world::{PUBLIC_URL, world};
use serde_json::json;

#[test]
fn pages_come_with_a_fresh_policy_and_are_never_stored() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    let open = || world.say("GET", &format!("/p/{slug}?utm_source=mail")).header("accept-language", "de-DE").send();
    let (one, two) = (open(), open());
    assert_eq!((one.status, one.text()), (200, &*format!("checkout {slug} Payable [de-DE]")));
    assert_eq!(one.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(one.header("cache-control"), Some("no-store"));
    assert_eq!(one.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(one.header("x-content-type-options"), Some("nosniff"));
    assert!(one.header("permissions-policy").unwrap().contains("camera=()"));
    let nonce = |page: &crate::client::Heard| {
        let policy = page.header("content-security-policy").unwrap();
        policy.strip_prefix("script-src 'nonce-").unwrap().strip_suffix('\'').unwrap().to_owned()
    };
    assert_eq!(nonce(&one).len(), 22, "128 bits in base64url");
    assert_ne!(nonce(&one), nonce(&two));
    assert_eq!(one.header("access-control-allow-origin"), None);
}

#[test]
fn unknown_links_and_payments_have_a_page_too() {
    let world = world();
    let link = world.link();
    let slug = link["slug"].as_str().unwrap();
    let deleted = world.link();
    world.admin("DELETE", &format!("/v1/payment_links/{}", deleted["id"].as_str().unwrap())).send().ok(204);
    for path in [
        "/p/nobody",
        "/p/%ff",
        &format!("/p/{slug}/payments/garbage"),
        &format!("/p/{}", deleted["slug"].as_str().unwrap()),
        "/paylink",
        "/paylink?id=garbage",
    ] {
        let answer = world.say("GET", path).send();
        assert_eq!((answer.status, answer.text()), (404, "not found []"), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    }
}

#[test]
fn a_links_id_leads_to_its_page() {
    let world = world();
    let link = world.link();
    for name in ["id", "paylink_id"] {
        let answer = world.say("GET", &format!("/paylink?{name}={}", link["id"].as_str().unwrap())).send();
        assert_eq!(answer.status, 302);
        assert_eq!(answer.header("location").unwrap(), format!("/p/{}", link["slug"].as_str().unwrap()));
    }
}

#[test]
fn a_receipt_belongs_to_its_link() {
    let world = world();
    let (link, other) = (world.link(), world.link());
    let paid = world.pay(&link, "tok_ok", "k").ok(201);
    let id = paid["id"].as_str().unwrap();
    let open = |link: &serde_json::Value| {
        world.say("GET", &format!("/p/{}/payments/{id}", link["slug"].as_str().unwrap())).send()
    };
    assert_eq!((open(&link).status, open(&link).text().to_owned()), (200, format!("receipt {id} []")));
    assert_eq!(open(&other).status, 404);
}

#[test]
fn qr_codes_hold_the_pages_address_and_may_be_kept() {
    let world = world();
    let merchant = world.merchant();
    world.link_of(&merchant, json!({"slug": "Spring-Sale"}));
    let svg = world.say("GET", "/p/spring-sale/qr.svg").send();
    assert_eq!((svg.status, svg.text()), (200, &*format!("<svg>{PUBLIC_URL}/p/Spring-Sale</svg>")));
    assert_eq!(svg.header("content-type"), Some("image/svg+xml"));
    assert_eq!(svg.header("cache-control"), Some("public, max-age=86400"));
    let png = world.say("GET", "/p/Spring-Sale/qr.png").send();
    assert_eq!((png.status, png.header("content-type")), (200, Some("image/png")));
    for kind in ["svg", "png"] {
        assert_eq!(world.say("GET", &format!("/p/nobody/qr.{kind}")).send().code(), "not_found");
    }
}

#[test]
fn when_the_storage_is_away_a_page_asks_for_patience_and_the_api_says_when_to_come_back() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    world.store.set_down(true);
    let page = world.say("GET", &format!("/p/{slug}")).send();
    assert_eq!((page.status, page.text()), (503, "unavailable []"));
    assert!(page.header("retry-after").is_some());
    let answer = world.get("/v1/payment_links");
    assert_eq!((answer.status, answer.code().as_str()), (503, "storage_unavailable"));
    assert!(answer.header("retry-after").is_some());
    assert!(!answer.text().contains("switched"), "causes are for the log: {}", answer.text());
    world.store.set_down(false);
    world.get("/v1/payment_links").ok(200);
}

#[test]
fn a_panic_is_one_problem_and_the_server_lives_on() {
    let world = world();
    let merchant = world.merchant();
    world.link_of(&merchant, json!({"slug": "panics"}));
    for _ in 0..3 {
        let answer = world.say("GET", "/p/panics").header("x-request-id", "p-1").send();
        assert_eq!((answer.status, answer.code().as_str()), (500, "internal"));
        assert_eq!(answer.header("x-request-id"), Some("p-1"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    world.say("GET", "/health/live").send().ok(200);
}

#[test]
fn head_is_get_without_the_body() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    for path in [&*format!("/p/{slug}"), "/health/live", "/v1/merchants"] {
        let (get, head) = (world.admin("GET", path).send(), world.admin("HEAD", path).send());
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
}
