//! Quick invoices: what is refused, what is mailed, and where their addresses lead.

use super::{
    errors, id,
    quick::{change, place},
    shop, wrong,
};
use serde_json::{Value, json};

#[test]
fn wrong_fields_are_named_all_at_once() {
    let shop = shop();
    let bare = shop.post("/v2/quickinvoices", &json!({"quickinvoice": {}}));
    assert_eq!(wrong(&bare), ["due_date", "item_list", "location_id", "title"]);
    let cases = [
        ("item_list", json!({"a": "1.005"})),
        ("item_list", json!({"a": "x"})),
        ("item_list", json!({"a": 0})),
        ("item_list", json!({"": 1})),
        ("item_list", json!({"a": 1, "b": -1})),
        ("email", json!("a@b@c")),
        ("send_email", json!("perhaps")),
        ("allow_partial_pay", json!(1)),
        ("allow_overpayment", json!(1)),
        ("notification_on_due_date", json!("no")),
    ];
    for (name, value) in cases {
        let refused = shop.post("/v2/quickinvoices", &shop.bill(json!({ name: value.clone() })));
        assert_eq!(wrong(&refused), [name], "{value}");
    }
    assert_eq!(wrong(&shop.post("/v2/quickinvoices", &shop.bill(json!({"send_email": 1})))), ["email"]);
    let made = shop.quick(json!({}));
    let all = json!({"quickinvoice": {"title": 7, "due_date": "", "item_list": [], "status_id": 2, "note": {}}});
    assert_eq!(wrong(&shop.put(&place(&made), &all)), ["due_date", "item_list", "note", "status_id", "title"]);
    errors(&shop.say("POST", "/v2/quickinvoices").raw("text/plain", b"{}").send(), 415);
    errors(&shop.say("POST", "/v2/quickinvoices").raw("application/json", b"{").send(), 400);
    assert_eq!(shop.get("/v2/quickinvoices").ok(200)["meta"]["pagination"]["totalCount"], 1);
}

#[test]
fn it_is_mailed_when_asked_to_and_notifications_are_planned() {
    let shop = shop();
    let to = json!({"email": "ada@example.com", "send_email": 1, "tags": ["VIP"]});
    let made = shop.quick(to);
    let messages = |of: &Value| {
        let listed = shop.world.get(&format!("/v1/messages?payment_link_id={}", id(of))).ok(200);
        listed["data"].as_array().unwrap().len()
    };
    let days = |of: &Value| -> Vec<String> {
        let listed = shop.world.get(&format!("/v1/payment_links/{}/reminders", id(of))).ok(200);
        let rows = listed["data"].as_array().unwrap().iter().filter(|row| row["status"] == "scheduled");
        rows.map(|row| row["remind_on"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(messages(&made), 1);
    assert_eq!(days(&made), ["2030-01-28", "2030-01-31", "2030-02-07"]);
    let resent = shop.post(&format!("{}/resend", place(&made)), &json!({}));
    assert_eq!((resent.status, resent.body.len(), messages(&made)), (204, 0, 2));
    let quiet = shop.quick(json!({"email": "ada@example.com"}));
    assert_eq!((messages(&quiet), days(&quiet).len()), (0, 3));
    // with nobody to write to they wait, and are as they were asked for
    let nobody = shop.quick(json!({}));
    assert_eq!((days(&nobody).len(), &nobody["notification_days_after_due_date"]), (0, &json!(7)));
    assert_eq!(wrong(&shop.post(&format!("{}/resend", place(&nobody)), &json!({}))), ["email"]);
    let known = change(&shop, &nobody, &json!({"email": "bea@example.com", "due_date": "2030-02-28"}));
    assert_eq!(days(&known), ["2030-02-25", "2030-02-28", "2030-03-07"]);
}

#[test]
fn a_payment_is_not_taken_from_one_quick_invoice_to_another() {
    let shop = shop();
    let (paid, other) = (shop.quick(json!({})), shop.quick(json!({})));
    shop.pay(&paid, "card", "tok_ok");
    let listed = shop.get(&format!("/v2/transactions?paylink_id={}", id(&paid))).ok(200);
    let body = json!({"quickinvoice": {"transaction_id": id(&listed["transactions"][0])}});
    for action in ["addTransaction", "removeTransaction"] {
        for invoice in [&paid, &other] {
            let refused = shop.put(&format!("{}/{action}", place(invoice)), &body);
            assert_eq!(wrong(&refused), ["transaction_id"]);
            assert!(refused.text().contains("refund"), "{}", refused.text());
        }
        errors(&shop.put(&format!("/v2/quickinvoices/plink_nobody/{action}"), &body), 404);
        let empty = json!({"quickinvoice": {}});
        assert_eq!(wrong(&shop.put(&format!("{}/{action}", place(&other)), &empty)), ["transaction_id"]);
    }
}

#[test]
fn its_addresses_lead_to_the_page() {
    let shop = shop();
    let made = shop.quick(json!({}));
    let native = shop.world.get(&format!("/v1/payment_links/{}", id(&made))).ok(200);
    for path in ["/quickinvoice/?id=", "/quickinvoice?id="] {
        let answer = shop.world.say("GET", &format!("{path}{}", id(&made))).send();
        assert_eq!(answer.status, 302, "{path}");
        assert_eq!(answer.header("location").unwrap(), format!("/p/{}", native["slug"].as_str().unwrap()));
        assert_eq!(shop.world.say("GET", &format!("{path}plink_nobody")).send().status, 404);
    }
    assert_eq!(shop.world.say("POST", "/quickinvoice").send().status, 405);
}
