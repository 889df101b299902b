//! Quick invoices from their making to their end.

use super::{Shop, errors, id, shop, wrong};
use serde_json::{Value, json};

impl Shop {
    /// The fields of a quick invoice over 21.00; `more` is added to them.
    pub(super) fn bill(&self, more: Value) -> Value {
        let mut fields = json!({"location_id": self.merchant, "title": "Invoice with min fields",
            "due_date": "2030-01-31", "item_list": {"item1xx": 10, "item2yy": 11}});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        json!({ "quickinvoice": fields })
    }

    pub(super) fn quick(&self, more: Value) -> Value {
        self.post("/v2/quickinvoices", &self.bill(more)).ok(201)["quickinvoice"].clone()
    }
}

pub(super) fn place(invoice: &Value) -> String {
    format!("/v2/quickinvoices/{}", id(invoice))
}

pub(super) fn change(shop: &Shop, invoice: &Value, fields: &Value) -> Value {
    shop.put(&place(invoice), &json!({ "quickinvoice": fields })).ok(200)["quickinvoice"].clone()
}

#[test]
fn the_documented_requests_have_the_documented_answers() {
    let shop = shop();
    let sample = format!(
        r#"{{
    "quickinvoice": {{
        "title":"Invoice with min fields",
        "due_date":"2030-01-31",
        "item_list": {{
            "item2yy":11,
            "item1xx":10
        }},
        "location_id":"{}"
	}}
}}"#,
        shop.merchant
    );
    let heard = shop.say("POST", "/v2/quickinvoices").raw("application/json", sample.as_bytes()).send();
    let made = heard.ok(201)["quickinvoice"].clone();
    // in the order in which they were written
    assert!(heard.text().contains(r#""item_list":{"item2yy":11,"item1xx":10}"#), "{}", heard.text());
    for (name, value) in [
        ("location_id", json!(shop.merchant)),
        ("contact_id", Value::Null),
        ("invoice_number", Value::Null),
        ("title", json!("Invoice with min fields")),
        ("item_header", Value::Null),
        ("item_footer", Value::Null),
        ("status_id", json!(1)),
        ("payment_status_id", json!(1)),
        ("amount_due", json!("21.00")),
        ("remaining_balance", json!("21.00")),
        ("due_date", json!("2030-01-31")),
        ("expire_date", Value::Null),
        ("email", Value::Null),
        ("allow_partial_pay", json!(0)),
        ("notification_days_before_due_date", json!(3)),
        ("notification_on_due_date", json!(1)),
        ("notification_days_after_due_date", json!(7)),
        ("is_active", json!(1)),
        ("created_user_id", json!(shop.user)),
        ("modified_user_id", json!(shop.user)),
    ] {
        assert_eq!(made[name], value, "{name}");
    }
    let own = made["_links"]["self"]["href"].as_str().unwrap();
    let address = own.strip_prefix("https://pay.test").unwrap();
    assert_eq!(address, format!("/v2/quickinvoice/view?id={}", id(&made)));
    for path in [address, &place(&made)] {
        assert_eq!(shop.get(path).ok(200)["quickinvoice"], made, "{path}");
    }
    errors(&shop.get("/v2/quickinvoice/view"), 404);
    assert_eq!(shop.get("/v2/quickinvoices").ok(200)["quickinvoices"], json!([made]));
    let update = b"{\n\t\"quickinvoice\": {\n\t\t\"title\":\"Invoice with new title\"\n\t}\n}";
    let changed = shop.say("PUT", &place(&made)).raw("application/json", update).send().ok(200)["quickinvoice"].clone();
    let mut wanted = made;
    wanted["title"] = json!("Invoice with new title");
    assert_eq!(changed, wanted);
    assert_eq!(shop.delete(&place(&changed)).ok(204), Value::Null);
}

#[test]
fn a_quick_invoice_is_a_link_with_line_items_and_is_paid_like_one() {
    let shop = shop();
    let made = shop.quick(json!({"item_list": {"Cake": "12.50", "Voucher": -2.5}, "invoice_number": "7", "note": "Hi",
        "email": "ada@example.com"}));
    let path = format!("/v1/payment_links/{}", id(&made));
    let native = shop.world.get(&path).ok(200);
    assert_eq!((&native["amount"], &native["due_date"]), (&json!("10.00"), &json!("2030-01-31")));
    assert_eq!((&native["description"], &native["invoice_number"]), (&made["title"], &json!("7")));
    let line = |line: &Value| (line["kind"].clone(), line["name"].clone(), line["unit_amount"].clone());
    let lines: Vec<_> = native["line_items"].as_array().unwrap().iter().map(line).collect();
    let wanted = [("item", "Cake", "12.50"), ("discount", "Voucher", "2.50")];
    assert_eq!(lines, wanted.map(|(kind, name, amount)| (json!(kind), json!(name), json!(amount))));
    assert_eq!(native["metadata"]["note"], "Hi");
    assert_eq!(shop.pay(&made, "card", "tok_ok").status, 201);
    let paid = shop.get(&place(&made)).ok(200)["quickinvoice"].clone();
    assert_eq!(
        (&paid["status_id"], &paid["payment_status_id"], &paid["remaining_balance"], &paid["is_active"]),
        (&json!(0), &json!(2), &json!("0.00"), &json!(1))
    );
    assert_eq!(paid["item_list"], json!({"Cake": 12.5, "Voucher": -2.5}));
    for refused in [
        shop.put(&place(&made), &json!({"quickinvoice": {"title": "late"}})),
        shop.put(&place(&made), &json!({"quickinvoice": {"status_id": 1}})),
        shop.delete(&place(&made)),
        shop.post(&format!("{}/resend", place(&made)), &json!({})),
    ] {
        assert_eq!(wrong(&refused), ["status_id"]);
    }
    // it is closed already
    assert_eq!(change(&shop, &made, &json!({"status_id": 0})), paid);
    assert_eq!(shop.get(&format!("/v2/paylinks/{}", id(&made))).ok(200)["paylink"]["status_id"], 1);
}

#[test]
fn only_links_with_line_items_are_quick_invoices() {
    let shop = shop();
    let plain = shop.paylink(json!({"paylink_api_id": "p-1"}));
    let lines =
        json!([{"name": "Cake", "quantity": "2", "unit_amount": "3.00"}, {"name": "Tip", "unit_amount": "1.00"}]);
    let native = shop.world.link_of(&shop.merchant, json!({"amount": null, "line_items": lines, "external_id": "n-1"}));
    let shown = shop.get("/v2/quickinvoices/n-1").ok(200)["quickinvoice"].clone();
    assert_eq!((id(&shown), &shown["amount_due"]), (id(&native), &json!("7.00")));
    assert_eq!(shown["item_list"], json!({"Cake": 6, "Tip": 1}));
    assert_eq!((&shown["quick_invoice_api_id"], &shown["created_user_id"]), (&json!("n-1"), &json!(shop.merchant)));
    let listed = |path: &str| shop.get(path).ok(200);
    let all = listed("/v2/quickinvoices?expand=payment_url");
    assert_eq!((id(&all["quickinvoices"][0]), &all["meta"]["pagination"]["totalCount"]), (id(&native), &json!(1)));
    assert_eq!(all["quickinvoices"][0]["payment_url"], native["url"]);
    assert_eq!(listed("/v2/paylinks")["meta"]["pagination"]["totalCount"], 2);
    for method in ["GET", "PUT"] {
        for path in [place(&plain), "/v2/quickinvoices/p-1".to_owned()] {
            errors(&shop.say(method, &path).json(&json!({"quickinvoice": {}})).send(), 404);
        }
    }
    for (method, more) in [("DELETE", ""), ("POST", "/resend"), ("DELETE", "/files/file_x")] {
        let heard = shop.say(method, &format!("{}{more}", place(&plain))).send();
        assert_eq!((heard.status, heard.body.len()), (404, 0), "{method} {more}");
    }
    for action in ["addTransaction", "removeTransaction", "files"] {
        let method = if action == "files" { "POST" } else { "PUT" };
        let say = shop.say(method, &format!("{}/{action}", place(&plain)));
        errors(&say.json(&json!({"quickinvoice": {"transaction_id": "pay_01jd2q7x3me5kt6bvs9w0fzr4y"}})).send(), 404);
    }
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let shop = shop();
    let mut made = Vec::new();
    for (title, due, amount) in [("Bread", "2030-01-10", 3), ("Cake", "2030-02-10", 1), ("Tart", "2030-03-10", 2)] {
        shop.world.clock.advance(std::time::Duration::from_secs(60));
        made.push(shop.quick(json!({"title": title, "due_date": due, "item_list": {"a": amount}})));
    }
    shop.pay(&made[1], "card", "tok_ok");
    let ids = |query: &str| -> Vec<String> {
        let listed = shop.get(&format!("/v2/quickinvoices?{query}")).ok(200);
        listed["quickinvoices"].as_array().unwrap().iter().map(|row| id(row).to_owned()).collect()
    };
    let wanted = |places: &[usize]| -> Vec<String> { places.iter().map(|at| id(&made[*at]).to_owned()).collect() };
    for (query, places) in [
        ("", &[2, 1, 0][..]),
        ("sort=amount_due", &[1, 2, 0]),
        ("sort=-due_date&page_size=1&page=2", &[1]),
        ("title=ca,br", &[1, 0]),
        ("due_date=2030-01-01|2030-02-28", &[1, 0]),
        ("status_id=1", &[2, 0]),
        ("payment_status_id=2", &[1]),
        ("remaining_balance=2.00|3.00", &[2, 0]),
        ("location_id=mer_01jd2q7x3me5kt6bvs9w0fzr4y", &[]),
    ] {
        assert_eq!(ids(query), wanted(places), "{query}");
    }
    assert_eq!(wrong(&shop.get("/v2/quickinvoices?sort=item_list&due_date=soon")), ["due_date", "sort"]);
}

#[test]
fn an_open_quick_invoice_is_closed_for_good() {
    let shop = shop();
    let made = shop.quick(json!({"email": "ada@example.com"}));
    assert_eq!(change(&shop, &made, &json!({"status_id": 1})), made);
    let closed = change(&shop, &made, &json!({"status_id": 0, "title": "Never mind"}));
    assert_eq!(
        (&closed["status_id"], &closed["payment_status_id"], &closed["is_active"], &closed["title"]),
        (&json!(0), &json!(1), &json!(0), &json!("Never mind"))
    );
    let native = shop.world.get(&format!("/v1/payment_links/{}", id(&made))).ok(200);
    assert_eq!(native["status"], "CANCELLED");
    assert_eq!(change(&shop, &made, &json!({"status_id": 0})), closed);
    for fields in [json!({"status_id": 1}), json!({"title": "x"}), json!({"status_id": "open"})] {
        assert_eq!(wrong(&shop.put(&place(&made), &json!({"quickinvoice": fields}))), ["status_id"], "{fields}");
    }
}

#[test]
fn a_deleted_quick_invoice_is_gone() {
    let shop = shop();
    let made = shop.quick(json!({}));
    assert_eq!(shop.delete(&place(&made)).ok(204), Value::Null);
    for (method, more) in [("DELETE", ""), ("POST", "/resend")] {
        let heard = shop.say(method, &format!("{}{more}", place(&made))).send();
        assert_eq!((heard.status, heard.body.len()), (404, 0), "{method} {more}");
    }
    for (method, more) in [("GET", ""), ("PUT", ""), ("PUT", "/addTransaction"), ("PUT", "/removeTransaction")] {
        let say = shop.say(method, &format!("{}{more}", place(&made)));
        errors(&say.json(&json!({"quickinvoice": {}})).send(), 409);
    }
    assert_eq!(shop.get("/v2/quickinvoices").ok(200)["quickinvoices"], json!([]));
}

#[test]
fn every_field_can_be_changed_while_it_is_open() {
    let shop = shop();
    let contact = shop.contact(json!({"email": "home@example.com", "contact_api_id": "crm-7"}));
    let made = shop.quick(json!({"item_header": "Dear Ada", "invoice_number": "1"}));
    let changed = change(
        &shop,
        &made,
        &json!({"item_list": {"Tart": "4.20"}, "due_date": "2030-02-28", "expire_date": "2030-03-31", "note": "N",
            "contact_api_id": "crm-7", "invoice_number": null, "item_header": null, "item_footer": "Bye",
            "attach_files_to_email": 1, "quick_invoice_api_id": "q-2", "notification_days_before_due_date": 9,
            "notification_on_due_date": 0, "notification_days_after_due_date": null, "allow_overpayment": 0,
            "location_id": "ignored", "send_email": 1}),
    );
    for (name, value) in [
        ("item_list", json!({"Tart": 4.2})),
        ("amount_due", json!("4.20")),
        ("due_date", json!("2030-02-28")),
        ("expire_date", json!("2030-03-31")),
        ("contact_id", contact["id"].clone()),
        ("email", json!("home@example.com")),
        ("invoice_number", Value::Null),
        ("item_header", Value::Null),
        ("item_footer", json!("Bye")),
        ("note", json!("N")),
        ("attach_files_to_email", json!(1)),
        ("quick_invoice_api_id", json!("q-2")),
        ("notification_days_before_due_date", json!(9)),
        ("notification_on_due_date", json!(0)),
        ("notification_days_after_due_date", Value::Null),
        ("location_id", json!(shop.merchant)),
    ] {
        assert_eq!(changed[name], value, "{name}");
    }
    assert_eq!(shop.get("/v2/quickinvoices/q-2").ok(200)["quickinvoice"], changed);
    let twin = shop.post("/v2/quickinvoices", &shop.bill(json!({"quick_invoice_api_id": "q-2"})));
    assert_eq!(wrong(&twin), ["quick_invoice_api_id"]);
    shop.pay(&made, "card", "tok_declined");
    let dearer = shop.put(&place(&made), &json!({"quickinvoice": {"item_list": {"Tart": 5}}}));
    assert_eq!(wrong(&dearer), ["item_list"]);
}
