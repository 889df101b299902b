//! Which links and payments are asked for, and their lists.

use crate::samples;
use paylink_core::{Currency, Money};
use paylink_wire::dialects::{
    AmountNumber,
    telness::{PaymentSearch, Payments, Search, Status},
};
use serde_json::{Value, json};

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_list_is_asked_for_by_status_customer_and_order() {
    let search = Search::of(pairs(&[
        ("status", "ACTIVE"),
        ("status", "COMPLETED"),
        ("customerId", "cus_1"),
        ("orderId", "ord_1"),
        ("limit", "1000"),
        ("offset", "5"),
        ("unknown", "x"),
    ]));
    assert_eq!((search.limit, search.offset, search.query.status.as_deref()), (1000, 5, None));
    assert_eq!(search.query.customer_id.as_deref(), Some("cus_1"));
    assert_eq!(search.query.order_id.as_deref(), Some("ord_1"));
    assert_eq!(Status::ALL.map(|status| search.asks_for(status)), [true, false, true, false]);
    assert!(search.query.list.unread.finish().is_ok());
    let usual = Search::of(Vec::new());
    assert_eq!((usual.limit, usual.offset), (100, 0));
    assert!(Status::ALL.into_iter().all(|status| usual.asks_for(status)));
    assert_eq!(Search::of(pairs(&[("status", "CANCELLED")])).query.status.as_deref(), Some("CANCELLED"));
    assert_eq!(Search::of(pairs(&[("status", "EXPIRED")])).query.status.as_deref(), Some("INACTIVE"));
    for bad in
        [("limit", "0"), ("limit", "1001"), ("limit", "+1"), ("offset", "-1"), ("offset", ""), ("status", "active")]
    {
        let error = Search::of(pairs(&[bad])).query.list.unread.finish().unwrap_err();
        assert_eq!(error.fields[0].field, bad.0, "{bad:?}");
    }
}

#[test]
fn payments_are_listed_with_amounts_as_exact_numbers() {
    let payment = samples::payment();
    let search = PaymentSearch::of(pairs(&[("limit", "2"), ("offset", "1")]));
    let text = serde_json::to_string(&Payments::of(&search, std::slice::from_ref(&payment), 3)).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    let sort = json!({"key": "createdAt", "direction": "ASC"});
    assert_eq!(list["pagination"], json!({"total": 3, "limit": 2, "offset": 1, "sort": sort}));
    assert_eq!(list["items"][0]["paymentId"], payment.payment.id.to_string());
    assert_eq!(list["items"][0]["status"], "PAID");
    assert!(text.contains(r#""amount":12.5,"currency":"USD""#), "{text}");
    for (minor, code, expected) in [
        (2900, "USD", "29"),
        (1, "USD", "0.01"),
        (1250, "USD", "12.5"),
        (9_999_999_999, "USD", "99999999.99"),
        (1200, "JPY", "1200"),
        (1250, "KWD", "1.25"),
    ] {
        let money = Money::new(minor, Currency::named(code).unwrap());
        assert_eq!(serde_json::to_string(&AmountNumber(money)).unwrap(), expected);
    }
}

#[test]
fn payments_are_asked_for_by_customer_status_and_day() {
    let payment = samples::payment();
    let search = PaymentSearch::of(pairs(&[
        ("status", "PAID"),
        ("status", "FAILED"),
        ("customerId", "cus_1"),
        ("fromDate", "2030-01-01"),
        ("toDate", "2030-01-31"),
    ]));
    assert_eq!(search.query.created_after.as_deref(), Some("2029-12-31T23:59:59.999999Z"));
    assert_eq!(search.query.created_before.as_deref(), Some("2030-02-01T00:00:00Z"));
    assert_eq!(search.query.customer_id.as_deref(), Some("cus_1"));
    assert!(!search.asks_for(&payment), "of another customer");
    let of = payment.payment.customer_id.unwrap().to_string();
    let several = PaymentSearch::of(pairs(&[("customerId", &of), ("customerId", "cus_1"), ("status", "PAID")]));
    assert!(several.query.customer_id.is_none() && several.asks_for(&payment));
    assert!(!PaymentSearch::of(pairs(&[("status", "FAILED")])).asks_for(&payment));
    for bad in [("status", "paid"), ("fromDate", "yesterday"), ("toDate", "2030-02-30"), ("limit", "x")] {
        let error = PaymentSearch::of(pairs(&[bad])).query.list.unread.finish().unwrap_err();
        assert_eq!(error.fields[0].field, bad.0, "{bad:?}");
    }
}
