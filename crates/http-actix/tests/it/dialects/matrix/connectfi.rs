//! connectFi, whose payers pay through its API as well.

use super::{Ground, Seen, State, Tongue, text, texts};
use crate::client::{Heard, Say};
use serde_json::{Value, json};

pub(super) const TONGUE: Tongue = Tongue { name: "connectfi", make, read, list, cancel, ends: State::TakenBack, pay };

fn client(ground: &Ground, path: &str) -> Say {
    ground.say("POST", &format!("/payment-link/{path}")).header("x-connectfi-token", &ground.platform)
}

fn data(heard: &Heard) -> Value {
    heard.ok(200)["data"].clone()
}

/// A body that names a link.
fn of(id: &str) -> Value {
    json!({"cFiTransactionId": id})
}

fn make(ground: &Ground) -> String {
    let token = client(ground, "merchant/get-token").json(&json!({"cFiMerchantId": ground.merchant})).send();
    let merchant = text(&data(&token)["token"]);
    let body = json!({"amount": 12.50, "currency": "USD", "fields": []});
    let made = ground.say("POST", "/public/merchant/payment/create").header("x-connectfi-jwtoken", &merchant);
    text(&data(&made.json(&body).send())["cFiTransactionId"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let heard = client(ground, "payment/details").json(&of(id)).send();
    if heard.status == 400 && heard.json()["code"] == "paymentNotFound" {
        return Seen::GONE;
    }
    let link = data(&heard);
    let state = match link["status"].as_str() {
        Some("Initiated" | "Sent") => State::Open,
        Some("Completed" | "Settled") => State::Paid,
        Some("Cancelled") => State::TakenBack,
        other => panic!("{other:?}"),
    };
    let (amount, url) = (Some(link["amount"].to_string()), Some(text(&link["url"])));
    Seen { id: Some(text(&link["cFiTransactionId"])), state, amount, url }
}

fn list(ground: &Ground) -> Vec<String> {
    texts(&data(&client(ground, "payment/list").json(&json!({})).send()), "cFiTransactionId")
}

fn cancel(ground: &Ground, id: &str) {
    data(&client(ground, "payment/cancel").json(&of(id)).send());
}

/// Opens the link as a payer, and pays by card.
fn pay(ground: &Ground, id: &str) {
    let link = data(&client(ground, "payment/details").json(&of(id)).send())["link"].clone();
    let opened = ground.say("POST", "/public/customer/payment/link").json(&json!({"link": link})).send();
    let payer = text(&data(&opened)["token"]);
    let body = json!({"clearCard": {"token": "tok_ok"}, "owner": {"name": {"first": "Ada", "last": "Payer"}}});
    let paid = ground.say("POST", "/public/customer/payment/card-pay").header("x-connectfi-jwtoken", &payer);
    assert_eq!(data(&paid.json(&body).send())["status"], "Completed");
}
