//! Telness Connect, whose links are for orders.

use super::{Ground, Seen, State, Tongue, text, texts};
use crate::client::Say;
use serde_json::json;

pub(super) const TONGUE: Tongue =
    Tongue { name: "telness", make, read, list, cancel, ends: State::TakenBack, pay: Ground::pay_on_page };

fn say(ground: &Ground, method: &str, path: &str) -> Say {
    ground.say(method, path).header("x-api-key", &ground.own.1)
}

fn make(ground: &Ground) -> String {
    let body = json!({"orderId": ground.order()});
    text(&say(ground, "POST", "/payment-links").json(&body).send().ok(201)["paymentLinkId"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let heard = say(ground, "GET", &format!("/payment-links/{id}")).send();
    if heard.status == 404 {
        return Seen::GONE;
    }
    let link = heard.ok(200);
    let state = match link["status"].as_str() {
        Some("ACTIVE") => State::Open,
        Some("COMPLETED") => State::Paid,
        Some("CANCELLED") => State::TakenBack,
        other => panic!("{other:?}"),
    };
    Seen { id: Some(text(&link["paymentLinkId"])), state, amount: None, url: Some(text(&link["url"])) }
}

fn list(ground: &Ground) -> Vec<String> {
    texts(&say(ground, "GET", "/payment-links").send().ok(200)["items"], "paymentLinkId")
}

fn cancel(ground: &Ground, id: &str) {
    say(ground, "POST", &format!("/payment-links/{id}/cancel")).send().ok(200);
}
