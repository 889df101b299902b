//! What callers ask lists for.

use super::bodies::pairs;
use paylink_core::{Code, records::Method};
use paylink_wire::dialects::payengine::{
    LinkWord, TransactionWord,
    query::{self, Paging},
};

#[test]
fn limits_are_moved_into_their_bounds() {
    for (query, page, limit, skip) in [
        (&[][..], 1, 10, 0),
        (&[("limit", "1")], 1, 10, 0),
        (&[("limit", "501"), ("page", "2")], 2, 500, 500),
        (&[("limit", "25"), ("page", "0")], 1, 25, 0),
        (&[("limit", "99999999999999999999999"), ("page", "3")], 3, 500, 1000),
        (&[("limit", "")], 1, 10, 0),
    ] {
        let list = query::link_list(&pairs(query)).unwrap();
        assert_eq!((list.paging, list.paging.skip()), (Paging { page, limit }, skip), "{query:?}");
    }
    let listed = query::link_list(&pairs(&[("status", "INACTIVE"), ("colour", "red")])).unwrap();
    assert_eq!(listed.status, Some(LinkWord::Inactive));
    for wrong in [("limit", "x"), ("page", "-1"), ("status", "EXPIRED")] {
        let error = query::link_list(&pairs(&[wrong])).unwrap_err();
        assert_eq!((error.fields[0].field.as_str(), error.code), (wrong.0, Code::InvalidParameter));
    }
    assert_eq!(query::merchant_list(&pairs(&[("size", "3")])).unwrap(), Paging { page: 1, limit: 3 });
    assert_eq!(query::merchant_list(&pairs(&[("size", "101")])).unwrap(), Paging { page: 1, limit: 100 });
}

#[test]
fn searches_of_transactions_are_read() {
    let search = query::search(&pairs(&[
        ("payment_link_id", "plink_1"),
        ("method", "Credit Card"),
        ("status[0]", "succeeded"),
        ("statuses[1]", "partialRefund"),
        ("date[from]", "1893553445"),
        ("date[to]", "2030-01-02"),
        ("amount[from]", "1"),
        ("amount[to]", "12.50"),
        ("ids", "pay_1, tx-1,"),
        ("page", "2"),
    ]))
    .unwrap();
    assert_eq!(search.payment_link_id.as_deref(), Some("plink_1"));
    assert_eq!(search.method, Some(Method::Card));
    assert_eq!(search.statuses, [TransactionWord::Succeeded, TransactionWord::PartialRefund]);
    assert_eq!(search.from.map(|at| at.to_string()).as_deref(), Some("2030-01-02T03:04:05Z"));
    assert_eq!(search.until.map(|at| at.to_string()).as_deref(), Some("2030-01-03T00:00:00Z"));
    assert_eq!((search.amount_from.as_deref(), search.amount_to.as_deref()), (Some("1"), Some("12.50")));
    assert_eq!(search.ids, ["pay_1", "tx-1"]);
    assert_eq!((search.paging.skip(), search.nothing), (10, false));
    for (name, value) in [("only_disputes", "true"), ("batch_id", "1"), ("subscription_id", "2")] {
        assert!(query::search(&pairs(&[(name, value)])).unwrap().nothing, "{name}");
    }
    for (name, value) in [("method", "Cash"), ("status", "paid"), ("date[from]", "soon"), ("limit", "ten")] {
        let error = query::search(&pairs(&[(name, value)])).unwrap_err();
        assert_eq!(error.fields[0].field, name);
    }
}
