//! Reports over HTTP: who may read them, what they look like, what they refuse.

use crate::world::{World, world};
use futures_util::FutureExt as _;
use serde_json::{Value, json};

fn refused(world: &World, query: &str) -> Vec<String> {
    let answer = world.get(&format!("/v1/reports/{query}"));
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_parameter"), "{query}");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_payment_is_in_the_report_at_once_and_stays_when_it_is_folded() {
    let world = world();
    let merchant = world.merchant();
    let link = world.link_of(&merchant, json!({}));
    world.say("POST", &format!("/v1/checkout/{}/views", link["slug"].as_str().unwrap())).send().ok(204);
    let refused = world.pay(&link, "tok_declined", "one");
    assert_eq!(refused.status, 402);
    let paid = world.pay(&link, "tok_ok", "two").ok(201);
    let refund = format!("/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    world.post(&refund, &json!({"amount": "2.25"})).ok(201);
    let path = format!("/v1/reports/summary?merchant_id={merchant}&from=2026-01-15&to=2026-01-15");
    let report = world.get(&path).ok(200);
    let links =
        json!({"created": 1, "open_ended": 0, "sent": 0, "viewed": 1, "attempted": 1, "paid": 1, "reopened": 0});
    let money = json!({"gross": "12.50", "refunded": "2.25", "returned": "0.00", "net": "10.25",
        "payments": 1, "refunds": 1, "returns": 0});
    let mut by_card = money.clone();
    by_card["method"] = json!("card");
    let mut dollars = money;
    dollars["currency"] = json!("USD");
    dollars["methods"] = json!([by_card]);
    let figures = json!({
        "links": links,
        "completion_rate": "1.0000",
        "payments": {"attempted": 2, "succeeded": 1, "failed": 1, "returned": 0},
        "amounts": [dollars],
    });
    assert_eq!(report["totals"], figures);
    let mut line = figures;
    line["from"] = json!("2026-01-15T00:00:00Z");
    line["to"] = json!("2026-01-16T00:00:00Z");
    assert_eq!(report["intervals"], json!([line]));
    assert_eq!((&report["object"], &report["interval"]), (&json!("report_summary"), &json!("day")));
    assert_eq!(report["failures"], json!([{"code": "card_declined", "count": 1}]));
    assert_eq!(report["time_to_payment"]["count"], 1);
    assert_eq!(report["time_to_payment"]["classes"][0], json!({"up_to_seconds": 60, "count": 1}));
    assert_eq!(report["time_to_payment"]["classes"][10], json!({"up_to_seconds": null, "count": 0}));
    assert!(world.paylink.fold_tick().now_or_never().unwrap().unwrap() > 5);
    assert_eq!(world.paylink.fold_tick().now_or_never().unwrap().unwrap(), 0, "everything is folded");
    assert_eq!(world.get(&path).ok(200), report);
}

#[test]
fn the_merchants_clocks_cut_the_days() {
    let world = world();
    let body = json!({"name": "Berlin", "timezone": "Europe/Berlin"});
    let merchant = world.post("/v1/merchants", &body).ok(201)["id"].as_str().unwrap().to_owned();
    let ask = |rest: &str| world.get(&format!("/v1/reports/summary?merchant_id={merchant}&{rest}")).ok(200);
    let report = ask("from=2026-03-28&to=2026-03-30");
    assert_eq!(report["timezone"], "Europe/Berlin");
    let bounds: Vec<&Value> = report["intervals"].as_array().unwrap().iter().map(|line| &line["to"]).collect();
    assert_eq!(
        bounds,
        ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"],
        "23 hours on the 29th"
    );
    let asked = ask("from=2026-03-28&to=2026-03-30&timezone=asia/kolkata&interval=month");
    assert_eq!((&asked["timezone"], &asked["from"]), (&json!("Asia/Kolkata"), &json!("2026-03-27T18:30:00Z")));
    let exact = ask("from=2026-03-28T10:15:00Z&to=2026-03-28T11:30:00%2B00:00&interval=hour");
    assert_eq!(exact["intervals"].as_array().unwrap().len(), 2);
    let usual = ask("interval=day");
    assert_eq!(usual["intervals"].as_array().unwrap().len(), 30);
    assert_eq!(usual["to"], "2026-01-15T23:00:00Z", "today, all of it");
    let everyone = world.get("/v1/reports/summary").ok(200);
    assert_eq!((&everyone["merchant_id"], &everyone["timezone"]), (&Value::Null, &json!("UTC")));
}

#[test]
fn wrong_parameters_are_named_together() {
    let world = world();
    let merchant = world.merchant();
    for (query, fields) in [
        ("summary?from=yesterday", vec!["from"]),
        ("summary?from=2026-01-15T10:07:00Z", vec!["from"]),
        ("summary?to=1999-01-01", vec!["to"]),
        ("summary?from=2026-01-02&to=2026-01-01", vec!["to"]),
        ("summary?from=2026-01-15T10:00:00Z&to=2026-01-15T10:00:00Z", vec!["to"]),
        ("summary?from=2001-01-01&to=2026-01-01&interval=month", vec!["from"]),
        ("summary?from=2025-01-01&to=2026-02-10&interval=day", vec!["interval"]),
        ("summary?from=2025-12-01&to=2026-01-10&interval=hour", vec!["interval"]),
        ("summary?interval=year", vec!["interval"]),
        ("summary?timezone=Mars/Olympus", vec!["timezone"]),
        ("summary?merchant_id=x", vec!["merchant_id"]),
        ("summary?from=2026-01-01&from=2026-01-02", vec!["from"]),
        ("summary?format=csv", vec!["format"]),
        ("summary?interval=x&timezone=y&to=z&limit=1", vec!["limit", "timezone", "interval", "to"]),
        ("payouts-preview", vec!["merchant_id"]),
        ("payouts-preview?merchant_id=x", vec!["merchant_id"]),
    ] {
        let mut named = refused(&world, query);
        let mut wanted: Vec<String> = fields.into_iter().map(str::to_owned).collect();
        named.sort();
        wanted.sort();
        assert_eq!(named, wanted, "{query}");
    }
    let wrong = format!("payouts-preview?merchant_id={merchant}&currency=usd&x=1");
    assert_eq!(refused(&world, &wrong).len(), 2);
}

#[test]
fn a_merchants_report_is_the_merchants_alone() {
    let world = world();
    let (ours, theirs) = (world.merchant(), world.merchant());
    for merchant in [&ours, &theirs, &theirs] {
        let link = world.link_of(merchant, json!({}));
        world.pay(&link, "tok_ok", "k").ok(201);
    }
    let net = |report: &Value| report["totals"]["amounts"][0]["net"].as_str().unwrap().to_owned();
    let (_, secret) = world.key("read_only", Some(&ours));
    for credential in [secret, world.token(&ours)] {
        let ask = |path: &str| world.say("GET", path).bearer(&credential).send();
        let report = ask("/v1/reports/summary").ok(200);
        assert_eq!((&report["merchant_id"], net(&report)), (&json!(ours), "12.50".to_owned()));
        let preview = ask("/v1/reports/payouts-preview").ok(200);
        let dollars = json!({"currency": "USD", "gross": "12.50", "refunded": "0.00", "returned": "0.00",
            "balance": "12.50", "reserved_for_refunds": "0.00", "payable": "12.50", "in_transit": "0.00",
            "expected_on": null});
        assert_eq!(preview["currencies"], json!([dollars]));
        assert_eq!((&preview["merchant_id"], &preview["object"]), (&json!(ours), &json!("payouts_preview")));
        for report in ["summary", "payouts-preview"] {
            let foreign = ask(&format!("/v1/reports/{report}?merchant_id={theirs}"));
            let unknown = ask(&format!("/v1/reports/{report}?merchant_id=mer_01jd2q7x3me5kt6bvs9w0fzr4y"));
            assert_eq!((foreign.status, unknown.status), (404, 404));
        }
    }
    let platform = |path: &str| world.get(path).ok(200);
    assert_eq!(net(&platform("/v1/reports/summary")), "37.50");
    assert_eq!(net(&platform(&format!("/v1/reports/summary?merchant_id={theirs}"))), "25.00");
    let euros = platform(&format!("/v1/reports/payouts-preview?merchant_id={theirs}&currency=EUR"));
    assert_eq!(euros["currencies"], json!([]));
    for path in ["summary", "payouts-preview"] {
        let unknown = world.get(&format!("/v1/reports/{path}?merchant_id=mer_01jd2q7x3me5kt6bvs9w0fzr4y"));
        assert_eq!((unknown.status, unknown.code().as_str()), (404, "not_found"));
        assert_eq!(world.say("GET", &format!("/v1/reports/{path}")).send().status, 401);
    }
}
