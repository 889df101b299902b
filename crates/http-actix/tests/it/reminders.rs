//! Reminders over HTTP: rules, planned days, what becomes of them.

use crate::world::{World, world};
use serde_json::{Value, json};

fn reminded(world: &World, reminders: Value) -> (Value, String) {
    let more = json!({
        "due_date": "2026-02-10",
        "customer": {"name": "Ada", "email": "ada@example.com"},
        "reminders": reminders,
    });
    let link = world.link_of(&world.merchant(), more);
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    (link, path)
}

fn tick(world: &World) {
    actix_web::rt::System::new().block_on(world.paylink.remind_tick()).unwrap();
}

#[test]
fn planned_reminders_are_listed_cancelled_and_sent() {
    let world = world();
    let rules = json!([{"offset_days": -3}, {"remind_on": "2026-01-20", "channels": ["email"]}]);
    let (link, path) = reminded(&world, rules);
    let shown = json!([
        {"offset_days": -3, "remind_on": null, "channels": null},
        {"offset_days": null, "remind_on": "2026-01-20", "channels": ["email"]},
    ]);
    assert_eq!((&link["reminders"], &link["reminders_paused"]), (&shown, &json!(false)));
    let list = world.get(&format!("{path}/reminders")).ok(200);
    assert_eq!((&list["has_more"], &list["next_cursor"]), (&json!(false), &json!(null)));
    let first = &list["data"][0];
    assert!(first["id"].as_str().unwrap().starts_with("rem_"));
    assert_eq!(
        *first,
        json!({"id": first["id"], "object": "reminder", "remind_on": "2026-01-20", "channels": ["email"],
            "status": "scheduled", "reason": null, "send_at": "2026-01-20T09:00:00Z"})
    );
    assert_eq!(list["data"][1]["remind_on"], "2026-02-07");
    let page = world.get(&format!("{path}/reminders?limit=1")).ok(200);
    assert_eq!((&page["data"], &page["has_more"]), (&json!([first]), &json!(true)));
    let one = |place: usize| format!("{path}/reminders/{}", list["data"][place]["id"].as_str().unwrap());
    let gone = world.admin("DELETE", &one(1)).send();
    assert_eq!((gone.status, gone.body.len()), (204, 0));
    world.clock.set("2026-01-20T09:00:00Z".parse().unwrap());
    tick(&world);
    let list = world.get(&format!("{path}/reminders")).ok(200);
    assert_eq!((&list["data"][0]["status"], &list["data"][0]["reason"]), (&json!("sent"), &json!(null)));
    assert_eq!((&list["data"][1]["status"], &list["data"][1]["reason"]), (&json!("cancelled"), &json!("by_hand")));
    let late = world.admin("DELETE", &one(0)).send();
    assert_eq!((late.status, late.code().as_str()), (409, "reminder_closed"));
    assert_eq!(world.admin("DELETE", &format!("{path}/reminders/nothing")).send().code(), "not_found");
}

#[test]
fn reminders_can_be_changed_paused_and_ended() {
    let world = world();
    let (_, path) = reminded(&world, json!([{"offset_days": -3}]));
    let change = |body: Value| world.admin("PATCH", &path).json(&body).send().ok(200);
    assert_eq!(change(json!({"reminders_paused": true}))["reminders_paused"], true);
    change(json!({"due_date": "2026-03-10"}));
    let days = || {
        let list = world.get(&format!("{path}/reminders")).ok(200);
        let line = |row: &Value| format!("{} {} {}", row["remind_on"], row["status"], row["reason"]).replace('"', "");
        list["data"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(days(), ["2026-02-07 cancelled moved", "2026-03-07 scheduled null"]);
    assert_eq!(change(json!({"reminders": []}))["reminders"], json!([]));
    assert_eq!(days(), ["2026-02-07 cancelled moved", "2026-03-07 cancelled moved"]);
}

#[test]
fn a_wrong_rule_is_named_by_its_place() {
    let world = world();
    let body = json!({"merchant_id": world.merchant(), "amount": "1", "customer": {"email": "ada@example.com"},
        "reminders": [{"offset_days": -3}, {"remind_on": "soon"}, 5, {"remind_on": "2026-02-01", "at": "noon"}]});
    let refused = world.post("/v1/payment_links", &body);
    assert_eq!((refused.status, refused.code().as_str()), (422, "invalid_request"));
    let mut fields: Vec<String> = refused.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| format!("{} {}", error["field"], error["code"]).replace('"', ""))
        .collect();
    fields.sort();
    let wanted = [
        "reminders.0.offset_days not_supported",
        "reminders.1.remind_on invalid_date",
        "reminders.2 invalid_type",
        "reminders.3.at unknown_field",
    ];
    assert_eq!(fields, wanted);
}

#[test]
fn a_merchants_rules_are_taken_by_links_that_say_nothing() {
    let world = world();
    let merchant = world.merchant();
    let rules = json!([{"offset_days": -3}]);
    let path = format!("/v1/merchants/{merchant}");
    let changed = world.admin("PATCH", &path).json(&json!({"reminders": rules})).send().ok(200);
    assert_eq!(changed["reminders"], rules);
    let more = json!({"due_date": "2026-02-10", "delivery": "email", "customer": {"email": "ada@example.com"}});
    let link = world.link_of(&merchant, more);
    assert_eq!(link["reminders"][0]["offset_days"], -3);
    let refused = world.admin("PATCH", &path).json(&json!({"reminders": [{"remind_on": "2026-02-01"}]})).send();
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_supported"));
}
