//! Every route of every dialect, as the reference page lists them, with every kind of credential: what opens nothing is refused
//! in the dialect's own shape, who may only read writes nothing, and nobody reaches what is another merchant's.

use super::routes::{Holder, Route, routes};
use crate::{
    client::Heard,
    matrix::objects::Objects,
    world::{ADMIN, World, world},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Routes that ask for no credentials, because they give some out, or take back what the address itself holds.
const OPEN: &[&str] =
    &["POST /auth/get-token", "POST /public/customer/payment/link", "POST /v2/token", "DELETE /v2/token/{token}"];

fn guarded() -> Vec<Route> {
    routes().into_iter().filter(|route| !OPEN.contains(&route.name().as_str())).collect()
}

/// A refusal is never a fault of ours and never in the native shape.
fn in_shape(route: &Route, answer: &Heard) {
    assert!(answer.status < 500, "{}: {} {}", route.name(), answer.status, answer.text());
    assert_ne!(answer.header("content-type"), Some("application/problem+json"), "{}", route.name());
    assert!(!answer.text().contains("/docs#error-"), "{}: {}", route.name(), answer.text());
}

/// How often anything was written, as the audit log tells.
fn writes(world: &World, merchant: &str) -> Value {
    world.get(&format!("/v1/audit_log?merchant_id={merchant}&limit=1")).ok(200)["data"][0]["id"].clone()
}

#[test]
fn what_opens_nothing_is_refused_alike_and_in_the_dialects_shape() {
    let world = world();
    let objects = Objects::of(&world);
    let good = Holder::new(&world, "admin", &objects.merchant);
    let (id, secret) = world.key("admin", Some(&objects.merchant));
    world.admin("DELETE", &format!("/v1/api_keys/{id}")).send().ok(200);
    let revoked = Holder { id, secret, token: format!("{}x", good.token) };
    let word = || "garbage".to_owned();
    let garbage = Holder { id: word(), secret: word(), token: word() };
    let before = writes(&world, &objects.merchant);
    for route in guarded() {
        let ask = || route.to(&world, &objects);
        let mut answers = BTreeSet::new();
        for (name, request) in [
            ("none", ask()),
            ("garbage", garbage.shows(ask(), &route)),
            ("revoked", revoked.shows(ask(), &route)),
            ("the native place", ask().bearer(&good.secret)),
            ("the operator in the native place", ask().bearer(ADMIN)),
        ] {
            let answer = request.send();
            in_shape(&route, &answer);
            assert_eq!(answer.status, 401, "{} with {name}: {}", route.name(), answer.text());
            answers.insert(answer.text().to_owned());
        }
        assert_eq!(answers.len(), 1, "{}: which it was must not be told: {answers:#?}", route.name());
    }
    for route in routes().iter().filter(|route| OPEN.contains(&route.name().as_str())) {
        let answer = route.to(&world, &objects).send();
        in_shape(route, &answer);
        assert!(answer.status >= 400, "{}: {}", route.name(), answer.text());
    }
    assert_eq!(writes(&world, &objects.merchant), before);
}

#[test]
fn who_may_only_read_writes_nothing_anywhere() {
    let world = world();
    let objects = Objects::of(&world);
    let reader = Holder::new(&world, "read_only", &objects.merchant);
    let before = writes(&world, &objects.merchant);
    let mut read = 0;
    // a merchant's token may write: it is no reader
    for route in guarded().into_iter().filter(|route| !route.path.starts_with("/public/")) {
        let answer = reader.shows(route.to(&world, &objects), &route).send();
        in_shape(&route, &answer);
        assert_ne!(answer.status, 401, "{}: {}", route.name(), answer.text());
        read += u32::from(answer.status == 200);
        assert_eq!(writes(&world, &objects.merchant), before, "{}: {}", route.name(), answer.text());
    }
    assert!(read > 15, "{read}");
}

#[test]
fn nobody_reaches_what_is_another_merchants() {
    let world = world();
    let objects = Objects::of(&world);
    let unknown = objects.unknown();
    let stranger = Holder::new(&world, "admin", &world.merchant());
    let before = writes(&world, &objects.merchant);
    for route in guarded() {
        let ask = |ids: &Objects| stranger.shows(route.to(&world, ids), &route).send();
        let (foreign, nobodys) = (ask(&objects), ask(&unknown));
        in_shape(&route, &foreign);
        // a payer's token is for a link, so a merchant's opens nothing there
        let opens = !route.path.starts_with("/public/customer/");
        assert_eq!(foreign.status != 401, opens, "{}: {}", route.name(), foreign.text());
        let mut told = foreign.text().to_owned();
        for (id, other) in objects.ids().iter().zip(unknown.ids()) {
            assert!(!nobodys.text().contains(id), "{}: {}", route.name(), nobodys.text());
            told = told.replace(id, other);
        }
        if foreign.status >= 400 {
            let same = (nobodys.status, nobodys.text());
            assert_eq!((foreign.status, told.as_str()), same, "{}", route.name());
        }
        assert_eq!(writes(&world, &objects.merchant), before, "{}: {}", route.name(), foreign.text());
    }
}
