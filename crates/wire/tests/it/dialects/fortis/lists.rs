//! Filters, order, pages.

use paylink_core::{Code, Timestamp, Timezone};
use paylink_wire::dialects::fortis::{Ask, Column, Found, Kind, Pager, Shown};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row {
    id: &'static str,
    amount_due: &'static str,
    email: Option<&'static str>,
    status_id: i64,
    expire_date: &'static str,
    created_ts: i64,
}

impl Shown for Row {
    const SINGULAR: &'static str = "row";
    const PLURAL: &'static str = "rows";
}

const COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("amount_due", Kind::Amount),
    Column::new("email", Kind::Text),
    Column::new("status_id", Kind::Whole),
    Column::new("expire_date", Kind::Day),
    Column::new("created_ts", Kind::Stamp),
];

/// 2030-01-16 12:00 UTC, a Wednesday.
fn now() -> Timestamp {
    "2030-01-16T12:00:00Z".parse().unwrap()
}

fn day(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().seconds()
}

fn rows() -> Vec<Row> {
    vec![
        Row {
            id: "d",
            amount_due: "10.00",
            email: None,
            status_id: 1,
            expire_date: "2030-01-31",
            created_ts: day("2030-01-16T01:00:00Z"),
        },
        Row {
            id: "c",
            amount_due: "10.99",
            email: Some("Ann@Example.com"),
            status_id: 0,
            expire_date: "2030-02-01",
            created_ts: day("2030-01-15T01:00:00Z"),
        },
        Row {
            id: "b",
            amount_due: "9.50",
            email: Some("bob@example.com"),
            status_id: 0,
            expire_date: "2030-03-01",
            created_ts: day("2030-01-12T01:00:00Z"),
        },
        Row {
            id: "a",
            amount_due: "11.00",
            email: Some("joe@other.test"),
            status_id: 2,
            expire_date: "2030-01-01",
            created_ts: day("2029-12-20T01:00:00Z"),
        },
    ]
}

fn ask(query: &[(&str, &str)]) -> Result<Ask, paylink_core::Error> {
    let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ask::read(pairs, COLUMNS, now(), &Timezone::utc())
}

fn found(query: &[(&str, &str)]) -> Found<&'static str> {
    let ask = ask(query).unwrap();
    let mut pager = Pager::new(&ask, ask.order() == Some(("created_ts", true)));
    for row in rows() {
        pager.push(&row, row.id).unwrap();
    }
    pager.finish()
}

fn ids(query: &[(&str, &str)]) -> String {
    found(query).rows.concat()
}

#[test]
fn filters_compare_as_their_columns_do() {
    let cases: [(&[(&str, &str)], &str); 20] = [
        (&[], "dcba"),
        (&[("id", "a,c")], "ca"),
        (&[("id", "A")], ""),
        (&[("email", "EXAMPLE.com")], "cb"),
        (&[("email", "bob, joe")], "ba"),
        (&[("status_id", "0")], "cb"),
        (&[("status_id", "1,2")], "da"),
        (&[("status_id", "0|1")], "dcb"),
        (&[("amount_due", "10")], "d"),
        (&[("amount_due", "10.00|10.99")], "dc"),
        (&[("expire_date", "2030-01-31|2030-02-01")], "dc"),
        (&[("created_ts", "today")], "d"),
        (&[("created_ts", "yesterday")], "c"),
        (&[("created_ts", "this week")], "dc"),
        (&[("created_ts", "last week")], "b"),
        (&[("created_ts", "last 30 days")], "dcba"),
        (&[("created_ts", "this month")], "dcb"),
        (&[("created_ts", "last month")], "a"),
        (&[("created_ts", "custom"), ("created_ts_from", "1892419200"), ("created_ts_to", "1894492800")], "ba"),
        (&[("status_id", "0"), ("email", "bob"), ("nobody_knows", "this")], "b"),
    ];
    for (query, wanted) in cases {
        assert_eq!(ids(query), wanted, "{query:?}");
    }
}

#[test]
fn rows_come_in_the_order_asked_for() {
    for (sort, wanted) in [
        ("created_ts", "abcd"),
        ("-created_ts", "dcba"),
        ("amount_due", "bdca"),
        ("-email", "abcd"),
        ("status_id,-id", "cbda"),
    ] {
        assert_eq!(ids(&[("sort", sort)]), wanted, "{sort}");
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let query = [
        ("page", "0"),
        ("page_size", "many"),
        ("sort", "age"),
        ("amount_due", "a"),
        ("expire_date", "soon"),
        ("created_ts", "once"),
        ("status_id", "x"),
    ];
    let error = ask(&query).unwrap_err();
    assert_eq!(error.code, Code::InvalidParameter);
    assert_eq!(error.fields.len(), query.len(), "{:?}", error.fields);
}

#[test]
fn a_page_tells_where_it_stands() {
    let first = [("page_size", "1"), ("page", "1")];
    let (asked, rows) = (ask(&first).unwrap(), found(&first));
    assert_eq!((rows.rows, rows.total), (vec!["d"], 4));
    let to = |page: u32| json!({"href": format!("https://pay.test/v2/rows?page_size=1&page={page}")});
    let meta = |asked: &Ask| serde_json::to_value(asked.meta("https://pay.test", "/v2/rows", 4)).unwrap();
    assert_eq!(
        meta(&asked),
        json!({
            "pagination": {
                "links": {"self": to(1), "next": to(2), "last": to(4)},
                "totalCount": 4, "pageCount": 4, "currentPage": 0, "perPage": 1,
            },
            "sort": {"attributes": {"created_ts": "desc"}},
        })
    );
    let third = meta(&ask(&[("page_size", "1"), ("page", "3")]).unwrap());
    assert_eq!(third["pagination"]["currentPage"], 2);
    let links = &third["pagination"]["links"];
    assert_eq!((&links["first"], &links["prev"], &links["next"], &links["last"]), (&to(1), &to(2), &to(4), &to(4)));
    let all = meta(&ask(&[]).unwrap());
    assert_eq!(all["pagination"]["perPage"], 15);
    assert_eq!(all["pagination"]["links"].as_object().unwrap().len(), 1);
    assert_eq!(found(&[("page", "9")]), Found { rows: vec![], total: 4 });
}

#[test]
fn addresses_of_pages_keep_filters_and_never_credentials() {
    let query = [
        ("user-id", "key"),
        ("user-api-key", "hush"),
        ("developer-id", "d"),
        ("access-token", "hush"),
        ("email", "a b"),
        ("sort", "id"),
    ];
    let meta = serde_json::to_value(ask(&query).unwrap().meta("", "/v2/rows", 0)).unwrap();
    let own = meta["pagination"]["links"]["self"]["href"].as_str().unwrap().to_owned();
    assert_eq!(own, "/v2/rows?email=a+b&sort=id&page_size=15&page=1");
    assert_eq!(meta["pagination"]["pageCount"], Value::from(0));
}
