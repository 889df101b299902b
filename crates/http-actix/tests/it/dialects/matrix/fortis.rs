//! Fortis, which deletes links instead of taking them back.

use super::{Ground, Seen, State, Tongue, text, texts};
use crate::client::Say;
use serde_json::json;

pub(super) const TONGUE: Tongue =
    Tongue { name: "fortis", make, read, list, cancel, ends: State::Gone, pay: Ground::pay_on_page };

fn say(ground: &Ground, method: &str, path: &str) -> Say {
    let say = ground.say(method, path).header("developer-id", "dev-1");
    say.header("user-id", &ground.own.0).header("user-api-key", &ground.own.1)
}

fn make(ground: &Ground) -> String {
    let body = json!({"paylink": {"location_id": ground.merchant, "amount_due": "12.50"}});
    text(&say(ground, "POST", "/v2/paylinks").json(&body).send().ok(201)["paylink"]["id"])
}

fn read(ground: &Ground, id: &str) -> Seen {
    let heard = say(ground, "GET", &format!("/v2/paylinks/{id}")).send();
    if heard.status == 409 {
        return Seen::GONE;
    }
    let answer = heard.ok(200);
    let link = &answer["paylink"];
    let state = match (link["status_id"].as_i64(), link["active"].as_i64()) {
        (Some(1), _) => State::Paid,
        (Some(0), Some(1)) => State::Open,
        (Some(0), Some(0)) => State::TakenBack,
        other => panic!("{other:?}"),
    };
    Seen { id: Some(text(&link["id"])), state, amount: Some(text(&link["amount_due"])), url: None }
}

fn list(ground: &Ground) -> Vec<String> {
    texts(&say(ground, "GET", "/v2/paylinks").send().ok(200)["paylinks"], "id")
}

fn cancel(ground: &Ground, id: &str) {
    say(ground, "DELETE", &format!("/v2/paylinks/{id}")).send().ok(204);
}
