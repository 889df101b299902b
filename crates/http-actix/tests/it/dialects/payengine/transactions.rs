//! Payments and refunds.

use super::{code, fields, partner};
use serde_json::{Value, json};

#[test]
fn a_payment_and_its_refund_are_found_by_link() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "12.50", "internal_transaction_id": "ID1", "order_number": "A350"}));
    let other = partner.link(&json!({"amount": "1"}));
    partner.pay(&other, "tok_ok", "other").ok(201);
    let payment = partner.pay(&link, "tok_ok", "k").ok(201)["id"].clone();
    let of_link = |more: &str| {
        let id = link["payment_link_id"].as_str().unwrap();
        let path = format!("/api/merchant/{}/transaction?payment_link_id={id}{more}", partner.merchant);
        partner.get(&path).ok(200)["data"].as_array().unwrap().clone()
    };
    let sale = of_link("");
    assert_eq!(sale.len(), 1, "{sale:?}");
    for (name, wanted) in [
        ("id", payment.clone()),
        ("transaction_id", payment.clone()),
        ("merchant_id", json!(partner.merchant)),
        ("payment_link_id", link["payment_link_id"].clone()),
        ("amount", json!("12.50")),
        ("status", json!("succeeded")),
        ("type", json!("sale")),
        ("method", json!("Credit Card")),
        ("currency", json!("USD")),
        ("is_offline", json!(false)),
        ("internal_transaction_id", json!("ID1")),
        ("order_number", json!("A350")),
        ("batch_id", Value::Null),
        ("gateway", Value::Null),
        ("gateway_id", Value::Null),
    ] {
        assert_eq!(sale[0][name], wanted, "{name}");
    }
    partner.world.clock.advance(std::time::Duration::from_secs(1));
    let body = json!({"id": payment, "amount": "2.50", "reason": "stale", "internal_transaction_id": "R1",
        "order_number": "B2", "metadata": {"a": 1, "b": ["x", null]}});
    let refund = partner.post("/api/payment/refund", &body).ok(200)["data"].clone();
    for (name, wanted) in [
        ("id", payment.clone()),
        ("merchant_id", json!(partner.merchant)),
        ("reason", json!("stale")),
        ("token", Value::Null),
        ("internal_transaction_id", json!("R1")),
        ("order_number", json!("B2")),
        ("return_response", json!({"status": "PASS", "responseCode": "A0000", "responseMessage": "Success"})),
        ("metadata", json!({"a": 1, "b": ["x", null]})),
    ] {
        assert_eq!(refund[name], wanted, "{name}");
    }
    let both = of_link("");
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(both[0]["transaction_id"], refund["transaction_id"]);
    assert_eq!((&both[0]["type"], &both[0]["original_transaction_id"]), (&json!("refund"), &payment));
    for name in ["internal_transaction_id", "order_number", "metadata"] {
        assert_eq!(both[0][name], refund[name], "{name} of the refund");
    }
    let told = partner.world.get("/v1/events?type=refund.succeeded").ok(200)["data"][0]["data"].clone();
    let native = json!({"a": "1", "b": "[\"x\",null]", "json_keys": "[\"a\",\"b\"]",
        "payengine_internal_transaction_id": "R1", "payengine_order_number": "B2"});
    assert_eq!(told["metadata"], native);
    assert_eq!((&both[1]["status"], &both[1]["amount_refunded"]), (&json!("partialRefund"), &json!("2.50")));
    let of_refund = format!("&ids={}", refund["transaction_id"].as_str().unwrap());
    for (more, count) in [
        (of_refund.as_str(), 1),
        ("&status[0]=partialRefund", 1),
        ("&statuses[0]=partialRefund&statuses[1]=succeeded", 2),
        ("&status[0]=failed", 0),
        ("&method=Credit%20Card", 2),
        ("&method=ACH", 0),
        ("&amount[from]=2.51", 1),
        ("&amount[to]=2.50", 1),
        ("&date[to]=1768478399", 0),
        ("&date[from]=1768478400", 2),
        ("&ids=nobody,ID1", 2),
        ("&ids=R1", 1),
        ("&only_disputes=true", 0),
        ("&batch_id=1", 0),
        ("&page=2", 0),
        ("&limit=500", 2),
    ] {
        assert_eq!(of_link(more).len(), count, "{more}");
    }
    let all = partner.get(&format!("/api/merchant/{}/transaction", partner.merchant)).ok(200);
    assert_eq!(all["data"].as_array().unwrap().len(), 3);
    assert_eq!(all["meta"], json!({"page": 1, "limit": 10, "total": 3, "total_pages": 1}));
    assert_eq!(all["total"], 3);
    for query in ["method=Cash", "status[0]=paid", "date[from]=soon", "payment_link_id=wlx57", "amount[from]=x"] {
        let refused = partner.get(&format!("/api/merchant/{}/transaction?{query}", partner.merchant));
        assert_eq!(code(&refused, 400), "invalid_parameter", "{query}");
    }
}

#[test]
fn transactions_come_in_pages_across_payments_and_refunds() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "10", "one_time_only": false}));
    let mut wanted = Vec::new();
    for number in 0..13 {
        partner.world.clock.advance(std::time::Duration::from_secs(1));
        let payment = partner.pay(&link, "tok_ok", &format!("k{number}")).ok(201)["id"].clone();
        wanted.push(payment.clone());
        if number % 3 == 0 {
            partner.world.clock.advance(std::time::Duration::from_secs(1));
            let body = json!({"id": payment, "amount": "1", "reason": "stale"});
            wanted.push(partner.post("/api/payment/refund", &body).ok(200)["data"]["transaction_id"].clone());
        }
    }
    wanted.reverse();
    let page = |page: u32| {
        let listed = partner.get(&format!("/api/merchant/{}/transaction?page={page}", partner.merchant)).ok(200);
        let rows = listed["data"].as_array().unwrap().clone();
        rows.iter().map(|row| row["transaction_id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!([page(1), page(2), page(3)].concat(), wanted);
    assert_eq!(page(1).len(), 10);
    let totals = |query: &str| {
        let listed = partner.get(&format!("/api/merchant/{}/transaction?{query}", partner.merchant)).ok(200);
        assert_eq!(listed["total"], listed["meta"]["total"]);
        (listed["meta"]["total"].clone(), listed["meta"]["total_pages"].clone())
    };
    let refunded = format!("ids={}", wanted.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(","));
    for (query, total, pages) in [
        ("page=1", 18, 2),
        ("page=2", 18, 2),
        ("page=9&limit=12", 18, 2),
        ("statuses[0]=partialRefund", 5, 1),
        ("batch_id=1", 0, 0),
        (&*refunded, 18, 2),
    ] {
        assert_eq!(totals(query), (json!(total), json!(pages)), "{query}");
    }
}

#[test]
fn the_processors_word_on_a_refund_is_told() {
    let partner = partner();
    for (token, status, code) in [
        ("tok_ok_refund_refused", "FAIL", "refund_refused"),
        ("tok_ok_refund_pending", "PASS", "A0002"),
        ("tok_ok_refund_never", "PASS", "A0002"),
    ] {
        let link = partner.link(&json!({"amount": "1"}));
        let payment = partner.pay(&link, token, token).ok(201)["id"].clone();
        let body = json!({"id": payment, "amount": "1", "reason": "stale"});
        let refund = partner.post("/api/payment/refund", &body).ok(200);
        let said = &refund["data"]["return_response"];
        assert_eq!((&said["status"], &said["responseCode"]), (&json!(status), &json!(code)), "{token}");
    }
}

#[test]
fn bad_refunds_name_what_is_wrong_and_move_nothing() {
    let partner = partner();
    let link = partner.link(&json!({"amount": "12.50"}));
    let payment = partner.pay(&link, "tok_ok", "k").ok(201)["id"].clone();
    for (body, status, wanted) in [
        (json!({"id": payment, "amount": "12.51", "reason": "x"}), 409, "refund_exceeds_payment"),
        (json!({"id": payment, "amount": "1.001", "reason": "x"}), 400, "too_many_decimals"),
        (json!({"id": payment, "amount": "0", "reason": "x"}), 400, "amount_out_of_range"),
        (json!({"id": payment, "amount": true, "reason": "x"}), 400, "invalid_type"),
        (json!({"id": payment, "reason": "x"}), 400, "required"),
        (json!({"id": payment, "amount": "1"}), 400, "required"),
        (json!({"amount": "1", "reason": "x"}), 400, "required"),
        (json!({"id": "pay_x", "amount": "1", "reason": "x"}), 404, "not_found"),
        (json!({"id": payment, "amount": "1", "reason": "4242424242424242"}), 400, "card_data_not_allowed"),
    ] {
        let answer = partner.post("/api/payment/refund", &body);
        assert_eq!(code(&answer, status), wanted, "{body}");
    }
    assert_eq!(fields(&partner.post("/api/payment/refund", &json!({}))), ["id", "amount", "reason"]);
    assert!(partner.world.gateway.refunds().is_empty());
}

#[test]
fn cards_are_never_taken_here() {
    let partner = partner();
    for path in ["/api/payment/sale", "/api/payment/auth"] {
        let answer = partner.post(path, &json!({"id": "pay_x", "card": "4242424242424242"}));
        assert_eq!(code(&answer, 400), "not_supported", "{path}");
        assert_eq!(code(&partner.world.say("POST", path).send(), 401), "unauthenticated");
    }
}

#[test]
fn a_bank_debit_is_voided_before_it_goes_to_the_bank_and_nothing_else_is() {
    let partner = partner();
    let held = json!({"ach_hold_minutes": 60});
    partner.world.admin("PATCH", &format!("/v1/merchants/{}", partner.merchant)).json(&held).send().ok(200);
    let link = partner.link(&json!({"amount": "12.50"}));
    let debit = partner.pay_by_bank(&link)["id"].clone();
    let void = |body: &Value| partner.post("/api/payment/void", body);
    assert_eq!(fields(&void(&json!({}))), ["id"]);
    assert_eq!(fields(&void(&json!({"id": debit, "description": "x".repeat(256)}))), ["description"]);
    assert_eq!(code(&void(&json!({"id": "pay_nobody"})), 404), "not_found");
    let voided = void(&json!({"id": debit, "description": "by mistake"})).ok(200)["data"].clone();
    assert_eq!((&voided["status"], &voided["transaction_id"]), (&json!("canceled"), &debit));
    assert_eq!(code(&void(&json!({"id": debit})), 409), "payment_not_cancellable");
    let found = partner.get(&format!("/api/merchant/{}/transaction?status[0]=canceled", partner.merchant)).ok(200);
    assert_eq!(found["data"][0]["id"], debit);
    let paid = partner.pay(&link, "tok_ok", "card").ok(201)["id"].clone();
    assert_eq!(code(&void(&json!({"id": paid})), 409), "payment_not_cancellable");
    assert_eq!(partner.world.gateway.charges().len(), 1);
}
