//! Payment profiles: saved methods, read and not made.

use super::{Shop, code, shop};
use crate::saved_methods::ticked;
use serde_json::{Value, json};
use std::time::Duration;

/// A card that was saved with the payment of an order: its profile, and the id of the payment.
fn saved(shop: &Shop, number: &str, customer: &Value) -> (Value, String) {
    shop.world.clock.advance(Duration::from_secs(1));
    let body = json!({"amount": "29.00", "savePaymentProfile": true, "customer": customer, "metadata": {"n": number}});
    let link = shop.post(&body).ok(201);
    let path = format!("/v1/payment_links/{}", link["paymentLinkId"].as_str().unwrap());
    let native = shop.world.get(&path).ok(200);
    let mut paying = ticked("tok_ok");
    paying["payer"] = json!({"name": "Ada Payer", "email": "ada.payer@example.com"});
    paying["billing"] = json!({"line1": "1 Road", "line2": "Flat 2", "city": "Town", "state": "NY",
        "postal_code": "10001", "country": "US"});
    let pay = format!("/v1/checkout/{}/payments", native["slug"].as_str().unwrap());
    let paid = shop.world.say("POST", &pay).key(number).json(&paying).send().ok(201);
    let payment = shop.world.get(&format!("/v1/payments/{}", paid["id"].as_str().unwrap())).ok(200);
    let profile = payment["payment_method_id"].as_str().unwrap();
    let profile = shop.say("GET", &format!("/payment-profiles/{profile}")).send().ok(200);
    (profile, paid["id"].as_str().unwrap().to_owned())
}

fn person() -> Value {
    json!({"referenceId": "c-1", "name": "Ada", "email": "ada@example.com"})
}

#[test]
fn a_saved_card_is_a_profile_with_everything_that_is_known_of_it() {
    let shop = shop();
    let (profile, payment) = saved(&shop, "A1", &person());
    let native = shop.world.get(&format!("/v1/payments/{payment}")).ok(200);
    let expected = json!({
        "paymentProfileId": native["payment_method_id"],
        "type": "CARD",
        "status": "ACTIVE",
        "customerId": native["customer_id"],
        "createdAt": native["created_at"],
        "provider": "SCRIPTED",
        "displayName": "Visa ending in 4242",
        "expiresAt": "2031-12-31",
        "billingDetails": {
            "name": "Ada Payer",
            "email": "ada.payer@example.com",
            "address": {"street1": "1 Road", "street2": "Flat 2", "city": "Town", "zip": "10001", "country": "US",
                "state": "NY"},
        },
        "metadata": {},
    });
    assert_eq!(profile, expected);
    let listed = shop.say("GET", "/payments").send().ok(200);
    assert_eq!(listed["items"][0]["paymentProfileId"], profile["paymentProfileId"]);
}

#[test]
fn a_customers_profiles_are_listed_newest_first_and_nobody_elses() {
    let shop = shop();
    let (first, _) = saved(&shop, "A1", &person());
    let (second, _) = saved(&shop, "A2", &person());
    saved(&shop, "A3", &json!({"referenceId": "c-2", "name": "Bob"}));
    let customer = first["customerId"].as_str().unwrap();
    let listed = |more: &str| shop.say("GET", &format!("/payment-profiles?customerId={customer}{more}")).send();
    assert_eq!(listed("").ok(200), json!({"items": [second, first]}));
    assert_eq!(listed("&limit=1&offset=1").ok(200), json!({"items": [first]}));
    let nobody = "/payment-profiles?customerId=cus_00000000000000000000000000";
    assert_eq!(shop.say("GET", nobody).send().ok(200), json!({"items": []}));
    let stranger = super::shop();
    let theirs = shop.world.key("admin", Some(&shop.world.merchant())).1;
    let say = |path: &str| shop.world.say("GET", path).header("x-api-key", &theirs).send();
    assert_eq!(say(&format!("/payment-profiles?customerId={customer}")).ok(200), json!({"items": []}));
    let path = format!("/payment-profiles/{}", first["paymentProfileId"].as_str().unwrap());
    assert_eq!(code(&say(&path), 404), "not_found");
    assert_eq!(code(&stranger.say("GET", &path).send(), 404), "not_found");
}

#[test]
fn a_list_of_profiles_names_its_customer() {
    let shop = shop();
    for (query, field) in [
        ("", "customerId"),
        ("?customerId=", "customerId"),
        ("?customerId=cust-123", "customerId"),
        ("?customerId=cus_00000000000000000000000000&limit=0", "limit"),
        ("?customerId=cus_00000000000000000000000000&offset=x", "offset"),
    ] {
        let heard = shop.say("GET", &format!("/payment-profiles{query}")).send();
        assert_eq!(code(&heard, 400), "invalid_request", "{query}");
        let details = heard.json()["details"].clone();
        assert_eq!((details.as_array().unwrap().len(), &details[0]["field"]), (1, &json!(field)), "{query}: {details}");
    }
}

#[test]
fn a_profile_is_inactive_once_removed_and_expired_after_the_cards_last_day() {
    let shop = shop();
    let (kept, _) = saved(&shop, "A1", &person());
    let (removed, _) = saved(&shop, "A2", &person());
    let read = |profile: &Value| {
        let path = format!("/payment-profiles/{}", profile["paymentProfileId"].as_str().unwrap());
        shop.say("GET", &path).send().ok(200)["status"].clone()
    };
    let native = format!("/v1/payment_methods/{}", removed["paymentProfileId"].as_str().unwrap());
    shop.world.admin("DELETE", &native).send().ok(200);
    assert_eq!((read(&kept), read(&removed)), (json!("ACTIVE"), json!("INACTIVE")));
    let end: paylink_core::Timestamp = "2032-01-01T00:00:00Z".parse().unwrap();
    let made: paylink_core::Timestamp = removed["createdAt"].as_str().unwrap().parse().unwrap();
    shop.world.clock.advance(end.since(made) - Duration::from_secs(1));
    assert_eq!(read(&kept), "ACTIVE", "on its last day");
    shop.world.clock.advance(Duration::from_secs(1));
    assert_eq!((read(&kept), read(&removed)), (json!("EXPIRED"), json!("INACTIVE")));
}

#[test]
fn a_session_that_saves_without_a_payment_is_refused_with_what_to_do_instead() {
    let shop = shop();
    let order = shop.order("A1");
    let body = json!({"orderId": order, "paymentProvider": "STRIPE"});
    for path in ["/payment-profiles/sessions", "/payment-profiles/sessions/pps_1/cancel"] {
        let heard = shop.say("POST", path).json(&body).send();
        assert_eq!(code(&heard, 400), "invalid_request", "{path}");
        let message = heard.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains("savePaymentProfile"), "{message}");
        assert_eq!(code(&shop.world.say("POST", path).json(&body).send(), 401), "unauthorized");
    }
    assert_eq!(code(&shop.say("GET", "/payment-profiles/sessions").send(), 405), "method_not_allowed");
    assert_eq!(code(&shop.say("POST", "/payment-profiles/x").send(), 405), "method_not_allowed");
    assert_eq!(code(&shop.say("GET", "/payment-profiles/x").send(), 404), "not_found");
}
