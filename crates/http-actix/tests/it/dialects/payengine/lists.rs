//! Lists of links and merchants, page by page.

use super::{Partner, as_key, code, partner};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use std::time::Duration;

/// The server asks the gateway what became of its payments, on several days.
fn days_pass(partner: &Partner) {
    for _ in 0..4 {
        partner.world.clock.advance(Duration::from_secs(2 * 24 * 3600));
        partner.world.paylink.reconcile_tick().now_or_never().unwrap().unwrap();
    }
}

#[test]
fn links_are_listed_page_by_page_the_newest_first() {
    let partner = partner();
    let mut made: Vec<Value> = (0..23)
        .map(|number| {
            partner.world.clock.advance(Duration::from_secs(1));
            partner.link(&json!({"amount": "1", "description": format!("number {number}")}))
        })
        .collect();
    made.reverse();
    partner.world.link();
    let list = |query: &str| partner.get(&format!("/api/merchant/{}/payment-link{query}", partner.merchant)).ok(200);
    for (query, page, limit, rows) in [
        ("", 1, 10, 0..10),
        ("?page=2", 2, 10, 10..20),
        ("?page=3&limit=10", 3, 10, 20..23),
        ("?page=4", 4, 10, 23..23),
        ("?limit=1", 1, 10, 0..10),
        ("?limit=20&page=2", 2, 20, 20..23),
        ("?limit=9999", 1, 500, 0..23),
        ("?colour=red", 1, 10, 0..10),
    ] {
        let listed = list(query);
        assert_eq!(listed["data"].as_array().unwrap(), &made[rows], "{query}");
        let total_pages = 23_u64.div_ceil(limit);
        assert_eq!(
            listed["meta"],
            json!({"page": page, "limit": limit, "total": 23, "total_pages": total_pages}),
            "{query}"
        );
        assert_eq!(listed["total"], 23);
    }
    partner.cancel(&made[0]).ok(200);
    assert_eq!(list("?status=CANCELLED")["data"][0]["payment_link_id"], made[0]["payment_link_id"]);
    assert_eq!(list("?status=ACTIVE")["meta"]["total"], 22);
    for query in ["?limit=ten", "?page=-1", "?status=EXPIRED", "?limit=1.5"] {
        let refused = partner.get(&format!("/api/merchant/{}/payment-link{query}", partner.merchant));
        assert_eq!(code(&refused, 400), "invalid_parameter", "{query}");
    }
}

#[test]
fn a_bank_debit_that_came_back_leaves_its_link_completed() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "1"}));
    let payment = partner.pay_by_bank(&link)["id"].as_str().unwrap().parse().unwrap();
    partner.world.gateway.settle(payment);
    days_pass(&partner);
    assert_eq!(partner.read(&link)["payment_link_status"], "COMPLETED");
    partner.world.gateway.give_back(payment, "R01");
    days_pass(&partner);
    assert_eq!(partner.read(&link)["payment_link_status"], "COMPLETED");
    let listed = partner.get(&format!("/api/merchant/{}/payment-link", partner.merchant)).ok(200);
    assert_eq!(listed["data"][0]["payment_link_status"], "COMPLETED");
}

#[test]
fn merchants_are_made_read_and_listed() {
    let partner = partner();
    let body = json!({"external_id": "e-1", "email": "owner@bakery.example", "name": "Corner Bakery"});
    let made = partner.post("/api/merchant", &body).ok(200)["data"].clone();
    for (name, wanted) in [
        ("external_id", json!("e-1")),
        ("email", json!("owner@bakery.example")),
        ("name", json!("Corner Bakery")),
        ("status", json!("active")),
        ("mid", Value::Null),
        ("total_payment_volume", json!("0.00")),
    ] {
        assert_eq!(made[name], wanted, "{name}");
    }
    let id = made["id"].as_str().unwrap();
    assert_eq!(partner.get(&format!("/api/merchant/{id}")).ok(200)["data"], made);
    let listed = partner.get("/api/merchant?size=1").ok(200);
    assert_eq!(listed["meta"], json!({"page": 1, "limit": 1, "total": 2, "total_pages": 2}));
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(partner.get("/api/merchant").ok(200)["data"].as_array().unwrap().len(), 2);
    assert_eq!(code(&partner.post("/api/merchant", &body), 409), "external_id_taken");
    assert_eq!(code(&partner.post("/api/merchant", &json!({"email": "a@b.example"})), 400), "required");
    partner.pay(&partner.link(&json!({"amount": "12.50"})), "tok_ok", "k").ok(201);
    let paid = partner.get(&format!("/api/merchant/{}", partner.merchant)).ok(200);
    assert_eq!(paid["data"]["total_payment_volume"], "12.50");
}

#[test]
fn a_key_of_one_merchant_sees_and_makes_only_what_is_its_own() {
    let partner = partner();
    let other = partner.world.merchant();
    let (_, key) = partner.world.key("admin", Some(&other));
    let say = |method: &str, path: &str| as_key(partner.world.say(method, path), &key);
    let own = say("POST", "/api/payment-link").json(&json!({"data": {"amount": "1"}})).send().ok(200);
    assert_eq!(own["data"]["merchant_id"], other);
    let foreign = partner.link(&json!({"amount": "1"}));
    assert_eq!(code(&say("GET", &super::path(&foreign)).send(), 404), "not_found");
    assert_eq!(code(&say("GET", &format!("/api/merchant/{}/payment-link", partner.merchant)).send(), 404), "not_found");
    assert_eq!(code(&say("GET", &format!("/api/merchant/{}/transaction", partner.merchant)).send(), 404), "not_found");
    let listed = say("GET", "/api/merchant").send().ok(200);
    assert_eq!((&listed["data"][0]["id"], &listed["total"]), (&json!(other), &json!(1)));
    assert_eq!(code(&say("POST", "/api/merchant").json(&json!({"name": "x"})).send(), 403), "forbidden");
    let body = json!({"merchant_id": partner.merchant, "data": {"amount": "1"}});
    assert_eq!(code(&say("POST", "/api/payment-link").json(&body).send(), 400), "invalid_id");
    let (_, reader) = partner.world.key("read_only", None);
    let read_only = as_key(partner.world.say("POST", "/api/payment-link"), &reader).json(&body).send();
    assert_eq!(code(&read_only, 403), "forbidden");
}
