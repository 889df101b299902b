//! What callers get.

use crate::samples::{self, time};
use paylink_core::{
    Code, Error,
    records::{PaymentStatus, RefundStatus, Usage},
    views::{LinkStatus, LinkView},
};
use paylink_wire::{
    dialects::payengine::{
        JSON_KEYS, REFUND_ORDER, REFUND_OWN_ID,
        error::{About, ErrorBody},
        query::Paging,
        requests,
        responses::{Cancelled, Data, Link, Merchant, PagedData, Place, Refund, Transaction},
    },
    json::parse_object,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: &str = "2030-01-15T00:00:00Z";

fn link(view: &LinkView, place: Place) -> Value {
    serde_json::to_value(Link::of(view, None, time(NOW), place)).unwrap()
}

/// A link with one amount and no lines, whose window lies on days.
fn plain() -> LinkView {
    let mut view = samples::link();
    view.link.starts_at = Some(time("2030-01-01T00:00:00Z"));
    view.link.ends_at = Some(time("2030-02-01T00:00:00Z"));
    view
}

#[test]
fn a_link_has_every_documented_field() {
    let view = plain();
    let wanted = json!({
        "payment_link_id": view.link.id.to_string(),
        "payment_link_url": "https://pay.example/p/spring-sale",
        "qr_code_url": "https://pay.example/p/spring-sale/qr.svg",
        "payment_link_status": "ACTIVE",
        "merchant_id": view.link.merchant_id.to_string(),
        "start_date": "2030-01-01T00:00:00.000Z",
        "end_date": "2030-01-31T00:00:00.000Z",
        "payment_methods": ["CC_DC", "ACH"],
        "use_same_amount": true,
        "amount": "12.50",
        "cc_amount": null,
        "cc_amount_note": "card note",
        "ach_amount": null,
        "ach_amount_note": "bank note",
        "save_card_consent": false,
        "one_time_only": true,
        "currency_code": "USD",
        "sales_tax": "1.10",
        "order_number": "A1042",
        "description": "Cake",
        "enable_captcha": false,
        "slug_id": "spring-sale",
        "created_at": "2030-01-02T03:04:05.000Z",
        "updated_at": "2030-01-02T03:04:06.000Z",
        "internal_transaction_id": "tx-1",
        "metadata": {"order": "7"},
    });
    assert_eq!(link(&view, Place::Created), wanted);
    assert_eq!(
        serde_json::to_value(Data { data: Link::of(&view, None, time(NOW), Place::Details) }).unwrap()["data"],
        wanted
    );
}

#[test]
fn amounts_that_differ_are_told_apart_and_one_of_them_stands_for_both() {
    let mut view = plain();
    (view.link.per_method, view.link.ach_minor) = (true, Some(1200));
    (view.link.usage, view.link.max_payments) = (Usage::MultiUse, None);
    view.link.details.sales_tax_minor = None;
    for (place, amount) in
        [(Place::Created, json!("12.50")), (Place::Details, Value::Null), (Place::Listed, json!("12.50"))]
    {
        let shown = link(&view, place);
        assert_eq!(shown["amount"], amount, "{place:?}");
        assert_eq!((&shown["cc_amount"], &shown["ach_amount"]), (&json!("12.50"), &json!("12.00")));
        assert_eq!((&shown["use_same_amount"], &shown["one_time_only"]), (&json!(false), &json!(false)));
        assert_eq!(shown["sales_tax"], "0.00");
    }
    view.link.per_method = false;
    view.link.card_minor = None;
    let bank_only = link(&view, Place::Listed);
    assert_eq!((&bank_only["amount"], &bank_only["payment_methods"]), (&json!("12.00"), &json!(["ACH"])));
}

#[test]
fn inactive_is_before_the_start_and_after_the_end() {
    let mut view = plain();
    view.status = LinkStatus::Inactive;
    for now in ["2029-12-31T23:59:59Z", "2030-02-01T00:00:00Z"] {
        let shown = Link::of(&view, None, time(now), Place::Listed);
        assert_eq!(shown.payment_link_status.name(), "INACTIVE", "{now}");
    }
    let returned = Link::of(&view, Some(PaymentStatus::Returned), time(NOW), Place::Listed);
    assert_eq!(returned.payment_link_status.name(), "COMPLETED");
}

#[test]
fn an_end_within_a_day_is_shown_as_it_is() {
    for (end, shown) in [
        ("2030-02-01T00:00:00.25Z", "2030-02-01T00:00:00.250Z"),
        ("2030-02-01T05:00:00Z", "2030-02-01T05:00:00.000Z"),
        ("2030-03-01T00:00:00Z", "2030-02-28T00:00:00.000Z"),
    ] {
        let mut view = plain();
        view.link.ends_at = Some(time(end));
        assert_eq!(link(&view, Place::Details)["end_date"], shown);
        view.link.ends_at = None;
        assert_eq!(link(&view, Place::Details)["end_date"], Value::Null);
    }
}

#[test]
fn an_invoice_number_stands_in_for_an_order_number_it_could_be() {
    let mut view = plain();
    view.link.order_number = None;
    assert_eq!(link(&view, Place::Details)["order_number"], Value::Null, "2030-0042 has a dash");
    view.link.invoice_number = Some("INV42".to_owned());
    assert_eq!(link(&view, Place::Details)["order_number"], "INV42");
}

#[test]
fn metadata_comes_back_as_it_was_sent() {
    let sent = r#"{"n":1.10,"o":{"b":[true,null]},"t":"1.10"}"#;
    let body = format!(r#"{{"data":{{"amount":1,"metadata":{sent}}}}}"#);
    let form = requests::create_link(parse_object(body.as_bytes()).unwrap()).form;
    let mut view = plain();
    view.link.details.metadata = form.metadata.into_set().unwrap().into_iter().collect();
    assert!(view.link.details.metadata.contains_key(JSON_KEYS));
    let shown = Link::of(&view, None, time(NOW), Place::Details);
    assert_eq!(serde_json::to_string(&shown.metadata).unwrap(), sent);
}

#[test]
fn a_page_says_which_it_is_and_how_many_there_are() {
    let page = PagedData::of(vec![1, 2], Paging { page: 3, limit: 10 }, 22);
    let wanted = json!({"data": [1, 2], "meta": {"page": 3, "limit": 10, "total": 22, "total_pages": 3}, "total": 22});
    assert_eq!(serde_json::to_value(page).unwrap(), wanted);
    let empty = PagedData::<u8>::of(vec![], Paging { page: 1, limit: 10 }, 0);
    assert_eq!(empty.meta.total_pages, 0);
}

#[test]
fn a_cancellation_says_whether_it_was_one() {
    let done = serde_json::to_value(Cancelled::done()).unwrap();
    assert_eq!(done["success"], true);
    let refused = ErrorBody::of(&Error::of(Code::LinkClosed), "req-1", About::Link).without_success();
    let refused = serde_json::to_value(refused).unwrap();
    assert_eq!((&refused["success"], &refused["message"]), (&json!(false), &json!(Code::LinkClosed.meaning())));
    assert_eq!(refused["error"]["code"], "link_closed");
}

#[test]
fn a_payment_and_its_refund_are_transactions_of_one_payment() {
    let (view, payment, refund) = (plain(), samples::payment(), samples::refund());
    let sale = serde_json::to_value(Transaction::of_payment(&payment, Some(&view.link))).unwrap();
    let id = payment.payment.id.to_string();
    for (name, wanted) in [
        ("id", json!(id)),
        ("transaction_id", json!(id)),
        ("original_transaction_id", Value::Null),
        ("batch_id", Value::Null),
        ("merchant_id", json!(view.link.merchant_id.to_string())),
        ("payment_link_id", json!(view.link.id.to_string())),
        ("is_offline", json!(false)),
        ("type", json!("sale")),
        ("method", json!("Credit Card")),
        ("status", json!("partialRefund")),
        ("amount", json!("12.50")),
        ("amount_refunded", json!("3.00")),
        ("currency", json!("USD")),
        ("card_brand", json!("visa")),
        ("last_4", json!("4242")),
        ("internal_transaction_id", json!("tx-1")),
        ("created_at", json!("2030-01-02T03:04:05.000Z")),
    ] {
        assert_eq!(sale[name], wanted, "{name}");
    }
    let back = serde_json::to_value(Transaction::of_refund(&refund, &payment, Some(&view.link))).unwrap();
    assert_eq!((&back["id"], &back["original_transaction_id"]), (&json!(id), &json!(id)));
    assert_eq!(back["transaction_id"], "re_01jd2q7x3me5kt6bvs9w0fzr4y");
    assert_eq!(
        (&back["type"], &back["status"], &back["amount"]),
        (&json!("refund"), &json!("succeeded"), &json!("3.00"))
    );
    let text = format!("{sale}{back}");
    for private in ["tok_private", "ch_private", "rf_private", "private-hash", "Storgata", "kari@example.com"] {
        assert!(!text.contains(private), "{private}");
    }
}

fn kept(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_refund_has_its_own_id_order_number_and_data_or_else_the_links() {
    let (view, payment, mut refund) = (plain(), samples::payment(), samples::refund());
    refund.refund.metadata = BTreeMap::new();
    let shown = |refund: &_| serde_json::to_value(Transaction::of_refund(refund, &payment, Some(&view.link))).unwrap();
    let without = shown(&refund);
    assert_eq!((&without["internal_transaction_id"], &without["order_number"]), (&json!("tx-1"), &json!("A1042")));
    assert_eq!(without["metadata"], json!({}), "a refund has data of its own");
    refund.refund.metadata = kept(&[("ticket", "7"), (REFUND_OWN_ID, "r1"), (REFUND_ORDER, "B2")]);
    let with = shown(&refund);
    assert_eq!((&with["internal_transaction_id"], &with["order_number"]), (&json!("r1"), &json!("B2")));
    assert_eq!(with["metadata"], json!({"ticket": "7"}));
    let sale = serde_json::to_value(Transaction::of_payment(&payment, Some(&view.link))).unwrap();
    assert_eq!(sale["metadata"], json!({"order": "7"}), "the link's");
    let answer = serde_json::to_value(Refund::of(&refund, Some(&view.link))).unwrap();
    assert_eq!((&answer["order_number"], &answer["metadata"]), (&json!("B2"), &json!({"ticket": "7"})));
}

#[test]
fn a_refund_says_what_became_of_it() {
    for (status, word, code) in [
        (RefundStatus::Succeeded, "PASS", "A0000"),
        (RefundStatus::Processing, "PASS", "A0002"),
        (RefundStatus::Failed, "FAIL", "refund_refused"),
    ] {
        let mut view = samples::refund();
        view.refund.status = status;
        view.refund.failure_code = Some("refund_refused".to_owned());
        view.refund.metadata = kept(&[("a", "1"), ("json_keys", "[\"a\"]"), (REFUND_OWN_ID, "r1")]);
        let shown = serde_json::to_value(Refund::of(&view, Some(&plain().link))).unwrap();
        assert_eq!(
            (&shown["return_response"]["status"], &shown["return_response"]["responseCode"]),
            (&json!(word), &json!(code))
        );
        assert_eq!((&shown["amount"], &shown["reason"]), (&json!("3.00"), &json!("stale rolls")));
        assert_eq!((&shown["internal_transaction_id"], &shown["metadata"]), (&json!("r1"), &json!({"a": 1})));
        assert_eq!((&shown["order_number"], &shown["token"]), (&json!("A1042"), &Value::Null));
        assert_eq!(shown["transaction_id"], "re_01jd2q7x3me5kt6bvs9w0fzr4y");
    }
}

#[test]
fn a_merchant_has_every_documented_field() {
    let merchant = samples::merchant();
    let wanted = json!({
        "id": merchant.id.to_string(),
        "external_id": "m-1",
        "name": "Corner Bakery",
        "email": "owner@bakery.example",
        "status": "active",
        "mid": null,
        "total_payment_volume": "1270.22",
        "created_at": "2030-01-02T03:04:05.000Z",
        "updated_at": "2030-01-02T03:04:06.000Z",
    });
    assert_eq!(serde_json::to_value(Merchant::of(&merchant, 127_022)).unwrap(), wanted);
}
