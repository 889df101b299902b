//! Every endpoint of every dialect that takes a body, with bodies that are wrong: broken, of another type at any place,
//! over-long. Each is answered in the dialect's shape, and none is a fault of ours.

mod documented;

use super::routes::{Holder, Route, routes};
use crate::{
    client::{Heard, Say},
    matrix::objects::Objects,
    world::{World, world},
};
use documented::documented;
use serde_json::{Value, json};

/// A world of its own for each route: what one request changes is not in the way of the next route.
struct Ground {
    world: World,
    objects: Objects,
    holder: Holder,
    payer: String,
}

impl Ground {
    fn new() -> Self {
        let world = world();
        let objects = Objects::of(&world);
        let holder = Holder::new(&world, "admin", &objects.merchant);
        let of = json!({"cFiTransactionId": objects.fill("{payment_link_id}")});
        let shown = world.say("POST", "/payment-link/payment/details").header("x-connectfi-token", &holder.secret);
        let link = shown.json(&of).send().ok(200)["data"]["link"].clone();
        let token = world.say("POST", "/public/customer/payment/link").json(&json!({"link": link})).send().ok(200);
        let payer = token["data"]["token"].as_str().unwrap().to_owned();
        Self { world, objects, holder, payer }
    }

    /// The request with credentials, and a body still to come.
    fn ask(&self, route: &Route) -> Say {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some("type") => "logo".to_owned(),
            Some(_) if route.path.starts_with("/v2/tags") => "tag_00000000000000000000000000".to_owned(),
            Some(name) => self.objects.fill(&format!("{{{}}}", route.part(name))),
        };
        let path = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let say = self.world.say(&route.method, &path).header("developer-id", "d");
        match route.path.starts_with("/public/customer/") {
            true => say.header("x-connectfi-jwtoken", &self.payer),
            false => self.holder.shows(say, route),
        }
    }
}

/// Every route that takes a body.
fn taking_bodies() -> Vec<Route> {
    let all: Vec<Route> =
        routes().into_iter().filter(|route| ["POST", "PUT", "PATCH"].contains(&route.method.as_str())).collect();
    assert!(all.len() > 70, "{}", all.len());
    all
}

/// Whatever is refused is refused in the dialect's shape, and it is never our fault.
fn in_shape(route: &Route, sent: &str, heard: &Heard) {
    let told = || format!("{} with {}: {} {}", route.name(), sent, heard.status, heard.text());
    assert!(heard.status < 500, "{}", told());
    if heard.status < 400 {
        return;
    }
    // these tell of what is not there with the status alone
    if route.dialect == "fortis" && heard.status == 404 && heard.body.is_empty() {
        return;
    }
    assert_eq!(heard.header("content-type"), Some("application/json"), "{}", told());
    let body = heard.json();
    let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let right = match route.dialect.as_str() {
        "telness" => text(&body["code"]) && text(&body["message"]),
        "payengine" => {
            let error = &body["error"];
            text(&error["code"]) && text(&error["message"]) && error["errors"].is_array() && text(&body["message"])
        }
        "fortis" => {
            let lists = body["errors"].as_object().is_some_and(|errors| {
                !errors.is_empty() && errors.values().all(|one| one.as_array().is_some_and(|one| one.iter().all(text)))
            });
            lists && text(&body["message"])
        }
        "connectfi" => {
            let context = body["context"].is_object() || body["context"].is_array();
            text(&body["code"]) && text(&body["requestId"]) && body["message"].is_string() && context
        }
        other => panic!("say in dialects/bad_input.rs how {other} refuses"),
    };
    assert!(right, "{}", told());
}

/// Every place in a body.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    if !at.is_empty() {
        found.push(at.to_owned());
    }
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, inner)| places(inner, &format!("{at}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| places(inner, &format!("{at}/{index}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A value of every type, and some that no field takes.
fn wrong_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(99_999_999_999_999_u64),
        json!(""),
        json!("<a\u{0}\u{202e}>"),
        json!("x".repeat(5000)),
        json!([]),
        json!([1, null]),
        json!([{"a": []}]),
        json!({}),
        json!({"a": {"b": 1}}),
    ]
}

#[test]
fn bodies_that_are_no_object_are_refused_in_the_dialects_shape() {
    let ground = Ground::new();
    for route in taking_bodies() {
        for body in [&b"{"[..], b"[]", b"null", b"\"x\"", b"\xff", b"{\"a\":1,\"a\":2}", b"{\"a\":1} x"] {
            let heard = ground.ask(&route).raw("application/json", body).send();
            in_shape(&route, &String::from_utf8_lossy(body), &heard);
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
        for (name, body) in [("5000 levels", deep), ("70 kB", large)] {
            in_shape(&route, name, &ground.ask(&route).raw("application/json", body.as_bytes()).send());
        }
        for kind in ["text/plain", "multipart/form-data; boundary=b0", "application/x-www-form-urlencoded"] {
            in_shape(&route, kind, &ground.ask(&route).raw(kind, b"--b0\r\n\r\nx").send());
        }
    }
}

#[test]
fn every_documented_field_may_hold_anything_and_is_answered_in_the_dialects_shape() {
    let mut sent = 0;
    for route in taking_bodies() {
        let ground = Ground::new();
        let Some(good) = documented(&route, &ground.objects) else { continue };
        let mut found = Vec::new();
        places(&good, "", &mut found);
        assert!(!found.is_empty(), "{}", route.name());
        for place in found {
            for value in wrong_values() {
                let mut body = good.clone();
                *body.pointer_mut(&place).unwrap() = value.clone();
                let heard = ground.ask(&route).json(&body).send();
                let value: String = value.to_string().chars().take(40).collect();
                in_shape(&route, &format!("{place} = {value}"), &heard);
                sent += 1;
            }
        }
    }
    assert!(sent > 3000, "{sent}");
}
