//! PayEngine.

use super::{Ground, Seen, State, Tongue, text, texts};
use crate::client::Say;
use serde_json::json;

pub(super) const TONGUE: Tongue =
    Tongue { name: "payengine", make, read, list, cancel, ends: State::TakenBack, pay: Ground::pay_on_page };

fn say(ground: &Ground, method: &str, path: &str) -> Say {
    ground.say(method, path).header("authorization", &format!("Basic {}", ground.platform))
}

fn make(ground: &Ground) -> String {
    let body = json!({"merchant_id": ground.merchant, "data": {"amount": 12.50}});
    text(&say(ground, "POST", "/api/payment-link").json(&body).send().ok(200)["data"]["payment_link_id"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let heard = say(ground, "GET", &format!("/api/payment-link/{id}")).send();
    if heard.status == 404 {
        return Seen::GONE;
    }
    let answer = heard.ok(200);
    let link = &answer["data"];
    let state = match link["payment_link_status"].as_str() {
        Some("ACTIVE") => State::Open,
        Some("COMPLETED") => State::Paid,
        Some("CANCELLED") => State::TakenBack,
        other => panic!("{other:?}"),
    };
    let (amount, url) = (Some(text(&link["amount"])), Some(text(&link["payment_link_url"])));
    Seen { id: Some(text(&link["payment_link_id"])), state, amount, url }
}

fn list(ground: &Ground) -> Vec<String> {
    let path = format!("/api/merchant/{}/payment-link?limit=500", ground.merchant);
    texts(&say(ground, "GET", &path).send().ok(200)["data"], "payment_link_id")
}

fn cancel(ground: &Ground, id: &str) {
    say(ground, "POST", &format!("/api/payment-link/{id}/cancel")).send().ok(200);
}
