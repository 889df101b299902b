//! Every resource of the API, once through its life.

use crate::world::world;
use serde_json::json;
use std::time::Duration;

#[test]
fn a_merchant_is_created_changed_listed() {
    let world = world();
    let made =
        world.post("/v1/merchants", &json!({"name": "Bakery", "currency": "EUR", "timezone": "Europe/Oslo"})).ok(201);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("mer_"));
    let path = format!("/v1/merchants/{id}");
    assert_eq!(world.get(&path).ok(200), made);
    let changed = world.admin("PATCH", &path).json(&json!({"name": "Corner Bakery", "timezone": null})).send().ok(200);
    assert_eq!(
        (&changed["name"], &changed["currency"], &changed["timezone"]),
        (&json!("Corner Bakery"), &json!("EUR"), &json!("UTC"))
    );
    assert_eq!(world.get("/v1/merchants").ok(200)["data"], json!([changed]));
}

#[test]
fn a_link_is_created_changed_paid_and_listed() {
    let world = world();
    let merchant = world.merchant();
    let link = world.link_of(&merchant, json!({"description": "Bread", "order_number": "A1"}));
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    assert_eq!(
        (&link["status"], &link["payment_status"], &link["payable"]),
        (&json!("ACTIVE"), &json!("unpaid"), &json!(true))
    );
    assert_eq!(world.get(&path).ok(200), link);
    let changed = world.admin("PATCH", &path).json(&json!({"description": null, "amount": 13.5})).send().ok(200);
    assert_eq!((&changed["description"], &changed["amount"]), (&json!(null), &json!("13.50")));
    world.pay(&link, "tok_ok", "k").ok(201);
    let paid = world.get(&path).ok(200);
    assert_eq!(
        (&paid["status"], &paid["payment_status"], &paid["amount_paid"]),
        (&json!("COMPLETED"), &json!("paid"), &json!("13.50"))
    );
    let closed = world.admin("PATCH", &path).json(&json!({"description": "x"})).send();
    assert_eq!((closed.status, closed.code().as_str()), (409, "link_closed"));
    let payments = world.get(&format!("{path}/payments")).ok(200)["data"].clone();
    assert_eq!(
        payments,
        world.get(&format!("/v1/payments?payment_link_id={}", link["id"].as_str().unwrap())).ok(200)["data"]
    );
    let payment = payments[0]["id"].as_str().unwrap();
    assert_eq!(world.get(&format!("/v1/payments/{payment}")).ok(200), payments[0]);
    for (filter, found) in [
        ("status=COMPLETED", 1),
        ("status=ACTIVE", 0),
        ("payment_status=paid", 1),
        ("order_number=A1", 1),
        ("order_number=A2", 0),
    ] {
        let listed = world.get(&format!("/v1/payment_links?merchant_id={merchant}&{filter}")).ok(200);
        assert_eq!(listed["data"].as_array().unwrap().len(), found, "{filter}");
    }
}

#[test]
fn a_deleted_link_is_gone() {
    let world = world();
    let link = world.link();
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    let deleted = world.admin("DELETE", &path).send();
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    for method in ["GET", "DELETE"] {
        assert_eq!(world.admin(method, &path).send().code(), "not_found");
    }
    let pay = world.pay(&link, "tok_ok", "k");
    assert_eq!((pay.status, pay.code().as_str()), (404, "not_found"));
}

#[test]
fn lists_page_without_gaps_while_rows_are_added() {
    let world = world();
    let merchant = world.merchant();
    let ids: Vec<_> = (0..5).map(|_| world.link_of(&merchant, json!({}))["id"].clone()).collect();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.get(&format!("/v1/payment_links?limit=2{cursor}")).ok(200);
        seen.extend(page["data"].as_array().unwrap().iter().map(|link| link["id"].clone()));
        assert_eq!(page["has_more"], json!(!page["next_cursor"].is_null()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
        world.clock.advance(Duration::from_micros(1));
        world.link_of(&merchant, json!({}));
    }
    seen.sort_by_key(ToString::to_string);
    let mut wanted = ids;
    wanted.sort_by_key(ToString::to_string);
    assert_eq!(seen, wanted);
}

#[test]
fn a_webhook_endpoint_shows_its_secret_once() {
    let world = world();
    let made = world.post("/v1/webhook_endpoints", &json!({"url": "https://hooks.example/in"})).ok(201);
    let path = format!("/v1/webhook_endpoints/{}", made["id"].as_str().unwrap());
    assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(world.get(&path).ok(200).get("secret"), None);
    assert_eq!(world.get("/v1/webhook_endpoints").ok(200)["data"][0].get("secret"), None);
    let rotated = world.admin("POST", &format!("{path}/rotate_secret")).send().ok(200);
    assert_ne!(rotated["secret"], made["secret"]);
    let off = world.admin("PATCH", &path).json(&json!({"disabled": true})).send().ok(200);
    assert_eq!(off["disabled"], true);
    world.admin("DELETE", &path).send().ok(204);
    assert_eq!(world.get(&path).code(), "not_found");
}

#[test]
fn events_are_listed_and_sent_again() {
    let world = world();
    world.post("/v1/webhook_endpoints", &json!({"url": "https://hooks.example/in"})).ok(201);
    let link = world.link();
    let events = world.get("/v1/events?type=payment_link.created").ok(200);
    let event = &events["data"][0];
    assert_eq!(event["data"]["id"], link["id"]);
    let path = format!("/v1/events/{}", event["id"].as_str().unwrap());
    assert_eq!(&world.get(&path).ok(200), event);
    let again = world.admin("POST", &format!("{path}/redeliver")).send().ok(202);
    assert_eq!(again["deliveries"].as_array().unwrap().len(), 1);
    let query = format!("/v1/webhook_deliveries?event_id={}", event["id"].as_str().unwrap());
    assert_eq!(world.get(&query).ok(200)["data"][0]["id"], again["deliveries"][0]["id"]);
}

#[test]
fn an_api_key_shows_its_secret_once_and_ends_when_revoked() {
    let world = world();
    let (id, secret) = world.key("admin", None);
    let path = format!("/v1/api_keys/{id}");
    world.say("GET", "/v1/merchants").bearer(&secret).send().ok(200);
    let shown = world.get(&path);
    assert_eq!(shown.ok(200)["revoked_at"], json!(null));
    assert!(!shown.text().contains(&secret));
    assert!(!world.get("/v1/api_keys").text().contains(&secret));
    let revoked = world.admin("DELETE", &path).send().ok(200);
    assert!(revoked["revoked_at"].is_string());
    assert_eq!(world.admin("DELETE", &path).send().ok(200), revoked, "revoking again changes nothing");
    assert_eq!(world.say("GET", "/v1/merchants").bearer(&secret).send().status, 401);
}
