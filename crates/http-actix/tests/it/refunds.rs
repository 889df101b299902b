//! Refunds over HTTP: how each outcome is answered.

use crate::world::{World, world};
use serde_json::{Value, json};

/// A payment of 12.50 whose token says what becomes of its refunds.
fn paid(world: &World, token: &str) -> String {
    let link = world.link();
    world.pay(&link, token, "pay-1").ok(201)["id"].as_str().unwrap().to_owned()
}

fn refund(world: &World, payment: &str, body: &Value) -> crate::client::Heard {
    world.post(&format!("/v1/payments/{payment}/refunds"), body)
}

#[test]
fn a_refund_is_made_shown_listed_and_counted() {
    let world = world();
    let link = world.link();
    let payment = world.pay(&link, "tok_ok", "pay-1").ok(201)["id"].as_str().unwrap().to_owned();
    let made = refund(&world, &payment, &json!({"amount": "2.50", "reason": "one roll was stale"})).ok(201);
    assert_eq!(
        (&made["status"], &made["amount"], &made["currency"]),
        (&json!("succeeded"), &json!("2.50"), &json!("USD"))
    );
    assert_eq!((&made["payment_id"], &made["reason"]), (&json!(payment), &json!("one roll was stale")));
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("re_"));
    assert_eq!(world.get(&format!("/v1/refunds/{id}")).ok(200), made);
    for path in
        [format!("/v1/payments/{payment}/refunds"), format!("/v1/refunds?payment_id={payment}&status=succeeded")]
    {
        assert_eq!(world.get(&path).ok(200)["data"], json!([made]), "{path}");
    }
    assert_eq!(world.get(&format!("/v1/payments/{payment}")).ok(200)["amount_refunded"], "2.50");
    let link = world.get(&format!("/v1/payment_links/{}", link["id"].as_str().unwrap())).ok(200);
    assert_eq!(
        (&link["amount_refunded"], &link["amount_paid"], &link["status"]),
        (&json!("2.50"), &json!("12.50"), &json!("COMPLETED"))
    );
    let events = world.get("/v1/events?type=refund.succeeded").ok(200);
    assert_eq!(events["data"][0]["data"], made);
}

#[test]
fn what_a_caller_keeps_with_a_refund_comes_back() {
    let world = world();
    let payment = paid(&world, "tok_ok");
    let made = refund(&world, &payment, &json!({"amount": "1", "metadata": {"ticket": "R-7", "till": "4"}})).ok(201);
    assert_eq!(made["metadata"], json!({"ticket": "R-7", "till": "4"}));
    let path = format!("/v1/refunds/{}", made["id"].as_str().unwrap());
    assert_eq!(world.get(&path).ok(200)["metadata"], made["metadata"]);
    let told = world.get("/v1/events?type=refund.succeeded").ok(200);
    assert_eq!(told["data"][0]["data"]["metadata"], made["metadata"]);
    let exported = world.get(&format!("/v1/payments/{payment}/refunds?format=csv")).text().to_owned();
    assert!(exported.contains("R-7"), "{exported}");
    world.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(refund(&world, &payment, &json!({"amount": "1"})).ok(201)["metadata"], json!({}));
    for (metadata, code) in [
        (json!("x"), "invalid_type"),
        (json!({"a": 1}), "invalid_type"),
        (json!({"a": "x".repeat(501)}), "too_long"),
        (json!({"x".repeat(41): "a"}), "too_long"),
        (json!({"a": "4242424242424242"}), "card_data_not_allowed"),
    ] {
        let refused = refund(&world, &payment, &json!({"amount": "1", "metadata": metadata}));
        assert_eq!((refused.status, refused.code().as_str()), (422, code), "{metadata}");
    }
}

#[test]
fn a_refund_without_a_body_gives_back_everything_that_is_left() {
    let world = world();
    let payment = paid(&world, "tok_ok");
    refund(&world, &payment, &json!({"amount": 2.5})).ok(201);
    let rest = world.admin("POST", &format!("/v1/payments/{payment}/refunds")).send().ok(201);
    assert_eq!(rest["amount"], "10.00");
    let more = world.admin("POST", &format!("/v1/payments/{payment}/refunds")).send();
    assert_eq!((more.status, more.code().as_str()), (409, "refund_exceeds_payment"));
}

#[test]
fn the_gateways_word_decides_the_answer() {
    let world = world();
    let pending = refund(&world, &paid(&world, "tok_ok_refund_pending"), &json!({})).ok(201);
    assert_eq!((&pending["status"], &pending["failure"]), (&json!("processing"), &Value::Null));
    let unknown = refund(&world, &paid(&world, "tok_ok_refund_never"), &json!({})).ok(202);
    assert_eq!(unknown["status"], "processing");
    let refused = refund(&world, &paid(&world, "tok_ok_refund_refused"), &json!({}));
    assert_eq!((refused.status, refused.code().as_str()), (402, "refund_refused"));
    let problem = refused.json();
    let shown = world.get(&format!("/v1/refunds/{}", problem["refund_id"].as_str().unwrap())).ok(200);
    assert_eq!((&shown["status"], &shown["failure"]["code"]), (&json!("failed"), &json!("refund_refused")));
    assert_eq!(problem["type"], "/docs#error-refund_failed");
}

#[test]
fn bad_refunds_name_what_is_wrong_and_move_nothing() {
    let world = world();
    let payment = paid(&world, "tok_ok");
    for (body, status, code) in [
        (json!({"amount": "12.51"}), 409, "refund_exceeds_payment"),
        (json!({"amount": "0"}), 422, "amount_out_of_range"),
        (json!({"amount": "1.001"}), 422, "too_many_decimals"),
        (json!({"amount": "1e1"}), 422, "invalid_amount"),
        (json!({"amount": true}), 422, "invalid_type"),
        (json!({"amount": "1.00", "reason": "4242 4242 4242 4242"}), 422, "card_data_not_allowed"),
        (json!({"reason": "x".repeat(201)}), 422, "too_long"),
        (json!({"currency": "USD"}), 422, "unknown_field"),
    ] {
        let answer = refund(&world, &payment, &body);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{body}");
    }
    assert_eq!(world.get(&format!("/v1/payments/{payment}/refunds")).ok(200)["data"], json!([]));
    assert!(world.gateway.refunds().is_empty());
    for path in ["/v1/refunds/re_01jd2q7x3me5kt6bvs9w0fzr4y", "/v1/refunds/x", "/v1/payments/x/refunds"] {
        assert_eq!(world.get(path).status, 404, "{path}");
    }
    assert_eq!(refund(&world, "pay_01jd2q7x3me5kt6bvs9w0fzr4y", &json!({})).status, 404);
    assert_eq!(world.get("/v1/refunds?status=paid").code(), "invalid_parameter");
}

#[test]
fn a_refund_belongs_to_its_merchant_and_needs_a_key_that_may_write() {
    let world = world();
    let (ours, theirs) = (world.merchant(), world.merchant());
    let payment = world.pay(&world.link_of(&ours, json!({})), "tok_ok", "k").ok(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/payments/{payment}/refunds");
    let foreign = world.say("POST", &path).bearer(&world.token(&theirs)).json(&json!({})).send();
    assert_eq!((foreign.status, foreign.code().as_str()), (404, "not_found"));
    let (_, reader) = world.key("read_only", None);
    assert_eq!(world.say("POST", &path).bearer(&reader).json(&json!({})).send().code(), "forbidden");
    assert_eq!(world.say("POST", &path).json(&json!({})).send().code(), "unauthenticated");
    let own = world.say("POST", &path).bearer(&world.token(&ours)).json(&json!({"amount": "1"})).send().ok(201);
    let id = own["id"].as_str().unwrap();
    let other = world.say("GET", &format!("/v1/refunds/{id}")).bearer(&world.token(&theirs)).send();
    assert_eq!(other.status, 404);
    let listed = world.say("GET", "/v1/refunds").bearer(&world.token(&theirs)).send().ok(200);
    assert_eq!(listed["data"], json!([]));
}

#[test]
fn the_same_key_gets_the_same_answer_and_refunds_once() {
    let world = world();
    let payment = paid(&world, "tok_ok");
    let path = format!("/v1/payments/{payment}/refunds");
    let send = |body: &Value| world.admin("POST", &path).key("refund-1").json(body).send();
    let (first, again) = (send(&json!({"amount": "1"})), send(&json!({"amount": "1"})));
    assert_eq!((first.status, first.text()), (again.status, again.text()));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(send(&json!({"amount": "2"})).code(), "idempotency_key_reused");
    assert_eq!(world.gateway.refunds().len(), 1);
}
