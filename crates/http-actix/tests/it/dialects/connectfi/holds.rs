//! Bank debits are held for three hours, and go to the bank in its business hours; until then they can be cancelled.

use super::{Client, client, data, of, refusal};
use futures_util::FutureExt as _;
use paylink_core::{Timestamp, ports::Clock as _};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// Pays by bank debit, and shows what the payer is told.
fn pay(client: &Client, made: &Value) -> Value {
    let body = json!({"individualName": "Ada Payer", "account": {"token": "tok_ach"}});
    data(&client.pay(&client.payer(made), "payment/ach-pay", &body))
}

/// Time passes, and the jobs of the server run.
fn pass(client: &Client, span: Duration) {
    client.world.clock.advance(span);
    client.world.paylink.reconcile_tick().now_or_never().unwrap().unwrap();
}

/// As the client sees it, whose token outlives the hold.
fn status(client: &Client, made: &Value) -> String {
    data(&client.ask("payment/details", &of(made)))["status"].as_str().unwrap().to_owned()
}

fn until(client: &Client, text: &str) {
    let instant: Timestamp = text.parse().unwrap();
    pass(client, instant.since(client.world.clock.now()));
}

#[test]
fn a_debit_is_processed_for_three_hours_and_then_sent_to_the_bank() {
    let client = client();
    let made = client.payment();
    data(&client.sell("payment/send", &of(&made)));
    // Thursday, 09:00 US Central time
    until(&client, "2026-01-15T15:00:00Z");
    assert_eq!(pay(&client, &made)["status"], "Processing");
    assert_eq!(status(&client, &made), "Processing");
    pass(&client, HOUR * 3 - Duration::from_secs(1));
    assert_eq!((status(&client, &made), client.world.gateway.charges().len()), ("Processing".to_owned(), 0));
    pass(&client, Duration::from_secs(1));
    assert_eq!((status(&client, &made), client.world.gateway.charges().len()), ("SentToPay".to_owned(), 1));
    assert_eq!(refusal(&client.ask("payment/cancel", &of(&made)), 400), "paymentStatus");
    let history = data(&client.ask("payment/details", &of(&made)))["statusChangeHistory"].clone();
    assert_eq!(history.as_array().unwrap().last().unwrap()["status"], "SentToPay", "{history}");
}

#[test]
fn a_debit_is_cancelled_with_its_payment_while_it_is_processed() {
    for by_client in [true, false] {
        let client = client();
        let made = client.payment();
        pay(&client, &made);
        let cancelled = match by_client {
            true => client.ask("payment/cancel", &of(&made)),
            false => client.sell("payment/cancel", &of(&made)),
        };
        assert_eq!(data(&cancelled)["status"], "Cancelled");
        pass(&client, HOUR * 24 * 5);
        assert_eq!((status(&client, &made), client.world.gateway.charges().len()), ("Cancelled".to_owned(), 0));
        let id = made["cFiTransactionId"].as_str().unwrap();
        let payments = client.world.get(&format!("/v1/payment_links/{id}/payments")).ok(200)["data"].clone();
        assert_eq!((&payments[0]["status"], &payments[0]["failure"]["code"]), (&json!("failed"), &json!("cancelled")));
    }
}

#[test]
fn the_same_wish_is_one_debit() {
    let client = client();
    let made = client.payment();
    let token = client.payer(&made);
    let body = json!({"individualName": "Ada Payer", "account": {"token": "tok_ach"}});
    let first = data(&client.pay(&token, "payment/ach-pay", &body));
    assert_eq!(data(&client.pay(&token, "payment/ach-pay", &body)), first);
    let other = json!({"individualName": "Bob Payer", "account": {"token": "tok_ach"}});
    assert_eq!(refusal(&client.pay(&token, "payment/ach-pay", &other), 400), "paymentStatus");
    pass(&client, HOUR * 3);
    assert_eq!(client.world.gateway.charges().len(), 1);
}

#[test]
fn what_is_ordered_when_banks_are_closed_begins_its_hold_on_the_next_business_day() {
    let client = client();
    let made = client.payment();
    // Friday, 17:30; Monday is a holiday
    until(&client, "2026-01-16T23:30:00Z");
    pay(&client, &made);
    for early in ["2026-01-17T15:00:00Z", "2026-01-19T20:00:00Z", "2026-01-20T16:59:59Z"] {
        until(&client, early);
        assert_eq!(
            (status(&client, &made), client.world.gateway.charges().len()),
            ("Processing".to_owned(), 0),
            "{early}"
        );
    }
    until(&client, "2026-01-20T17:00:00Z");
    assert_eq!(status(&client, &made), "SentToPay");
}
