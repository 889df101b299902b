//! Paylinks from their making to their end.

use super::{Shop, errors, id, shop, wrong};
use serde_json::{Value, json};

/// The documented request with this server's ids, byte for byte in everything else.
fn sample(shop: &Shop, contact: &str) -> String {
    format!(
        r#"{{
    "paylink":{{
        "location_id":"{}",
        "cc_product_transaction_id":"11ec9bbbc02c6176b04f35e7",
        "expire_date":"2022-03-10",
        "amount_due":99999999.99,
        "email":"jones@emailr.com",
        "cell_phone":"1111111111",
        "contact_id":"{contact}",
        "delivery_method":3
    }}
}}"#,
        shop.merchant
    )
}

/// Checks that a record has every documented field, of the documented type.
fn check(paylink: &Value) {
    let texts = ["id", "location_id", "amount_due", "created_user_id", "modified_user_id"];
    let maybe = [
        "cc_product_transaction_id",
        "ach_product_transaction_id",
        "paylink_api_id",
        "contact_id",
        "cell_phone",
        "email",
        "description",
        "expire_date",
    ];
    let numbers = [
        "status_id",
        "display_product_transaction_receipt_details",
        "display_billing_fields",
        "delivery_method",
        "active",
        "created_ts",
        "modified_ts",
    ];
    let fields = paylink.as_object().unwrap();
    assert!(texts.iter().all(|name| fields[*name].is_string()), "{paylink}");
    assert!(maybe.iter().all(|name| fields[*name].is_string() || fields[*name].is_null()), "{paylink}");
    assert!(numbers.iter().all(|name| fields[*name].is_u64()), "{paylink}");
    assert_eq!(fields.len(), texts.len() + maybe.len() + numbers.len() + 1, "{paylink}");
    let place = paylink["_links"]["self"]["href"].as_str().unwrap();
    assert_eq!(place, format!("https://pay.test/v2/paylinks/{}", id(paylink)));
    for name in ["id", "location_id", "created_user_id"] {
        assert!((24..=36).contains(&fields[name].as_str().unwrap().len()), "{name}");
    }
}

#[test]
fn the_documented_requests_have_the_documented_answers() {
    let shop = shop();
    let contact = shop.contact(json!({"email": "home@example.com"}));
    let sent = shop.say("POST", "/v2/paylinks").raw("application/json", sample(&shop, id(&contact)).as_bytes()).send();
    let made = sent.ok(201)["paylink"].clone();
    check(&made);
    for (name, value) in [
        ("amount_due", json!("99999999.99")),
        ("cc_product_transaction_id", json!("11ec9bbbc02c6176b04f35e7")),
        ("ach_product_transaction_id", Value::Null),
        ("email", json!("jones@emailr.com")),
        ("cell_phone", json!("1111111111")),
        ("contact_id", contact["id"].clone()),
        ("expire_date", json!("2022-03-10")),
        ("status_id", json!(0)),
        // nobody answers to 111 111 1111: by mail only, as documented
        ("delivery_method", json!(1)),
        // it has expired
        ("active", json!(0)),
        ("created_user_id", json!(shop.user)),
    ] {
        assert_eq!(made[name], value, "{name}");
    }
    let path = shop.path(&made);
    assert_eq!(shop.get(&path).ok(200)["paylink"], made);
    let update = b"{\n\t\"paylink\": {\n\t\t\"email\":\"newmail@mailer.com\"\n\t}\n}";
    let changed = shop.say("PUT", &path).raw("application/json", update).send().ok(200)["paylink"].clone();
    check(&changed);
    assert_eq!((&changed["email"], &changed["cell_phone"]), (&json!("newmail@mailer.com"), &json!("1111111111")));
    assert_eq!(changed["contact_id"], contact["id"]);
    let listed = shop.get("/v2/paylinks").ok(200);
    assert_eq!(listed["paylinks"], json!([changed]));
    assert_eq!(shop.delete(&path).ok(204), Value::Null);
}

#[test]
fn a_new_paylink_is_sent_at_once() {
    let shop = shop();
    let made = shop.paylink(json!({"email": "ada@example.com", "cell_phone": "4155550123", "description": "Cake"}));
    assert_eq!(
        (&made["delivery_method"], &made["active"], &made["cell_phone"]),
        (&json!(3), &json!(1), &json!("4155550123"))
    );
    let messages = || shop.world.get(&format!("/v1/messages?payment_link_id={}", id(&made))).ok(200);
    assert_eq!(messages()["data"].as_array().unwrap().len(), 2);
    let resend = format!("{}/resend", shop.path(&made));
    // the documented body is no JSON
    let sent =
        shop.say("POST", &resend).raw("application/json", b"{\n    // Empty Payload - Nothing Needed Here\n}").send();
    assert_eq!((sent.status, sent.body.len()), (204, 0));
    assert_eq!(messages()["data"].as_array().unwrap().len(), 4);
    let quiet = shop.paylink(json!({"email": "ada@example.com", "delivery_method": 0}));
    assert_eq!(quiet["delivery_method"], 0);
    let nobody = shop.paylink(json!({}));
    assert_eq!(wrong(&shop.post(&format!("{}/resend", shop.path(&nobody)), &json!({}))), ["email"]);
}

#[test]
fn both_addresses_lead_to_the_page() {
    let shop = shop();
    let made = shop.paylink(json!({}));
    let native = shop.world.get(&format!("/v1/payment_links/{}", id(&made))).ok(200);
    for path in [format!("/paylink?id={}", id(&made)), format!("/?paylink_id={}", id(&made))] {
        let answer = shop.world.say("GET", &path).send();
        assert_eq!(answer.status, 302, "{path}");
        assert_eq!(answer.header("location").unwrap(), format!("/p/{}", native["slug"].as_str().unwrap()));
    }
    assert_eq!(shop.world.say("GET", "/?paylink_id=plink_nobody").send().status, 404);
    let shown = shop.get(&format!("{}?expand=payment_url", shop.path(&made))).ok(200);
    assert_eq!(shown["paylink"]["payment_url"], native["url"]);
}

#[test]
fn a_paid_paylink_is_closed() {
    let shop = shop();
    let made = shop.paylink(json!({"email": "ada@example.com"}));
    assert_eq!(shop.pay(&made, "card", "tok_ok").status, 201);
    let path = shop.path(&made);
    let paid = shop.get(&path).ok(200)["paylink"].clone();
    assert_eq!((&paid["status_id"], &paid["active"]), (&json!(1), &json!(1)));
    assert_eq!(wrong(&shop.put(&path, &json!({"paylink": {"description": "late"}}))), ["status_id"]);
    assert_eq!(wrong(&shop.delete(&path)), ["status_id"]);
    assert_eq!(wrong(&shop.post(&format!("{path}/resend"), &json!({}))), ["status_id"]);
}

#[test]
fn a_bank_debit_counts_as_paid_once_it_is_taken_on() {
    let shop = shop();
    let made = shop.paylink(json!({}));
    assert_eq!(shop.pay(&made, "ach", "tok_ach").status, 201);
    assert_eq!(shop.get(&shop.path(&made)).ok(200)["paylink"]["status_id"], 1);
    assert_eq!(shop.get("/v2/paylinks?status_id=1").ok(200)["meta"]["pagination"]["totalCount"], 1);
    let declined = shop.paylink(json!({}));
    shop.pay(&declined, "card", "tok_declined");
    let still = shop.get(&shop.path(&declined)).ok(200)["paylink"].clone();
    assert_eq!((&still["status_id"], &still["active"]), (&json!(0), &json!(1)));
}

#[test]
fn a_deleted_paylink_is_gone_and_a_cancelled_one_inactive() {
    let shop = shop();
    let made = shop.paylink(json!({"paylink_api_id": "a-1"}));
    let path = shop.path(&made);
    assert_eq!(shop.delete(&path).ok(204), Value::Null);
    let again = shop.delete(&path);
    assert_eq!((again.status, again.body.len()), (404, 0));
    let resent = shop.post(&format!("{path}/resend"), &json!({}));
    assert_eq!((resent.status, resent.body.len()), (404, 0));
    errors(&shop.get(&path), 409);
    errors(&shop.put(&path, &json!({"paylink": {}})), 409);
    assert_eq!(shop.get("/v2/paylinks").ok(200)["paylinks"], json!([]));
    let other = shop.paylink(json!({}));
    shop.world.admin("POST", &format!("/v1/payment_links/{}/cancel", id(&other))).send().ok(200);
    let cancelled = shop.get(&shop.path(&other)).ok(200)["paylink"].clone();
    assert_eq!((&cancelled["status_id"], &cancelled["active"]), (&json!(0), &json!(0)));
}

#[test]
fn every_field_can_be_changed_while_it_is_open() {
    let shop = shop();
    let contact = shop.contact(json!({"email": "home@example.com", "contact_api_id": "crm-7"}));
    let made = shop.paylink(json!({"email": "ada@example.com", "contact_api_id": "crm-7", "tags": ["VIP"]}));
    assert_eq!((&made["contact_id"], &made["email"]), (&contact["id"], &json!("ada@example.com")));
    let account = made["ach_product_transaction_id"].clone();
    let body = json!({"paylink": {
        "amount_due": 12.5, "cc_product_transaction_id": null, "description": "Tart", "expire_date": "2030-01-31",
        "display_billing_fields": 0, "display_product_transaction_receipt_details": false, "paylink_api_id": "a-2",
        "cell_phone": "4155550123", "email": null, "delivery_method": 2,
    }});
    let changed = shop.put(&shop.path(&made), &body).ok(200)["paylink"].clone();
    for (name, value) in [
        ("amount_due", json!("12.50")),
        ("cc_product_transaction_id", Value::Null),
        ("ach_product_transaction_id", account),
        ("description", json!("Tart")),
        ("expire_date", json!("2030-01-31")),
        ("display_billing_fields", json!(0)),
        ("display_product_transaction_receipt_details", json!(0)),
        ("paylink_api_id", json!("a-2")),
        ("cell_phone", json!("4155550123")),
        ("delivery_method", json!(2)),
        // without an address of its own it has that of the contact
        ("email", json!("home@example.com")),
        ("contact_id", contact["id"].clone()),
    ] {
        assert_eq!(changed[name], value, "{name}");
    }
    // the caller's own id names it too
    assert_eq!(shop.get("/v2/paylinks/a-2").ok(200)["paylink"]["id"], made["id"]);
    let twin = shop.post("/v2/paylinks", &json!({"paylink": shop.fields(json!({"paylink_api_id": "a-2"}))}));
    assert_eq!(wrong(&twin), ["paylink_api_id"]);
}

#[test]
fn a_paylink_is_the_same_link_in_the_native_api() {
    let shop = shop();
    let native = shop.world.link_of(&shop.merchant, json!({"amount": "0.10", "external_id": "x-9"}));
    let shown = shop.get(&format!("/v2/paylinks/{}", id(&native))).ok(200)["paylink"].clone();
    assert_eq!((&shown["amount_due"], &shown["paylink_api_id"]), (&json!("0.10"), &json!("x-9")));
    assert_eq!(shown["created_user_id"], shop.merchant);
    let made = shop.paylink(json!({"expire_date": "2030-01-31"}));
    let native = shop.world.get(&format!("/v1/payment_links/{}", id(&made))).ok(200);
    assert_eq!((&native["amount"], &native["ends_at"]), (&json!("10.00"), &json!("2030-02-01T00:00:00Z")));
}
