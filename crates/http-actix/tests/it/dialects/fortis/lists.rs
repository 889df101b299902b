//! Lists of paylinks.

use super::{Shop, id, shop};
use serde_json::{Value, json};
use std::time::Duration;

/// Three paylinks, a minute apart.
fn three() -> (Shop, Vec<Value>) {
    let shop = shop();
    let more = [
        json!({"amount_due": "10.00", "email": "ann@example.com", "delivery_method": 0, "expire_date": "2030-01-31"}),
        json!({"amount_due": "10.99", "email": "bob@example.com", "delivery_method": 0, "description": "Two cakes"}),
        json!({"amount_due": "9.50", "email": "joe@other.test", "delivery_method": 0, "paylink_api_id": "a-3"}),
    ];
    let made = more.map(|fields| {
        shop.world.clock.advance(Duration::from_secs(60));
        shop.paylink(fields)
    });
    (shop, made.to_vec())
}

/// Which of the three are listed, by number.
fn which(shop: &Shop, made: &[Value], query: &str) -> String {
    let listed = shop.get(&format!("/v2/paylinks?{query}")).ok(200);
    let place = |row: &Value| made.iter().position(|one| id(one) == id(row)).unwrap();
    listed["paylinks"].as_array().unwrap().iter().map(|row| place(row).to_string()).collect()
}

#[test]
fn lists_are_filtered_by_any_column() {
    let (shop, made) = three();
    let (first, merchant) = (id(&made[0]).to_owned(), shop.merchant.clone());
    let created = made[1]["created_ts"].to_string();
    for (query, wanted) in [
        ("", "210"),
        ("email=EXAMPLE", "10"),
        ("amount_due=10.00%7C10.99", "10"),
        ("amount_due=9.5", "2"),
        (&format!("id={first},{}", id(&made[2])), "20"),
        (&format!("location_id={merchant}&active=1"), "210"),
        ("paylink_api_id=a-3", "2"),
        ("description=cake", "1"),
        ("expire_date=2030-01-01|2030-12-31", "0"),
        ("created_ts=today", "210"),
        ("created_ts=last%20month", ""),
        (&format!("created_ts={created}"), "1"),
        ("status_id=1", ""),
        ("nobody=knows&this=one", "210"),
        ("sort=amount_due", "201"),
        ("sort=-amount_due", "102"),
        ("sort=created_ts", "012"),
        ("sort=-modified_ts", "210"),
    ] {
        assert_eq!(which(&shop, &made, query), wanted, "{query}");
    }
}

#[test]
fn pages_are_counted_from_one_and_told_from_zero() {
    let (shop, made) = three();
    let page = shop.get("/v2/paylinks?page_size=1&page=1").ok(200);
    assert_eq!(id(&page["paylinks"][0]), id(&made[2]));
    let to = |page: u32| json!({"href": format!("https://pay.test/v2/paylinks?page_size=1&page={page}")});
    assert_eq!(
        page["meta"],
        json!({
            "pagination": {
                "links": {"self": to(1), "next": to(2), "last": to(3)},
                "totalCount": 3, "pageCount": 3, "currentPage": 0, "perPage": 1,
            },
            "sort": {"attributes": {"created_ts": "desc"}},
        })
    );
    let last = shop.get("/v2/paylinks?page_size=2&page=2&sort=created_ts").ok(200);
    assert_eq!((last["paylinks"].as_array().unwrap().len(), id(&last["paylinks"][0])), (1, id(&made[2])));
    assert_eq!(last["meta"]["pagination"]["currentPage"], 1);
}

#[test]
fn related_records_come_along() {
    let shop = shop();
    let contact = shop.contact(json!({"email": "ada@example.com", "cell_phone": "4155550123"}));
    let tag =
        shop.post("/v2/tags", &json!({"tag": {"location_id": shop.merchant, "title": "VIP"}})).ok(201)["tag"].clone();
    let fields = json!({"contact_id": contact["id"], "tags": ["vip", "other"], "delivery_method": 0});
    let made = shop.paylink(fields);
    let blocked = json!({"channel": "email", "address": "ada@example.com", "merchant_id": shop.merchant});
    shop.world.post("/v1/suppressions", &blocked).ok(201);
    let expand = "expand=contact,email_blacklist,sms_blacklist,location,tags,created_user,payment_url,unknown";
    let one = shop.get(&format!("{}?{expand}", shop.path(&made))).ok(200)["paylink"].clone();
    let listed = shop.get(&format!("/v2/paylinks?{expand}")).ok(200)["paylinks"][0].clone();
    assert_eq!(one, listed);
    assert_eq!((&one["contact"], &one["contact_id"]), (&contact, &contact["id"]));
    assert_eq!((id(&one["location"]), id(&one["created_user"])), (shop.merchant.as_str(), shop.user.as_str()));
    assert_eq!((&one["tags"][0], &one["tags"][1]["title"]), (&tag, &json!("other")));
    assert_eq!(
        (&one["email_blacklist"]["isBlacklisted"], &one["email_blacklist"]["detail"]),
        (&json!(true), &json!(true))
    );
    assert!(one["email_blacklist"]["created_ts"].is_u64());
    assert_eq!(one["sms_blacklist"]["isBlacklisted"], false);
    assert!(one["payment_url"].as_str().unwrap().starts_with("https://pay.test/p/"));
    assert!(one.get("unknown").is_none());
    // an address that gets nothing is no reason to refuse
    assert_eq!(shop.post(&format!("{}/resend", shop.path(&made)), &json!({})).status, 204);
}
