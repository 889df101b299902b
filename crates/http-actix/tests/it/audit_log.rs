//! The audit log over HTTP, and the end of merchant tokens.

use crate::world::{PUBLIC_URL, SECRET, World, settings, world, world_with};
use paylink_core::Secret;
use paylink_http_actix::HttpSettings;
use serde_json::json;

fn id(value: &serde_json::Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_log_tells_who_changed_what_and_for_which_request() {
    let world = world();
    let merchant = world.merchant();
    let (key_id, key) = world.key("admin", Some(&merchant));
    let link = id(&world.link_of(&merchant, json!({})));
    let path = format!("/v1/payment_links/{link}");
    let change = json!({"description": "For Ada Lovelace", "order_number": "A7"});
    world.say("PATCH", &path).bearer(&key).header("x-request-id", "req-of-ada").json(&change).send().ok(200);
    let listed = world.say("GET", &format!("/v1/audit_log?subject={link}&limit=1")).bearer(&key).send().ok(200);
    let entry = &listed["data"][0];
    assert_eq!(listed["has_more"], true);
    assert_eq!(entry["object"], "audit_entry");
    assert_eq!(entry["action"], "payment_link.updated");
    assert_eq!(entry["actor"], json!({"type": "api_key", "id": key_id}));
    assert_eq!(entry["subject"], json!({"type": "payment_link", "id": link, "version": 2}));
    assert_eq!(entry["merchant_id"], json!(merchant));
    assert_eq!(entry["request_id"], "req-of-ada");
    assert_eq!(entry["before"], json!({"description": null, "order_number": null}));
    assert_eq!(entry["after"]["order_number"], "A7");
    assert!(!listed.to_string().contains("Lovelace"), "{listed}");
    let next = listed["next_cursor"].as_str().unwrap();
    let older = world.say("GET", &format!("/v1/audit_log?subject={link}&limit=1&cursor={next}")).bearer(&key).send();
    assert_eq!(older.ok(200)["data"][0]["action"], "payment_link.created");
}

#[test]
fn what_a_payer_causes_carries_the_payers_request() {
    let world = world();
    let link = world.link();
    world.pay(&link, "tok_ok", "one").ok(201);
    let listed = world.get("/v1/audit_log?action=payment.succeeded").ok(200);
    let entry = &listed["data"][0];
    assert_eq!(entry["actor"], json!({"type": "payer", "id": link["id"]}));
    assert!(entry["request_id"].as_str().unwrap().starts_with("req_"), "{entry}");
    assert_eq!(entry["before"]["status"], "processing");
    assert_eq!(entry["after"]["status"], "succeeded");
}

#[test]
fn wrong_filters_are_named_and_nothing_is_guessed() {
    let world = world();
    for (query, field) in [
        ("actor=somebody", "actor"),
        ("action=payment", "action"),
        ("subject=7", "subject"),
        ("merchant_id=7", "merchant_id"),
        ("created_after=yesterday", "created_after"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
        ("who=me", "who"),
    ] {
        let answer = world.get(&format!("/v1/audit_log?{query}"));
        assert_eq!(answer.status, 422, "{query}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["field"], field, "{query}");
    }
}

#[test]
fn entries_that_wait_for_a_seal_show_in_the_numbers() {
    use futures_util::FutureExt as _;
    let world = world();
    world.link();
    world.clock.advance(std::time::Duration::from_secs(7));
    let has = |line: &str| {
        let text = world.say("GET", "/metrics").send().text().to_owned();
        assert!(text.lines().any(|known| known == line), "{line}\n{text}");
    };
    has("paylink_audit_unsealed 2");
    has("paylink_audit_unsealed_age_seconds 7");
    world.paylink.seal_tick().now_or_never().unwrap().unwrap();
    has("paylink_audit_unsealed 0");
    has("paylink_audit_unsealed_age_seconds 0");
}

fn works(world: &World, token: &str) -> bool {
    world.say("GET", "/v1/payment_links").bearer(token).send().status == 200
}

#[test]
fn a_merchant_ends_its_tokens_and_only_those() {
    let world = world();
    let (own, other) = (world.merchant(), world.merchant());
    let (token, foreign) = (world.token(&own), world.token(&other));
    let (_, key) = world.key("admin", Some(&own));
    let path = format!("/v1/merchants/{own}/revoke_tokens");
    let merchant = world.say("POST", &path).bearer(&key).send().ok(200);
    assert_eq!(merchant["tokens_valid_after"], "2026-01-15T12:00:00Z");
    // the clock stands still all the while
    let new = world.token(&own);
    assert!(!works(&world, &token) && works(&world, &new) && works(&world, &foreign));
    let listed = world.get("/v1/audit_log?action=merchant.updated").ok(200);
    assert_eq!(listed["data"][0]["after"], json!({"tokens_valid_after": "2026-01-15T12:00:00Z"}));
}

#[test]
fn a_token_of_another_surface_is_refused() {
    let world = world();
    let path = format!("/v1/merchants/{}/token", world.merchant());
    let made = world.post(&path, &json!({"audience": "paylink:dashboard"})).ok(201);
    assert_eq!(made["audience"], "paylink:dashboard");
    assert!(!works(&world, made["token"].as_str().unwrap()));
    let usual = world.post(&path, &json!({"audience": "paylink:v1"})).ok(201);
    assert!(works(&world, usual["token"].as_str().unwrap()));
    let wrong = world.post(&path, &json!({"audience": "everything"}));
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["field"]), (422, &json!("audience")));
}

#[test]
fn tokens_made_before_a_rotation_of_the_secret_work_while_the_old_one_is_known() {
    let rotated = |secret: &str, previous: &[&str]| HttpSettings {
        previous_secrets: previous.iter().map(|secret| Secret::new(*secret)).collect(),
        secret: Secret::new(secret),
        ..settings()
    };
    let new_secret = "the next secret of at least 32 bytes";
    let old = world();
    let token = old.token(&old.merchant());
    // the same first merchant has the same id in each world
    let during = world_with(rotated(new_secret, &[SECRET]));
    let merchant = during.merchant();
    assert!(works(&during, &token), "signed with the secret before");
    let new = during.token(&merchant);
    assert!(works(&during, &new));
    let after = world_with(rotated(new_secret, &[]));
    after.merchant();
    assert!(!works(&after, &token) && works(&after, &new));
    let older = world_with(rotated(SECRET, &[]));
    older.merchant();
    assert!(!works(&older, &new), "a server that does not know the new secret");
    assert_ne!(
        token.split('.').next(),
        new.split('.').next(),
        "the header names the key, and the issuer {PUBLIC_URL} stays"
    );
}
