//! Whatever is wrong with a request is told in the dialect's shape.

use super::{errors, shop, wrong};
use crate::world::{settings, world_with};
use paylink_http_actix::{HttpSettings, Quota, RateLimits};
use serde_json::{Value, json};

#[test]
fn wrong_fields_are_named_all_at_once() {
    let shop = shop();
    let fields = json!({"location_id": shop.merchant, "amount_due": "1.005", "email": "a@b@c", "cell_phone": "55",
        "contact_id": "cus_01jd2q7x3me5kt6bvs9w0fzr4y", "delivery_method": 7, "expire_date": "soon"});
    let found = errors(&shop.post("/v2/paylinks", &json!({"paylink": fields})), 422);
    let names: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(names, ["amount_due", "cell_phone", "contact_id", "delivery_method", "email", "expire_date"]);
    assert_eq!(wrong(&shop.post("/v2/paylinks", &json!({"paylink": {}}))), ["amount_due", "location_id"]);
    assert!(wrong(&shop.post("/v2/paylinks", &json!({}))).contains(&"paylink".to_owned()));
    let sms = json!({"paylink": shop.fields(json!({"delivery_method": 2}))});
    assert_eq!(wrong(&shop.post("/v2/paylinks", &sms)), ["cell_phone"]);
}

#[test]
fn amounts_are_exact() {
    let shop = shop();
    for (given, wanted) in
        [(json!("0.10"), "0.10"), (json!(10), "10.00"), (json!(10.5), "10.50"), (json!("99999999.99"), "99999999.99")]
    {
        assert_eq!(shop.paylink(json!({"amount_due": given}))["amount_due"], wanted);
    }
    for bad in [
        json!("1.001"),
        json!("100000000.00"),
        json!("0"),
        json!("-1"),
        json!("1e2"),
        json!(""),
        json!(null),
        json!([]),
    ] {
        let body = json!({"paylink": shop.fields(json!({"amount_due": bad}))});
        assert_eq!(wrong(&shop.post("/v2/paylinks", &body)), ["amount_due"], "{bad}");
    }
}

#[test]
fn requests_that_cannot_be_read_are_refused_in_the_dialects_shape() {
    let shop = shop();
    for bytes in [&b"{"[..], b"[]", b"", b"{\"paylink\": {}, \"paylink\": {}}", b"\xff"] {
        errors(&shop.say("POST", "/v2/paylinks").raw("application/json", bytes).send(), 400);
    }
    errors(&shop.say("POST", "/v2/paylinks").raw("text/plain", b"{}").send(), 415);
    let large = json!({"paylink": {"description": "d".repeat(70_000)}});
    errors(&shop.post("/v2/paylinks", &large), 413);
    let refused = shop.say("PATCH", "/v2/paylinks").send();
    errors(&refused, 405);
    assert!(refused.header("allow").unwrap().contains("POST"));
    errors(&shop.delete("/v2/locations"), 405);
    for path in ["/v2", "/v2/", "/v2/nothing", "/v2/paylinks/plink_x/more", "/v2/quickinvoices/x/more"] {
        errors(&shop.get(path), 404);
    }
    for path in ["/v2/paylinks/plink_nobody", "/v2/paylinks/%00", "/v2/paylinks/%F0%9F%92%B3"] {
        errors(&shop.get(path), 404);
    }
    assert_eq!(wrong(&shop.get("/v2/paylinks?page=0&sort=age&amount_due=a")), ["amount_due", "page", "sort"]);
    errors(&shop.get(&format!("/v2/paylinks?email={}", "a".repeat(5000))), 414);
    // beside the prefix everything is as it was
    assert_eq!(shop.world.say("GET", "/v2x").send().code(), "not_found");
}

#[test]
fn too_many_requests_are_told_when_to_come_back() {
    let limits = RateLimits { address: Some(Quota::new(1, 2)), identity: None };
    let proxies = vec!["127.0.0.1".parse().unwrap()];
    let world = world_with(HttpSettings { rate_limits: limits, trusted_proxies: proxies, ..settings() });
    let ask = || world.say("GET", "/v2/paylinks").header("x-forwarded-for", "198.51.100.1").send();
    let answers: Vec<_> = (0..50).map(|_| ask()).collect();
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    errors(refused, 429);
    assert!(refused.header("retry-after").is_some());
}

#[test]
fn trouble_on_our_side_is_told_without_details() {
    let shop = shop();
    shop.world.store.set_down(true);
    let failed = shop.platform("GET", "/v2/paylinks").send();
    let found = errors(&failed, 503);
    assert!(!found.to_string().contains("switched"), "{found}");
    assert_ne!(failed.json()["message"], Value::Null);
}
