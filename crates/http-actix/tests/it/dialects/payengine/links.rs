//! Links: made, read, changed, cancelled, paid.

use super::{code, fields, partner, path};
use serde_json::{Value, json};

/// The sample of the documentation; only the merchant is another one.
const SAMPLE: &str = r#"{
"merchant_id": "1cc7b594-b80f-4227-a0fa-299c4c6ce8ab",
"data": {
"amount": 12.50,
"currency_code": "USD",
"payment_methods": ["CC_DC","ACH"],
"sales_tax": 2.50,
"order_number": "A350",
"start_date": "20220510",
"end_date": "20221115",
"description": "A coffee cup in the morning",
"save_card_consent": true,
"internal_transaction_id": "ID1",
"metadata": {
"customer_id": "123",
"email": "[email protected]"
}
}
}"#;

#[test]
fn the_documented_sample_is_answered_as_documented() {
    let partner = partner();
    let body = SAMPLE.replace("1cc7b594-b80f-4227-a0fa-299c4c6ce8ab", &partner.merchant);
    // in the days it was written for, and today
    for (now, status) in [("2022-06-01T12:00:00Z", "ACTIVE"), ("2026-01-15T12:00:00Z", "INACTIVE")] {
        partner.world.clock.set(now.parse().unwrap());
        let sent = partner.say("POST", "/api/payment-link").raw("application/json", body.as_bytes()).send();
        let link = sent.ok(200)["data"].clone();
        for (name, wanted) in [
            ("payment_link_status", json!(status)),
            ("merchant_id", json!(partner.merchant)),
            ("start_date", json!("2022-05-10T00:00:00.000Z")),
            ("end_date", json!("2022-11-15T00:00:00.000Z")),
            ("amount", json!("12.50")),
            ("payment_methods", json!(["CC_DC", "ACH"])),
            ("sales_tax", json!("2.50")),
            ("order_number", json!("A350")),
            ("description", json!("A coffee cup in the morning")),
            ("metadata", json!({"customer_id": "123", "email": "[email protected]"})),
            ("internal_transaction_id", json!("ID1")),
            ("save_card_consent", json!(true)),
            ("currency_code", json!("USD")),
            ("one_time_only", json!(true)),
            ("use_same_amount", json!(true)),
            ("enable_captcha", json!(false)),
        ] {
            assert_eq!(link[name], wanted, "{name} in {link}");
        }
        for name in ["payment_link_id", "payment_link_url", "qr_code_url", "created_at", "updated_at", "slug_id"] {
            assert!(link[name].as_str().is_some_and(|text| !text.is_empty()), "{name} in {link}");
        }
        assert!(link["payment_link_id"].as_str().unwrap().starts_with("plink_"));
        assert_eq!(partner.read(&link), link);
    }
}

#[test]
fn the_same_link_is_there_natively() {
    let partner = partner();
    let link = partner.link(&json!({"use_same_amount": false, "cc_amount": "10.50", "cc_amount_note": "3 % fee",
        "ach_amount": 10, "one_time_only": false, "slug_id": "spring", "enable_captcha": true, "end_date": "20260131",
        "customer": {"first_name": "Ada", "last_name": "Payer", "email": "ada@example.com",
        "phone": {"country_code": "1", "subscriber": "4155550123"}}}));
    let native = partner.world.get(&format!("/v1/payment_links/{}", link["payment_link_id"].as_str().unwrap())).ok(200);
    for (name, wanted) in [
        ("card_amount", json!("10.50")),
        ("ach_amount", json!("10.00")),
        ("card_amount_note", json!("3 % fee")),
        ("usage", json!("multi_use")),
        ("slug", json!("spring")),
        ("ends_at", json!("2026-02-01T00:00:00Z")),
        ("url", link["payment_link_url"].clone()),
        ("qr_code_url", link["qr_code_url"].clone()),
    ] {
        assert_eq!(native[name], wanted, "{name}");
    }
    assert_eq!(native["customer"]["name"], "Ada Payer");
    assert_eq!(native["customer"]["phone"], "+14155550123");
    assert_eq!(
        (&link["amount"], &link["cc_amount"], &link["ach_amount"]),
        (&json!("10.50"), &json!("10.50"), &json!("10.00"))
    );
    let read = partner.read(&link);
    assert_eq!((&read["amount"], &read["cc_amount"]), (&Value::Null, &json!("10.50")));
    assert_eq!((&read["enable_captcha"], &read["one_time_only"]), (&json!(true), &json!(false)));
    assert_eq!(partner.world.say("GET", "/p/spring").send().status, 200);
}

#[test]
fn amounts_are_read_exactly() {
    let partner = partner();
    for (given, shown) in [
        (json!("0.10"), "0.10"),
        (json!("1"), "1.00"),
        (json!("1.00"), "1.00"),
        (json!(10), "10.00"),
        (json!(10.5), "10.50"),
        (json!("99999999.99"), "99999999.99"),
        (json!("000000012.50"), "12.50"),
    ] {
        assert_eq!(partner.link(&json!({"amount": given}))["amount"], shown, "{given}");
    }
    for (given, wanted) in [
        (json!("0"), "amount_out_of_range"),
        (json!("1.005"), "too_many_decimals"),
        (json!(1.005), "too_many_decimals"),
        (json!("0000000012.50"), "invalid_amount"),
        (json!("100000000.00"), "amount_out_of_range"),
        (json!("1e1"), "invalid_amount"),
        (json!("-1"), "invalid_amount"),
        (json!("1,000.00"), "invalid_amount"),
        (json!("$1"), "invalid_amount"),
        (json!(true), "invalid_type"),
        (Value::Null, "required"),
    ] {
        let body = json!({"merchant_id": partner.merchant, "data": {"amount": given}});
        let refused = partner.post("/api/payment-link", &body);
        assert_eq!(code(&refused, 400), wanted, "{given}");
        assert_eq!(fields(&refused), ["data.amount"], "{given}");
    }
}

#[test]
fn a_link_is_inactive_before_its_first_day_and_after_its_last() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "1", "start_date": "20260120", "end_date": "20260122"}));
    for (now, status) in [
        ("2026-01-15T12:00:00Z", "INACTIVE"),
        ("2026-01-19T23:59:59.999Z", "INACTIVE"),
        ("2026-01-20T00:00:00Z", "ACTIVE"),
        ("2026-01-22T23:59:59.999Z", "ACTIVE"),
        ("2026-01-23T00:00:00Z", "INACTIVE"),
    ] {
        partner.world.clock.set(now.parse().unwrap());
        assert_eq!(partner.read(&link)["payment_link_status"], status, "{now}");
        let of = |status: &str| {
            let path = format!("/api/merchant/{}/payment-link?status={status}", partner.merchant);
            partner.get(&path).ok(200)["meta"]["total"].clone()
        };
        assert_eq!(of(status), 1, "{now}");
        assert_eq!(of(if status == "ACTIVE" { "INACTIVE" } else { "ACTIVE" }), 0, "{now}");
    }
    // ended, it opens again with a later end
    let later = partner.update(&link, &json!({"end_date": "2026-02-01"})).ok(200);
    assert_eq!(
        (&later["data"]["payment_link_status"], &later["data"]["end_date"]),
        (&json!("ACTIVE"), &json!("2026-02-01T00:00:00.000Z"))
    );
}

#[test]
fn what_was_read_can_be_sent_back() {
    let partner = partner();
    for data in [
        json!({"amount": "12.50", "start_date": "20260110", "end_date": "20260131", "metadata": {"n": 1.10, "o": {"a": [null]}}}),
        json!({"use_same_amount": false, "cc_amount": "2", "ach_amount": "1", "one_time_only": false}),
    ] {
        let link = partner.link(&data);
        for mut body in [link.clone(), partner.read(&link)] {
            let mut before = partner.read(&link);
            body["description"] = json!("changed");
            let mut after = partner.update(&link, &body).ok(200)["data"].clone();
            assert_eq!(after, partner.read(&link));
            for name in ["description", "updated_at"] {
                (before[name], after[name]) = (Value::Null, Value::Null);
            }
            assert_eq!(after, before);
        }
    }
}

#[test]
fn an_update_changes_what_it_mentions_and_nothing_else() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "12.50", "description": "Cake", "order_number": "A1"}));
    partner.world.clock.advance(std::time::Duration::from_secs(5));
    let body = json!({"data": {"amount": "13", "description": null, "save_card_consent": true}});
    let changed = partner.say("PATCH", &path(&link)).json(&body).send().ok(200)["data"].clone();
    let mut wanted = link.clone();
    wanted["amount"] = json!("13.00");
    wanted["description"] = Value::Null;
    wanted["save_card_consent"] = json!(true);
    wanted["updated_at"] = changed["updated_at"].clone();
    assert_eq!(changed, wanted);
    assert!(changed["updated_at"].as_str() > link["updated_at"].as_str());
    let same = json!({"merchant_id": partner.merchant, "data": {"description": "Tart"}});
    assert_eq!(partner.say("PUT", &path(&link)).json(&same).send().ok(200)["data"]["description"], "Tart");
    let other = json!({"merchant_id": partner.world.merchant(), "data": {"description": "Pie"}});
    let refused = partner.say("PUT", &path(&link)).json(&other).send();
    assert_eq!((code(&refused, 400), fields(&refused)), ("not_supported".to_owned(), vec!["merchant_id".to_owned()]));
    let slug = partner.update(&link, &json!({"slug_id": "another"}));
    assert_eq!((code(&slug, 400), fields(&slug)), ("not_supported".to_owned(), vec!["data.slug_id".to_owned()]));
}

#[test]
fn the_address_of_a_customer_is_kept_and_given_back() {
    let partner = partner();
    let address = json!({"street": "100 Main Street", "unit": "80", "city": "Austin", "state": "Texas", "country": "us",
        "postal_code": "76707"});
    let customer = json!({"first_name": "Ada", "email": "ada@example.com", "address": address});
    let data = json!({"type": "payment_session", "amount": "1", "metadata": {"k": 1}, "customer": customer});
    let link = partner.link(&data);
    let shows = |shown: &Value, address: &Value, metadata: &Value| {
        assert_eq!((&shown["customer"]["address"], &shown["metadata"]), (address, metadata), "{shown}");
    };
    shows(&link, &address, &json!({"k": 1}));
    shows(&partner.read(&link), &address, &json!({"k": 1}));
    let listed = partner.get(&format!("/api/merchant/{}/payment-link", partner.merchant)).ok(200);
    shows(&listed["data"][0], &address, &json!({"k": 1}));
    let native = partner.world.get(&format!("/v1/payment_links/{}", link["payment_link_id"].as_str().unwrap())).ok(200);
    assert!(native["metadata"]["customer_address"].as_str().unwrap().contains("76707"), "{native}");

    let changed = |data: &Value| partner.update(&link, data).ok(200)["data"].clone();
    shows(&changed(&json!({"description": "Cake"})), &address, &json!({"k": 1}));
    shows(&changed(&json!({"metadata": {"n": "2"}})), &address, &json!({"n": "2"}));
    let moved = json!({"street": "1 Road"});
    shows(&changed(&json!({"customer": {"first_name": "Ada", "address": moved}})), &moved, &json!({"n": "2"}));
    shows(&changed(&json!({"metadata": null})), &moved, &json!({}));
    shows(&changed(&json!({"customer": {"first_name": "Ada"}, "metadata": {"n": "3"}})), &moved, &json!({"n": "3"}));
    let gone = changed(&json!({"customer": null}));
    assert!(gone.get("customer").is_none(), "{gone}");
    shows(&gone, &Value::Null, &json!({"n": "3"}));

    for (data, field) in [
        (json!({"customer": {"address": "1 Road"}}), "data.customer.address"),
        (json!({"customer": {"address": {"city": 1}}}), "data.customer.address.city"),
        (json!({"customer": {"address": {"city": "x".repeat(600)}}}), "data.customer.address"),
        (json!({"metadata": {"customer_address": "x"}}), "data.metadata.customer_address"),
    ] {
        let refused = partner.update(&link, &data);
        code(&refused, 400);
        assert_eq!(fields(&refused), [field], "{data}");
    }
}

#[test]
fn a_slug_is_taken_once() {
    let partner = partner();
    partner.link(&json!({"amount": "1", "slug_id": "spring"}));
    let body = json!({"merchant_id": partner.merchant, "data": {"amount": "1", "slug_id": "Spring"}});
    assert_eq!(code(&partner.post("/api/payment-link", &body), 409), "slug_taken");
}

#[test]
fn active_and_inactive_links_are_cancelled_and_others_are_not() {
    let partner = partner();
    for data in [
        json!({"amount": "1"}),
        json!({"amount": "1", "start_date": "20270101"}),
        json!({"amount": "1", "one_time_only": false}),
    ] {
        let link = partner.link(&data);
        let done = partner.cancel(&link).ok(200);
        assert_eq!(done["success"], true);
        assert!(done["message"].as_str().is_some_and(|text| !text.is_empty()), "{done}");
        assert_eq!(partner.read(&link)["payment_link_status"], "CANCELLED");
        let again = partner.cancel(&link);
        assert_eq!((code(&again, 409), &again.json()["success"]), ("link_closed".to_owned(), &json!(false)));
        assert_eq!(code(&partner.update(&link, &json!({"amount": "2"})), 409), "link_closed");
        assert_eq!(partner.pay(&link, "tok_ok", "k").code(), "link_cancelled");
    }
    let paid = partner.link(&json!({"amount": "1"}));
    partner.pay(&paid, "tok_ok", "k").ok(201);
    assert_eq!(partner.read(&paid)["payment_link_status"], "COMPLETED");
    let refused = partner.cancel(&paid);
    assert_eq!((code(&refused, 409), &refused.json()["success"]), ("link_closed".to_owned(), &json!(false)));
    let unknown = partner.say("POST", "/api/payment-link/wlx57/cancel").send();
    assert_eq!((code(&unknown, 404), &unknown.json()["success"]), ("not_found".to_owned(), &json!(false)));
}

#[test]
fn the_body_of_a_cancellation_does_not_matter() {
    let partner = partner();
    for (kind, body) in [("application/json", "null"), ("application/json", "{\"reason\":1}"), ("text/plain", "x")] {
        let link = partner.link(&json!({"amount": "1"}));
        let path = format!("{}/cancel", path(&link));
        assert_eq!(partner.say("POST", &path).raw(kind, body.as_bytes()).send().ok(200)["success"], true, "{body}");
    }
}

#[test]
fn a_reusable_link_is_never_completed() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "1", "one_time_only": false}));
    for key in ["k1", "k2"] {
        partner.pay(&link, "tok_ok", key).ok(201);
        assert_eq!(partner.read(&link)["payment_link_status"], "ACTIVE");
    }
}

#[test]
fn a_declined_payment_leaves_a_link_active() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "1"}));
    assert_eq!(partner.pay(&link, "tok_declined", "k").status, 402);
    assert_eq!(partner.read(&link)["payment_link_status"], "ACTIVE");
    assert_eq!(partner.pay_by_bank(&link)["status"], "processing");
    assert_eq!(partner.read(&link)["payment_link_status"], "ACTIVE");
    assert_eq!(partner.cancel(&link).json()["error"]["code"], "payment_in_progress");
}

#[test]
fn a_key_in_the_native_header_makes_a_link_once() {
    let partner = partner();
    let body = json!({"merchant_id": partner.merchant, "data": {"amount": "1"}});
    let send = |body: &Value| partner.say("POST", "/api/payment-link").key("once").json(body).send();
    let (first, again) = (send(&body), send(&body));
    assert_eq!((first.ok(200), first.text()), (again.ok(200), again.text()));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let other = json!({"merchant_id": partner.merchant, "data": {"amount": "2"}});
    assert_eq!(code(&send(&other), 400), "idempotency_key_reused");
}
