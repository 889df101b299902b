//! Payers: what they see, and how they pay.

use super::{client, data, of, refusal, with_sandbox};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn whoever_has_the_link_sees_the_payment_for_an_hour() {
    let client = client();
    let made = client.payment();
    let token = client.payer(&made);
    let shown = data(&client.pay(&token, "payment/details", &json!({})));
    assert_eq!(shown["payment"]["cFiTransactionId"], made["cFiTransactionId"]);
    assert_eq!((&shown["payment"]["amount"], &shown["payment"]["payerName"]), (&json!(10.01), &json!("Ada Payer")));
    assert_eq!((&shown["merchant"]["name"], shown["payment"].get("fields")), (&json!("Bakery"), None));
    client.world.clock.advance(Duration::from_secs(3700));
    assert_eq!(refusal(&client.pay(&token, "payment/details", &json!({})), 401), "unauthorized");
    let say = client.world.say("POST", "/public/customer/payment/link");
    assert_eq!(refusal(&say.clone().json(&json!({"link": "nobody"})).send(), 400), "paymentNotFound");
    assert_eq!(refusal(&say.json(&json!({})).send(), 400), "requestValidateError");
}

#[test]
fn a_card_pays_at_once() {
    let client = client();
    let made = client.payment();
    data(&client.sell("payment/send", &of(&made)));
    let paid = data(&client.by_card(&made, "tok_ok"));
    assert_eq!(paid["cFiTransactionId"], made["cFiTransactionId"]);
    assert_eq!(
        (&paid["status"], &paid["paymentType"], &paid["amount"]),
        (&json!("Completed"), &json!("card"), &json!(10.01))
    );
    assert_eq!(client.status(&made), "Completed");
    assert_eq!(refusal(&client.by_card(&made, "tok_ok"), 400), "paymentStatus");
    assert_eq!(client.world.gateway.taken().len(), 1);
}

#[test]
fn a_payment_that_was_refused_says_why_and_can_be_tried_again() {
    let client = client();
    let made = client.payment();
    let token = client.payer(&made);
    let body = |card: &str| json!({"clearCard": {"token": card}, "owner": {"name": {"first": "Ada", "last": "Payer"}}});
    let heard = client.pay(&token, "payment/card-pay", &body("tok_declined"));
    assert_eq!(refusal(&heard, 400), "paymentDeclined");
    assert_eq!(heard.json()["context"]["reason"], "card_declined");
    assert_eq!(client.status(&made), "Declined");
    let again = client.pay(&token, "payment/card-pay", &body("tok_declined"));
    assert_eq!(refusal(&again, 400), "paymentDeclined");
    assert_eq!(client.world.gateway.charges().len(), 2, "after a refusal the same card is a new payment");
    assert_eq!(data(&client.pay(&token, "payment/card-pay", &body("tok_ok")))["status"], "Completed");
}

#[test]
fn a_method_that_the_payment_does_not_take_is_refused() {
    let client = client();
    let made = client.payment_with(json!({"availablePaymentType": ["card"]}));
    let body = json!({"individualName": "Ada Payer", "account": {"token": "tok_ach"}});
    let heard = client.pay(&client.payer(&made), "payment/ach-pay", &body);
    assert_eq!(refusal(&heard, 400), "paymentAvailableType");
    assert_eq!(heard.json()["context"]["entityId"], made["cFiTransactionId"]);
}

#[test]
fn numbers_go_to_a_gateway_that_plays_the_processor_and_nowhere_else() {
    let client = client();
    let card = json!({"clearCard": {"number": "4242424242424242", "exp": "1231", "cvv": "123"},
        "owner": {"name": {"first": "Ada", "last": "Payer"}}});
    let made = client.payment();
    let heard = client.pay(&client.payer(&made), "payment/card-pay", &card);
    assert_eq!(refusal(&heard, 400), "requestValidateError");
    assert!(!heard.text().contains("4242"), "{}", heard.text());
    assert_eq!(client.world.gateway.charges().len(), 0);

    let client = with_sandbox();
    let made = client.payment();
    let heard = client.pay(&client.payer(&made), "payment/card-pay", &card);
    // the counter of the tests gives a token, which the gateway of the tests does not know
    assert_eq!(refusal(&heard, 400), "paymentDeclined");
    assert!(!heard.text().contains("4242"), "{}", heard.text());
    assert_eq!(client.status(&made), "Rejected");
}

#[test]
fn plaid_is_not_spoken() {
    let client = client();
    let made = client.payment();
    let token = client.payer(&made);
    for path in ["plaid/create_link_token", "plaid/exchange-public-token", "plaid/get-accounts-balance"] {
        assert_eq!(
            refusal(&client.pay(&token, path, &json!({"public_token": "p"})), 400),
            "plaidUnavailable",
            "{path}"
        );
        assert_eq!(refusal(&client.pay("nonsense", path, &json!({})), 401), "unauthorized");
    }
    let body = json!({"individualName": "Ada Payer", "account": {"account_id": "acc_1"}});
    let heard = client.pay(&token, "payment/ach-pay", &body);
    assert_eq!(
        (refusal(&heard, 400).as_str(), &heard.json()["context"]["account_id"]),
        ("paymentPlaidAccount", &json!("acc_1"))
    );
}

#[test]
fn a_page_of_the_merchants_own_may_ask_from_a_browser() {
    let client = client();
    let asked = client
        .world
        .say("OPTIONS", "/public/customer/payment/details")
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST")
        .send();
    assert_eq!(asked.status, 204);
    assert!(asked.header("access-control-allow-headers").unwrap().contains("x-connectfi-jwtoken"));
    let heard = client.pay(&client.payer(&client.payment()), "payment/details", &json!({}));
    assert_eq!(heard.header("access-control-allow-origin"), Some("*"));
    let closed = client.ask("payment/list", &json!({}));
    assert_eq!(closed.header("access-control-allow-origin"), None, "a client's key is no matter for a browser");
    let _: Value = closed.json();
}
