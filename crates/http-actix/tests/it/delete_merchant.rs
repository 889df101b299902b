//! A merchant is deleted while it has nothing of its own.

use crate::world::world;
use serde_json::{Value, json};

fn path(merchant: &str) -> String {
    format!("/v1/merchants/{merchant}")
}

/// What a merchant may have of its own: each is made by one request.
fn own(merchant: &str) -> [(&'static str, &'static str, Value); 7] {
    let line = json!([{"name": "Cake", "unit_amount": "1.00"}]);
    [
        ("a link", "/v1/payment_links", json!({"merchant_id": merchant, "amount": "1.00"})),
        ("a customer", "/v1/customers", json!({"merchant_id": merchant, "name": "Ada"})),
        ("an invoice", "/v1/invoices", json!({"merchant_id": merchant, "number": "1", "line_items": line})),
        ("an order", "/v1/orders", json!({"merchant_id": merchant, "number": "1", "line_items": line})),
        ("a key", "/v1/api_keys", json!({"merchant_id": merchant, "name": "key", "role": "read_only"})),
        ("an endpoint", "/v1/webhook_endpoints", json!({"merchant_id": merchant, "url": "https://hooks.test/"})),
        (
            "a suppression",
            "/v1/suppressions",
            json!({"merchant_id": merchant, "channel": "email", "address": "ada@example.com"}),
        ),
    ]
}

#[test]
fn a_merchant_with_nothing_of_its_own_is_deleted_and_leaves_its_log() {
    let world = world();
    let merchant = world.merchant();
    let (_, key) = world.key("read_only", None);
    assert_eq!(world.say("DELETE", &path(&merchant)).bearer(&key).send().status, 403);
    let heard = world.admin("DELETE", &path(&merchant)).send();
    assert_eq!((heard.status, heard.body.len()), (204, 0));
    for method in ["GET", "DELETE"] {
        assert_eq!(world.admin(method, &path(&merchant)).send().status, 404, "{method}");
    }
    assert_eq!(world.get("/v1/merchants").ok(200)["data"], json!([]));
    let link = json!({"merchant_id": merchant, "amount": "1.00"});
    assert_eq!(world.post("/v1/payment_links", &link).status, 422);
    let log = world.get("/v1/audit_log?action=merchant.deleted").ok(200);
    let entry = &log["data"][0];
    assert_eq!((&entry["merchant_id"], &log["data"][1]), (&json!(merchant), &Value::Null));
}

#[test]
fn a_merchant_with_anything_of_its_own_is_not() {
    let world = world();
    for place in 0..own("").len() {
        let merchant = world.merchant();
        let [.., (name, create, body)] = &own(&merchant)[..=place] else { panic!("nothing at {place}") };
        let made = world.post(create, body);
        assert_eq!(made.status, 201, "{name}: {}", made.text());
        let refused = world.admin("DELETE", &path(&merchant)).send();
        assert_eq!((refused.status, refused.code()), (409, "merchant_in_use".to_owned()), "{name}");
        assert_eq!(world.get(&path(&merchant)).ok(200)["id"], json!(merchant), "{name}");
    }
    let merchant = world.merchant();
    let link = world.link_of(&merchant, json!({}));
    world.admin("DELETE", &format!("/v1/payment_links/{}", link["id"].as_str().unwrap())).send().ok(204);
    assert_eq!(world.admin("DELETE", &path(&merchant)).send().code(), "merchant_in_use");
}
