//! Lists of links and payments.

use super::{code, shop};
use serde_json::json;

#[test]
fn links_are_listed_by_status_order_and_customer_in_slices() {
    let shop = shop();
    let order = |number: &str| {
        shop.world.clock.advance(std::time::Duration::from_secs(1));
        shop.post(&json!({"orderId": shop.order(number)})).ok(201)["paymentLinkId"].as_str().unwrap().to_owned()
    };
    let [paid, cancelled, open] = ["A1", "A2", "A3"].map(order);
    shop.world.clock.advance(std::time::Duration::from_secs(1));
    let expiring = json!({"amount": "1.00", "expiresAt": "2027-01-01T00:00:00Z", "customer": {"email": "a@b.example"}});
    shop.world.clock.advance(std::time::Duration::from_secs(1));
    let expiring = shop.post(&expiring);
    assert_eq!(expiring.status, 201, "{}", expiring.text());
    let expiring = expiring.json()["paymentLinkId"].as_str().unwrap().to_owned();
    let native = shop.world.get(&format!("/v1/payment_links/{paid}")).ok(200);
    shop.world.pay(&native, "tok_ok", "k").ok(201);
    shop.say("POST", &format!("/payment-links/{cancelled}/cancel")).send().ok(200);
    let ids = |query: &str| -> Vec<String> {
        let listed = shop.say("GET", &format!("/payment-links{query}")).send().ok(200);
        assert_eq!(listed.as_object().unwrap().len(), 1, "{listed}");
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|link| link["paymentLinkId"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(""), [&*expiring, &*open, &*cancelled, &*paid]);
    assert_eq!(ids("?status=COMPLETED"), [&*paid]);
    assert_eq!(ids("?status=CANCELLED"), [&*cancelled]);
    assert_eq!(ids("?status=CANCELLED&status=COMPLETED"), [&*cancelled, &*paid]);
    assert_eq!(ids("?status=ACTIVE&limit=1"), [&*expiring]);
    assert_eq!(ids("?status=ACTIVE&limit=1&offset=1"), [&*open]);
    assert_eq!(ids("?offset=3&limit=1000"), [&*paid]);
    assert!(ids("?offset=4").is_empty());
    let native = shop.world.get(&format!("/v1/payment_links/{open}")).ok(200);
    assert_eq!(ids(&format!("?orderId={}", native["order_id"].as_str().unwrap())), [&*open]);
    let native = shop.world.get(&format!("/v1/payment_links/{expiring}")).ok(200);
    if let Some(customer) = native["customer"]["id"].as_str() {
        assert_eq!(ids(&format!("?customerId={customer}")), [&*expiring]);
    }
    assert_eq!(ids("?unknown=1").len(), 4);
    for bad in ["limit=0", "limit=1001", "limit=x", "offset=-1", "status=active", "orderId=x", "customerId=1"] {
        let heard = shop.say("GET", &format!("/payment-links?{bad}")).send();
        assert_eq!(code(&heard, 400), "invalid_request", "{bad}");
        let field = heard.json()["details"][0]["field"].as_str().unwrap().to_owned();
        assert!(bad.starts_with(&format!("{field}=")), "{bad}: {field}");
    }
}

#[test]
fn more_links_than_one_page_of_the_core_are_listed_once_each() {
    let shop = shop();
    for _ in 0..103 {
        shop.world.link_of(&shop.merchant, json!({}));
    }
    let listed = |query: &str| -> Vec<String> {
        let listed = shop.say("GET", &format!("/payment-links{query}")).send().ok(200);
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|link| link["paymentLinkId"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(listed("").len(), 100);
    let all = listed("?limit=1000");
    assert_eq!(all.len(), 103);
    assert_eq!(listed("?offset=99&limit=3"), all[99..102]);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 103);
}

#[test]
fn payments_are_listed_oldest_first_with_how_many_there_are() {
    let shop = shop();
    let pay = |number: &str, token: &str| {
        shop.world.clock.advance(std::time::Duration::from_secs(1));
        let link = shop.post(&json!({"orderId": shop.order(number)})).ok(201)["paymentLinkId"].clone();
        let native = shop.world.get(&format!("/v1/payment_links/{}", link.as_str().unwrap())).ok(200);
        shop.world.pay(&native, token, number)
    };
    let first = pay("A1", "tok_ok").ok(201);
    assert_eq!(pay("A2", "tok_declined").status, 402);
    let last = pay("A3", "tok_ok").ok(201);
    let listed = shop.say("GET", "/payments?limit=2").send().ok(200);
    assert_eq!(listed["pagination"]["total"], 3);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let shown = &listed["items"][0];
    assert_eq!((&shown["paymentId"], &shown["status"], &shown["amount"]), (&first["id"], &json!("PAID"), &json!(29)));
    let rest = shop.say("GET", "/payments?offset=1&status=PAID").send().ok(200);
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!((&rest["items"][0]["paymentId"], &rest["pagination"]["total"]), (&last["id"], &json!(2)));
    assert_eq!(code(&shop.say("GET", "/payments?fromDate=x").send(), 400), "invalid_request");
    assert_eq!(code(&shop.say("POST", "/payments").send(), 405), "method_not_allowed");
}
