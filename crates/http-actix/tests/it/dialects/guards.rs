//! Every route of every dialect, as the reference page lists them, with every kind of credential: what opens nothing is refused
//! in the dialect's own shape, who may only read writes nothing, and nobody reaches what is another merchant's.

use crate::{
    client::{Heard, Say},
    matrix::objects::Objects,
    world::{ADMIN, World, world},
};
use paylink_http_actix::dialects_page;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Routes that ask for no credentials, because they give some out, or take back what the address itself holds.
const OPEN: &[&str] =
    &["POST /auth/get-token", "POST /public/customer/payment/link", "POST /v2/token", "DELETE /v2/token/{token}"];

/// One endpoint of one dialect.
#[derive(Debug, Clone)]
struct Route {
    dialect: String,
    method: String,
    path: String,
}

impl Route {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What a variable part of the path stands for.
    fn part<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "cFiMerchantId" => "merchant_id",
            "cFiInvoiceId" => "file_id",
            "payment_profile_id" | "session_id" => "payment_method_id",
            "id" if self.path.starts_with("/v2/paylinks") => "payment_link_id",
            "id" if self.path.starts_with("/v2/contacts") => "customer_id",
            "id" if self.path.starts_with("/v2/locations") => "merchant_id",
            "id" if self.path.starts_with("/v2/transactions") => "payment_id",
            "id" if self.path.starts_with("/v2/postbackconfigs") => "webhook_endpoint_id",
            other => other,
        }
    }

    /// The request to the objects with these ids, without credentials.
    fn to(&self, world: &World, ids: &Objects) -> Say {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some("type") => "logo".to_owned(),
            Some(name @ ("token" | "slug")) => format!("no-{name}"),
            Some("id") if self.path.starts_with("/v2/tags") => "tag_00000000000000000000000000".to_owned(),
            Some(name) => ids.fill(&format!("{{{}}}", self.part(name))),
        };
        let path = self.path.split('/').map(part).collect::<Vec<_>>().join("/");
        // the developer is named by everybody: who he is decides nothing
        let say = world.say(&self.method, &path).header("x-request-id", "same").header("developer-id", "d");
        if matches!(self.method.as_str(), "GET" | "DELETE") { say } else { say.json(&body(ids)) }
    }
}

/// Names objects in the words of all dialects at once: each takes what it knows.
fn body(ids: &Objects) -> Value {
    let id = |name: &str| ids.fill(&format!("{{{name}}}"));
    json!({
        "cFiMerchantId": id("merchant_id"), "cFiTransactionId": id("payment_link_id"), "cFiReminderId": [id("reminder_id")],
        "cFiInvoiceId": id("file_id"), "amount": 1.5, "status": "Completed", "reason": "x", "link": "no-such-word",
        "invoiceId": id("invoice_id"), "merchant_id": id("merchant_id"), "transaction_id": id("payment_id"),
        "payment_link_id": id("payment_link_id"), "data": {"amount": "1.50", "description": "taken over"},
        "paylink": {"location_id": id("merchant_id"), "amount_due": "1.50", "contact_id": id("customer_id")},
        "contact": {"location_id": id("merchant_id"), "last_name": "Taken", "contact_api_id": "taken"},
        "tag": {"location_id": id("merchant_id"), "title": "taken"},
        "location": {"name": "Taken over"},
        "postbackconfig": {"location_id": id("merchant_id"), "url": "https://taken.test/", "resource": "transaction"},
        "transaction": {
            "action": "refund", "payment_method": "cc", "previous_transaction_id": id("payment_id"),
            "transaction_amount": "1.50", "location_id": id("merchant_id"),
        },
    })
}

/// The routes of all dialects, from the page that is made from their tables.
fn routes() -> Vec<Route> {
    let mut dialect = String::new();
    let mut all = Vec::new();
    for line in dialects_page().lines() {
        if let Some(rest) = line.strip_prefix("Format of webhooks: `") {
            rest.split('`').next().unwrap_or_default().clone_into(&mut dialect);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, method, path, ..] = cells.as_slice() else { continue };
        if let Some(path) = path.strip_prefix('`').and_then(|path| path.strip_suffix('`')) {
            let (method, path) = ((*method).to_owned(), path.to_owned());
            all.push(Route { dialect: dialect.clone(), method, path });
        }
    }
    assert!(all.len() > 95, "{}", all.len());
    all
}

fn guarded() -> Vec<Route> {
    routes().into_iter().filter(|route| !OPEN.contains(&route.name().as_str())).collect()
}

/// Somebody with a key: its id, its secret, and a token of the merchant it is for.
struct Holder {
    id: String,
    secret: String,
    token: String,
}

impl Holder {
    fn new(world: &World, role: &str, merchant: &str) -> Self {
        let (id, secret) = world.key(role, Some(merchant));
        Self { id, secret, token: world.token(merchant) }
    }

    /// Shows the credentials where the dialect wants them.
    fn shows(&self, say: Say, route: &Route) -> Say {
        match route.dialect.as_str() {
            "telness" => say.header("x-api-key", &self.secret),
            "payengine" => say.header("authorization", &format!("Basic {}", self.secret)),
            "fortis" => say.header("user-id", &self.id).header("user-api-key", &self.secret),
            "connectfi" if route.path.starts_with("/payment-link/") => say.header("x-connectfi-token", &self.secret),
            "connectfi" => say.header("x-connectfi-jwtoken", &self.token),
            other => panic!("say in dialects/guards.rs how {other} takes credentials"),
        }
    }
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
