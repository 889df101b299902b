//! Transactions and postback configurations.

use super::{errors, id, shop, wrong};
use serde_json::{Value, json};

#[test]
fn payments_and_refunds_are_transactions() {
    let shop = shop();
    let contact = shop.contact(json!({"email": "ada@example.com"}));
    let link = shop.paylink(json!({"contact_id": contact["id"], "delivery_method": 0}));
    assert_eq!(shop.pay(&link, "card", "tok_ok").status, 201);
    let listed = shop.get(&format!("/v2/transactions?paylink_id={}", id(&link))).ok(200);
    let sale = listed["transactions"][0].clone();
    for (name, value) in [
        ("payment_method", json!("cc")),
        ("transaction_amount", json!("10.00")),
        ("auth_amount", json!("10.00")),
        ("status_id", json!(101)),
        ("type_id", json!(20)),
        ("reason_code_id", json!(1000)),
        ("trx_source_id", json!(16)),
        ("paylink_id", link["id"].clone()),
        ("location_id", json!(shop.merchant)),
        ("contact_id", contact["id"].clone()),
        ("previous_transaction_id", Value::Null),
        ("is_recurring", json!(0)),
    ] {
        assert_eq!(sale[name], value, "{name}");
    }
    let body = |amount: &str| {
        json!({"transaction": {"action": "refund", "payment_method": "cc", "previous_transaction_id": sale["id"],
            "transaction_amount": amount, "location_id": shop.merchant}})
    };
    let refund = shop.post("/v2/transactions", &body("1.00")).ok(201)["transaction"].clone();
    for (name, value) in [
        ("type_id", json!(30)),
        ("status_id", json!(111)),
        ("transaction_amount", json!("1.00")),
        ("previous_transaction_id", sale["id"].clone()),
        ("payment_method", json!("cc")),
    ] {
        assert_eq!(refund[name], value, "{name}");
    }
    assert_eq!(wrong(&shop.post("/v2/transactions", &body("9.01"))), ["transaction_amount"]);
    assert_eq!(wrong(&shop.post("/v2/transactions", &body("0.001"))), ["transaction_amount"]);
    let read = shop.get(&format!("/v2/transactions/{}", id(&refund))).ok(200)["transaction"].clone();
    assert_eq!(read, refund);
    let all = shop.get("/v2/transactions?expand=is_refundable,contact").ok(200);
    assert_eq!(all["meta"]["pagination"]["totalCount"], 2);
    let flags: Vec<bool> =
        all["transactions"].as_array().unwrap().iter().map(|row| row["is_refundable"] == true).collect();
    assert_eq!(flags.iter().filter(|flag| **flag).count(), 1);
    assert_eq!(shop.get("/v2/transactions?type_id=30").ok(200)["transactions"], json!([refund]));
    let whole = json!({"transaction": {"action": "refund", "previous_transaction_id": sale["id"]}});
    shop.post("/v2/transactions", &whole).ok(201);
    assert_eq!(shop.get(&format!("/v2/transactions/{}", id(&sale))).ok(200)["transaction"]["status_id"], 111);
}

#[test]
fn declined_payments_say_why_and_nothing_but_refunds_is_made() {
    let shop = shop();
    let link = shop.paylink(json!({}));
    shop.pay(&link, "card", "tok_declined");
    let failed = shop.get("/v2/transactions?status_id=301").ok(200)["transactions"][0].clone();
    assert_eq!((&failed["type_id"], &failed["reason_code_id"]), (&json!(20), &json!(1500)));
    assert!(failed["verbiage"].as_str().is_some_and(|text| !text.is_empty()), "{failed}");
    let refund = json!({"transaction": {"action": "refund", "previous_transaction_id": failed["id"], "transaction_amount": "1.00"}});
    assert_eq!(wrong(&shop.post("/v2/transactions", &refund)), ["previous_transaction_id"]);
    let sale = json!({"transaction": {"action": "sale", "previous_transaction_id": failed["id"]}});
    assert_eq!(wrong(&shop.post("/v2/transactions", &sale)), ["action"]);
    errors(&shop.get("/v2/transactions/pay_nobody"), 404);
    let unknown = json!({"transaction": {"action": "refund", "previous_transaction_id": "pay_nobody"}});
    assert_eq!(wrong(&shop.post("/v2/transactions", &unknown)), ["previous_transaction_id"]);
}

#[test]
fn postback_configurations_are_webhook_endpoints() {
    let shop = shop();
    let body = json!({"postbackconfig": {"location_id": shop.merchant, "url": "https://hooks.example/in",
        "resource": "transaction", "on_create": 1, "on_update": 1, "on_delete": 0, "is_active": 1,
        "number_of_attempts": 3, "attempt_interval": 300, "format": "api-default"}});
    let made = shop.post("/v2/postbackconfigs", &body).ok(201)["postbackconfig"].clone();
    assert_eq!(
        (&made["resource"], &made["on_create"], &made["on_delete"]),
        (&json!("transaction"), &json!(1), &json!(0))
    );
    assert!(made["basic_auth_password"].as_str().unwrap().starts_with("whsec_"));
    let path = format!("/v2/postbackconfigs/{}", id(&made));
    let read = shop.get(&path).ok(200)["postbackconfig"].clone();
    assert!(read.get("basic_auth_password").is_none());
    let native = shop.world.get(&format!("/v1/webhook_endpoints/{}", id(&made))).ok(200);
    assert_eq!(native["format"], "fortis");
    shop.world.post("/v1/webhook_endpoints", &json!({"url": "https://hooks.example/native"})).ok(201);
    assert_eq!(shop.get("/v2/postbackconfigs").ok(200)["postbackconfigs"], json!([read]));
    let off =
        shop.put(&path, &json!({"postbackconfig": {"is_active": 0, "on_update": 0}})).ok(200)["postbackconfig"].clone();
    assert_eq!((&off["is_active"], &off["on_create"], &off["on_update"]), (&json!(0), &json!(1), &json!(0)));
    assert_eq!(shop.delete(&path).ok(204), Value::Null);
    assert_eq!(shop.delete(&path).status, 404);
    assert_eq!(
        wrong(&shop.post("/v2/postbackconfigs", &json!({"postbackconfig": {"resource": "weather"}}))),
        ["resource", "url"]
    );
}

#[test]
fn a_bank_debit_is_voided_before_it_goes_to_the_bank_and_nothing_else_is() {
    let shop = shop();
    shop.world
        .admin("PATCH", &format!("/v1/merchants/{}", shop.merchant))
        .json(&json!({"ach_hold_minutes": 60}))
        .send()
        .ok(200);
    let link = shop.paylink(json!({}));
    shop.pay(&link, "ach", "tok_ach");
    let path = "/v2/transactions?expand=is_voidable";
    let held = shop.get(path).ok(200)["transactions"][0].clone();
    assert_eq!((&held["status_id"], &held["is_voidable"]), (&json!(131), &json!(true)));
    let one = format!("/v2/transactions/{}", id(&held));
    for (body, name) in [
        (json!({"action": "refund"}), "action"),
        (json!({"action": "dance"}), "action"),
        (json!({"action": 5}), "action"),
        (json!({}), "action"),
    ] {
        assert_eq!(wrong(&shop.put(&one, &json!({"transaction": body}))), [name], "{body}");
    }
    let void = json!({"transaction": {"action": "void"}});
    let voided = shop.put(&format!("{one}?expand=is_voidable"), &void).ok(200)["transaction"].clone();
    assert_eq!((&voided["status_id"], &voided["is_voidable"]), (&json!(201), &json!(false)));
    assert_eq!((&voided["void_date"], &voided["reason_code_id"]), (&json!("2026-01-15"), &Value::Null));
    assert_eq!(wrong(&shop.put(&one, &void)), ["action"]);
    errors(&shop.put("/v2/transactions/pay_nobody", &void), 404);
    let read = shop.get(&format!("/v2/paylinks/{}", id(&link))).ok(200)["paylink"].clone();
    assert_eq!((&read["status_id"], &read["active"]), (&json!(0), &json!(1)), "it can be paid again");
    assert_eq!(shop.world.gateway.charges().len(), 0);
}
