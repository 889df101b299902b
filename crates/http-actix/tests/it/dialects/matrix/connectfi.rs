//! connectFi Payment Link.

use super::{Ground, Seen, State, Tongue, text, texts};
use serde_json::{Value, json};

pub(super) const TONGUE: Tongue = Tongue { name: "connectfi", make, read, list, cancel, pay };

/// What a POST answers, with this token in this header.
fn said(ground: &Ground, path: &str, (header, token): (&str, &str), body: &Value) -> Value {
    ground.say("POST", path).header(header, token).json(body).send().ok(200)["data"].clone()
}

fn as_client(ground: &Ground, path: &str, body: &Value) -> Value {
    said(ground, &format!("/payment-link/{path}"), ("x-connectfi-token", &ground.platform.1), body)
}

fn make(ground: &Ground) -> String {
    let token = as_client(ground, "merchant/get-token", &json!({"cFiMerchantId": ground.merchant}));
    let body = json!({"amount": 12.50, "fields": []});
    let jwt = ("x-connectfi-jwtoken", &*text(&token["token"]));
    text(&said(ground, "/public/merchant/payment/create", jwt, &body)["cFiTransactionId"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let link = as_client(ground, "payment/details", &json!({"cFiTransactionId": id}));
    let state = match link["status"].as_str() {
        Some("Initiated" | "Sent") => State::Open,
        Some("Completed") => State::Paid,
        Some("Cancelled") => State::TakenBack,
        other => panic!("{other:?}"),
    };
    assert_eq!(link["amount"], json!(12.5));
    Seen { id: text(&link["cFiTransactionId"]), state, amount: None, url: Some(text(&link["url"])) }
}

fn list(ground: &Ground) -> Vec<String> {
    let body = json!({"cFiMerchantId": ground.merchant, "numberOfRecords": 1000});
    texts(&as_client(ground, "payment/list", &body), "cFiTransactionId")
}

fn cancel(ground: &Ground, id: &str) {
    as_client(ground, "payment/cancel", &json!({"cFiTransactionId": id}));
}

fn pay(ground: &Ground, id: &str) {
    let body = json!({"link": ground.native(id)["slug"]});
    let token = said(ground, "/public/customer/payment/link", ("accept", "application/json"), &body);
    let card = json!({"clearCard": {"token": "tok_ok"}, "owner": {"name": {"first": "Ada", "last": "Payer"}}});
    said(ground, "/public/customer/payment/card-pay", ("x-connectfi-jwtoken", &*text(&token["token"])), &card);
}
