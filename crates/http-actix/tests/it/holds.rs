//! Bank debits that are held before they go to the bank, over the native API.

use crate::world::{World, world};
use serde_json::{Value, json};

/// A merchant that holds bank debits, one of its links, and a debit that is held.
fn held(world: &World, key: &str) -> (String, Value, Value) {
    let merchant = world.merchant();
    let changed = world.admin("PATCH", &format!("/v1/merchants/{merchant}")).json(&json!({"ach_hold_minutes": 180}));
    assert_eq!(changed.send().ok(200)["ach_hold_minutes"], 180);
    let link = world.link_of(&merchant, json!({}));
    let path = format!("/v1/checkout/{}/payments", link["slug"].as_str().unwrap());
    let paid = world.say("POST", &path).key(key).json(&json!({"method": "ach", "token": "tok_ach"})).send().ok(201);
    assert_eq!(paid["status"], "processing");
    (merchant, link, paid)
}

#[test]
fn a_held_debit_is_shown_with_its_time_and_cancelled_once() {
    let world = world();
    let (_, link, paid) = held(&world, "k1");
    let path = format!("/v1/payments/{}", paid["id"].as_str().unwrap());
    let shown = world.get(&path).ok(200);
    assert_eq!((&shown["status"], &shown["held_until"]), (&json!("processing"), &json!("2026-01-15T15:00:00Z")));
    let cancel = |key: &str| world.admin("POST", &format!("{path}/cancel")).key(key).send();
    let cancelled = cancel("c1");
    let body = cancelled.ok(200);
    assert_eq!((&body["status"], &body["failure"]["code"]), (&json!("failed"), &json!("cancelled")));
    assert_eq!(cancel("c1").text(), cancelled.text(), "the same key is answered once");
    let again = cancel("c2");
    assert_eq!((again.status, again.code().as_str()), (409, "payment_not_cancellable"));
    let link = world.get(&format!("/v1/payment_links/{}", link["id"].as_str().unwrap())).ok(200);
    assert_eq!((&link["payable"], &link["status"]), (&json!(true), &json!("ACTIVE")));
    world.pay(&link, "tok_ok", "k2").ok(201);
    assert_eq!(world.gateway.charges().len(), 1, "of the debit the gateway has never heard");
}

#[test]
fn a_link_is_cancelled_with_its_held_debit() {
    let world = world();
    let (_, link, paid) = held(&world, "k1");
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    assert_eq!(world.admin("POST", &format!("{path}/cancel")).send().ok(200)["status"], "CANCELLED");
    let payment = world.get(&format!("/v1/payments/{}", paid["id"].as_str().unwrap())).ok(200);
    assert_eq!((&payment["status"], &payment["failure"]["code"]), (&json!("failed"), &json!("cancelled")));
    let logged = world.get("/v1/audit_log?limit=2").ok(200)["data"].clone();
    assert_eq!(logged[1]["after"]["failure_code"], "cancelled", "{logged}");
    assert!(logged.as_array().unwrap().iter().all(|entry| entry["actor"]["type"] == "operator"), "{logged}");
}

#[test]
fn a_hold_that_is_no_number_of_minutes_is_refused() {
    let world = world();
    let merchant = world.merchant();
    let path = format!("/v1/merchants/{merchant}");
    for (minutes, code) in
        [(json!(-1), "invalid_value"), (json!(1441), "invalid_value"), (json!("180"), "invalid_type")]
    {
        let refused = world.admin("PATCH", &path).json(&json!({"ach_hold_minutes": minutes})).send();
        assert_eq!(refused.status, 422, "{minutes}");
        let body = refused.json();
        assert_eq!(
            (&body["errors"][0]["field"], &body["errors"][0]["code"]),
            (&json!("ach_hold_minutes"), &json!(code))
        );
    }
    assert_eq!(world.get(&path).ok(200)["ach_hold_minutes"], 0);
    let cleared = world.admin("PATCH", &path).json(&json!({"ach_hold_minutes": null})).send().ok(200);
    assert_eq!(cleared["ach_hold_minutes"], 0);
}
