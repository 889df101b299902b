//! Telness Connect. It bills orders, so each link it makes has one of its own.

use super::{Ground, Seen, State, Tongue, text, texts};
use crate::client::Say;
use serde_json::json;

pub(super) const TONGUE: Tongue = Tongue { name: "telness", make, read, list, cancel, pay: Ground::pay_on_page };

fn say(ground: &Ground, method: &str, path: &str) -> Say {
    ground.say(method, path).header("x-api-key", &ground.own.1)
}

fn make(ground: &Ground) -> String {
    let known = ground.world.get("/v1/orders?limit=100").ok(200)["data"].as_array().unwrap().len();
    let order = json!({"merchant_id": ground.merchant, "number": format!("M{known}"), "amount": "12.50"});
    let order = ground.world.post("/v1/orders", &order).ok(201);
    let body = json!({"orderId": order["id"]});
    text(&say(ground, "POST", "/payment-links").json(&body).send().ok(201)["paymentLinkId"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let link = say(ground, "GET", &format!("/payment-links/{id}")).send().ok(200);
    let state = match link["status"].as_str() {
        Some("ACTIVE") => State::Open,
        Some("COMPLETED") => State::Paid,
        Some("CANCELLED") => State::TakenBack,
        other => panic!("{other:?}"),
    };
    Seen { id: text(&link["paymentLinkId"]), state, amount: None, url: Some(text(&link["url"])) }
}

fn list(ground: &Ground) -> Vec<String> {
    texts(&say(ground, "GET", "/payment-links").send().ok(200)["items"], "paymentLinkId")
}

fn cancel(ground: &Ground, id: &str) {
    say(ground, "POST", &format!("/payment-links/{id}/cancel")).send().ok(200);
}
