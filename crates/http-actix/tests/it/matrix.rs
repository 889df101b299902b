//! Every route of the API description with every kind of credential. What a route has to answer follows from its class;
//! a route without a class fails.

mod classes;
pub(crate) mod objects;

use crate::{
    client::{Heard, Say},
    world::{ADMIN, World, world},
};
use classes::{CLASSES, Class};
use objects::Objects;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

/// One operation of the description.
#[derive(Debug, Clone)]
struct Operation {
    method: String,
    path: String,
    class: Class,
}

impl Operation {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// The request to the objects with these ids.
    fn to(&self, world: &World, ids: &Objects) -> Say {
        let say = world.say(&self.method, &ids.fill(&self.path)).header("x-request-id", "same");
        match (self.method.as_str(), self.path.starts_with("/v1/checkout/")) {
            ("GET" | "DELETE", _) => say,
            (_, true) => say.key("matrix").json(&json!({})),
            (_, false) => say.json(&json!({})),
        }
    }
}

/// Every operation that the running server describes, with its class.
fn operations(world: &World) -> Vec<Operation> {
    let document = world.say("GET", "/openapi.json").send().ok(200);
    let mut all = Vec::new();
    let mut unknown = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let method = method.to_uppercase();
            let name = format!("{method} {path}");
            match CLASSES.iter().find(|(known, _)| *known == name) {
                Some((_, class)) => {
                    let open = described["security"] == Value::Array(Vec::new());
                    assert_eq!(open, *class == Class::Public, "{name}: the description says otherwise");
                    all.push(Operation { method, path: path.clone(), class: *class });
                }
                None => unknown.push(name),
            }
        }
    }
    assert!(unknown.is_empty(), "routes without a class in matrix/classes.rs: {unknown:#?}");
    all
}

fn secured(world: &World) -> Vec<Operation> {
    operations(world).into_iter().filter(|operation| operation.class != Class::Public).collect()
}

fn told(answer: &Heard) -> String {
    format!("{} {}", answer.status, answer.text())
}

/// Credentials that open nothing.
struct Wrong {
    expired: String,
    wrong_audience: String,
    revoked_token: String,
    revoked_key: String,
}

impl Wrong {
    fn of(world: &World, merchant: &str) -> Self {
        let expired = world.token(merchant);
        world.clock.advance(Duration::from_secs(2 * 3600));
        let revoked_token = world.token(merchant);
        world.admin("POST", &format!("/v1/merchants/{merchant}/revoke_tokens")).send().ok(200);
        let path = format!("/v1/merchants/{merchant}/token");
        let other = world.post(&path, &json!({"audience": "paylink:dashboard"})).ok(201);
        let (id, revoked_key) = world.key("admin", Some(merchant));
        world.admin("DELETE", &format!("/v1/api_keys/{id}")).send().ok(200);
        Self { expired, wrong_audience: other["token"].as_str().unwrap().to_owned(), revoked_token, revoked_key }
    }
}

#[test]
fn the_class_table_names_only_routes_that_are_there_and_each_once() {
    let all: BTreeSet<String> = operations(&world()).iter().map(Operation::name).collect();
    let gone: Vec<_> = CLASSES.iter().filter(|(name, _)| !all.contains(*name)).collect();
    assert!(gone.is_empty(), "{gone:#?}");
    assert_eq!(CLASSES.len(), all.len(), "a route stands in the table twice");
    assert!(all.len() > 60);
}

#[test]
fn what_opens_nothing_is_refused_by_every_secured_route_alike() {
    let world = world();
    let objects = Objects::of(&world);
    let wrong = Wrong::of(&world, &objects.merchant);
    for operation in secured(&world) {
        let ask = || operation.to(&world, &objects);
        let mut answers = BTreeSet::new();
        for (name, request) in [
            ("none", ask()),
            ("garbage", ask().bearer("garbage")),
            ("basic", ask().header("authorization", "Basic YWRtaW46YWRtaW4=")),
            ("expired token", ask().bearer(&wrong.expired)),
            ("token of another surface", ask().bearer(&wrong.wrong_audience)),
            ("revoked token", ask().bearer(&wrong.revoked_token)),
            ("revoked key", ask().bearer(&wrong.revoked_key)),
            ("two credentials", ask().bearer(ADMIN).bearer(ADMIN)),
        ] {
            let answer = request.send();
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (401, "unauthenticated"),
                "{} {name}",
                operation.name()
            );
            answers.insert(answer.text().to_owned());
        }
        let path = format!("{}?api_key={ADMIN}", objects.fill(&operation.path));
        let leaked = world.say(&operation.method, &path).bearer(ADMIN).send();
        assert_eq!(
            (leaked.status, leaked.code().as_str()),
            (401, "unauthenticated"),
            "{}: in the query",
            operation.name()
        );
        assert_eq!(answers.len(), 1, "{}: which it was must not be told", operation.name());
    }
}

#[test]
fn open_routes_ask_for_no_credentials_and_give_nothing_for_good_ones() {
    let world = world();
    let objects = Objects::of(&world);
    for operation in operations(&world).into_iter().filter(|one| one.class == Class::Public && !one.writes()) {
        // numbers and health differ from call to call by what was counted
        let stable = !operation.path.starts_with("/metrics");
        let ask = || operation.to(&world, &objects);
        let (none, key) = (ask().send(), ask().bearer(ADMIN).send());
        assert_eq!(none.status, key.status, "{}", operation.name());
        assert!(none.status < 500 && none.status != 401 && none.status != 403, "{}", operation.name());
        assert!(!stable || none.body == key.body, "{}", operation.name());
    }
}

#[test]
fn read_only_keys_read_what_their_merchant_has_and_write_nothing() {
    let world = world();
    let objects = Objects::of(&world);
    let (_, reader) = world.key("read_only", Some(&objects.merchant));
    let (_, platform) = world.key("read_only", None);
    for operation in secured(&world) {
        for (name, key) in [("a merchant's", &reader), ("the platform's", &platform)] {
            // the one reading that has to be told whose
            let mut asked = operation.clone();
            if asked.path == "/v1/reports/payouts-preview" {
                asked.path += &format!("?merchant_id={}", objects.merchant);
            }
            let answer = asked.to(&world, &objects).bearer(key).send();
            let wanted = if operation.writes() { 403 } else { 200 };
            assert_eq!(answer.status, wanted, "{} with {name} reader: {}", operation.name(), answer.text());
        }
    }
}

#[test]
fn merchant_tokens_reach_what_their_class_says() {
    let world = world();
    let objects = Objects::of(&world);
    let token = world.token(&objects.merchant);
    for operation in secured(&world) {
        match operation.class {
            Class::Keys | Class::Platform => {
                let answer = operation.to(&world, &objects).bearer(&token).send();
                assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{}", operation.name());
            }
            // what a write does would be in the way of the next one
            Class::Merchant if operation.writes() => {
                let other = crate::world::world();
                let own = Objects::of(&other);
                let answer = operation.to(&other, &own).bearer(&other.token(&own.merchant)).send();
                let refused = matches!(answer.status, 401 | 403 | 404 | 405 | 500..);
                assert!(!refused, "{}: {}", operation.name(), told(&answer));
            }
            Class::Merchant => {
                let answer = operation.to(&world, &objects).bearer(&token).send();
                assert_eq!(answer.status, 200, "{}: {}", operation.name(), answer.text());
            }
            Class::Public => {}
        }
    }
}

#[test]
fn a_merchants_own_key_reaches_everything_but_what_is_the_platforms() {
    let world = world();
    for operation in secured(&world) {
        let other = crate::world::world();
        let objects = Objects::of(&other);
        let (_, key) = other.key("admin", Some(&objects.merchant));
        let answer = operation.to(&other, &objects).bearer(&key).send();
        match operation.class {
            Class::Platform => assert_eq!(answer.status, 403, "{}: {}", operation.name(), answer.text()),
            Class::Keys | Class::Merchant | Class::Public => {
                let refused = matches!(answer.status, 401 | 403 | 404 | 405 | 500..);
                assert!(!refused, "{}: {}", operation.name(), told(&answer));
            }
        }
        let answer = operation.to(&other, &Objects::of(&other)).bearer(ADMIN).send();
        let refused = matches!(answer.status, 401 | 403 | 404 | 405 | 500..);
        assert!(!refused, "{} as the platform: {}", operation.name(), told(&answer));
    }
}

#[test]
fn foreign_and_unknown_objects_answer_the_same_bytes_on_every_route() {
    let world = world();
    let objects = Objects::of(&world);
    let unknown = objects.unknown();
    let stranger = world.merchant();
    let (_, key) = world.key("admin", Some(&stranger));
    let (_, reader) = world.key("read_only", Some(&stranger));
    let token = world.token(&stranger);
    let mut with_ids = 0;
    for operation in secured(&world).into_iter().filter(|operation| operation.path.contains('{')) {
        with_ids += 1;
        for (name, credential) in [("key", &key), ("reader", &reader), ("token", &token)] {
            let ask = |ids: &Objects| operation.to(&world, ids).bearer(credential).send();
            let (foreign, unknown, garbage) = (ask(&objects), ask(&unknown), ask(&Objects::garbage()));
            let refusal = if name == "key" { vec![404] } else { vec![403, 404] };
            assert!(
                refusal.contains(&foreign.status),
                "{} with a foreign {name}: {}",
                operation.name(),
                told(&foreign)
            );
            assert_eq!(told(&foreign), told(&unknown), "{} with a foreign {name}", operation.name());
            assert_eq!(told(&foreign), told(&garbage), "{} with a foreign {name}", operation.name());
        }
    }
    assert!(with_ids > 25, "{with_ids}");
    // and the owner, too, gets a 404 for what is not there
    let (_, own) = world.key("admin", Some(&objects.merchant));
    for operation in secured(&world).into_iter().filter(|operation| operation.path.contains('{')) {
        let answer = operation.to(&world, &unknown).bearer(&own).send();
        assert_eq!(answer.status, 404, "{}: {}", operation.name(), answer.text());
    }
}

#[test]
fn lists_of_a_stranger_hold_nothing_of_another_merchant() {
    let world = world();
    let objects = Objects::of(&world);
    let stranger = world.merchant();
    let credentials =
        [world.key("admin", Some(&stranger)).1, world.key("read_only", Some(&stranger)).1, world.token(&stranger)];
    let ids: Vec<&str> = objects.ids();
    for operation in secured(&world).into_iter().filter(|one| !one.writes() && !one.path.contains('{')) {
        for credential in &credentials {
            let answer = operation.to(&world, &objects).bearer(credential).send();
            assert!(matches!(answer.status, 200 | 403), "{}: {}", operation.name(), told(&answer));
            let leaked = ids.iter().find(|id| answer.text().contains(**id));
            assert_eq!(leaked, None, "{}: {}", operation.name(), answer.text());
        }
    }
}

#[test]
fn other_methods_are_refused_and_head_answers_like_get_without_a_body() {
    let world = world();
    let objects = Objects::of(&world);
    let all = operations(&world);
    let paths: BTreeSet<&String> = all.iter().map(|operation| &operation.path).collect();
    for path in paths {
        let filled = objects.fill(path);
        let methods: BTreeSet<&str> =
            all.iter().filter(|one| one.path == *path).map(|one| one.method.as_str()).collect();
        for method in ["PUT", "POST", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
            if methods.contains(method) {
                continue;
            }
            for request in [world.say(method, &filled), world.say(method, &filled).bearer(ADMIN)] {
                let answer = request.send();
                assert_eq!(answer.status, 405, "{method} {path}: {}", told(&answer));
                let allowed = answer.header("allow").unwrap().to_owned();
                assert!(methods.iter().all(|known| allowed.contains(known)), "{method} {path}: {allowed}");
            }
        }
        if methods.contains("GET") {
            for credential in ["garbage", ADMIN] {
                let (get, head) = (
                    world.say("GET", &filled).bearer(credential).send(),
                    world.say("HEAD", &filled).bearer(credential).send(),
                );
                assert_eq!((head.status, head.body.len()), (get.status, 0), "HEAD {path} with {credential}");
            }
        }
    }
}
