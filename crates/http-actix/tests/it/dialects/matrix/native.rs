//! The API of the server itself.

use super::{Ground, Seen, State, Tongue, text, texts};
use serde_json::json;

pub(super) const TONGUE: Tongue = Tongue {
    name: "native",
    make: |ground| text(&ground.world.link_of(&ground.merchant, json!({}))["id"]),
    read,
    list: |ground| texts(&ground.world.get("/v1/payment_links").ok(200)["data"], "id"),
    cancel: |ground, id| {
        ground.world.admin("POST", &format!("/v1/payment_links/{id}/cancel")).send().ok(200);
    },
    ends: State::TakenBack,
    pay: Ground::pay_on_page,
};

fn read(ground: &Ground, id: &str) -> Seen {
    let heard = ground.world.get(&format!("/v1/payment_links/{id}"));
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
    Seen { id: Some(text(&link["id"])), state, amount: Some(text(&link["amount"])), url: Some(text(&link["url"])) }
}
