//! Customers over HTTP: statuses, shapes, tenants, and the links that name them.

use crate::world::{World, world};
use serde_json::{Value, json};
use std::time::Duration;

const ADA: &str = "Ada@Example.com";

fn made(world: &World, merchant: &str, fields: Value) -> Value {
    let mut body = fields;
    body["merchant_id"] = json!(merchant);
    world.post("/v1/customers", &body).ok(201)
}

fn path(customer: &Value, rest: &str) -> String {
    format!("/v1/customers/{}{rest}", customer["id"].as_str().unwrap())
}

fn ids(world: &World, path: &str) -> Vec<Value> {
    world.get(path).ok(200)["data"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn a_customer_is_made_read_changed_listed_and_deleted() {
    let world = world();
    let merchant = world.merchant();
    let ada =
        made(&world, &merchant, json!({"name": "Ada", "email": ADA, "phone": "+1 415 555 0123", "external_id": "c1"}));
    assert_eq!(
        (&ada["object"], &ada["phone"], &ada["locale"]),
        (&json!("customer"), &json!("+14155550123"), &Value::Null)
    );
    assert_eq!((&ada["erasure"], &ada["erased_at"]), (&Value::Null, &Value::Null));
    assert_eq!(world.get(&path(&ada, "")).ok(200), ada);
    let changed = world.admin("PATCH", &path(&ada, "")).json(&json!({"name": null, "locale": "de-AT"})).send().ok(200);
    assert_eq!((&changed["name"], &changed["locale"], &changed["email"]), (&Value::Null, &json!("de-AT"), &json!(ADA)));
    let later = || world.clock.advance(Duration::from_secs(1));
    later();
    let bob = made(&world, &merchant, json!({"name": "Bob"}));
    later();
    let other = made(&world, &world.merchant(), json!({"external_id": "c1"}));
    assert_eq!(ids(&world, "/v1/customers"), [&other, &bob, &ada].map(|row| row["id"].clone()));
    assert_eq!(ids(&world, &format!("/v1/customers?merchant_id={merchant}&external_id=c1")), [ada["id"].clone()]);
    assert_eq!(ids(&world, "/v1/customers?email=ada%40EXAMPLE.com"), [ada["id"].clone()]);
    assert_eq!(world.get("/v1/customers?email=ada").code(), "invalid_parameter");
    assert_eq!(world.get("/v1/customers?name=Ada").code(), "invalid_parameter");
    let kept = json!({"metadata": {"company": "Ada Ltd", "tier": ""}});
    let changed = world.admin("PATCH", &path(&ada, "")).json(&kept).send().ok(200);
    assert_eq!((&ada["metadata"], &changed["metadata"]), (&json!({}), &kept["metadata"]));
    let wrong = world.admin("PATCH", &path(&ada, "")).json(&json!({"metadata": {"cvv": "1"}})).send();
    assert_eq!(wrong.code(), "card_data_not_allowed");
    let shop = world.admin("PATCH", &format!("/v1/merchants/{merchant}")).json(&kept).send().ok(200);
    assert_eq!(shop["metadata"], kept["metadata"]);

    assert_eq!(world.admin("DELETE", &path(&ada, "")).send().status, 204);
    for (method, rest) in [("GET", ""), ("DELETE", ""), ("GET", "/payment_links"), ("GET", "/payments")] {
        assert_eq!(world.admin(method, &path(&ada, rest)).send().code(), "not_found", "{method} {rest}");
    }
    made(&world, &merchant, json!({"external_id": "c1"}));
}

#[test]
fn an_external_id_that_is_taken_is_refused_and_the_answer_names_the_way_out() {
    let world = world();
    let merchant = world.merchant();
    made(&world, &merchant, json!({"external_id": "c1"}));
    let second = made(&world, &merchant, json!({"name": "Bob"}));
    let body = json!({"merchant_id": merchant, "external_id": "c1"});
    for answer in [
        world.post("/v1/customers", &body),
        world.admin("PATCH", &path(&second, "")).json(&json!({"external_id": "c1"})).send(),
    ] {
        assert_eq!((answer.status, answer.code().as_str()), (409, "external_id_taken"));
        assert!(answer.text().contains("/v1/customers/{id}/merge"), "{}", answer.text());
    }
}

#[test]
fn duplicates_are_merged_by_id_or_by_external_id() {
    let world = world();
    let merchant = world.merchant();
    let kept = made(&world, &merchant, json!({"name": "Ada", "external_id": "c1"}));
    let second = made(&world, &merchant, json!({"email": ADA, "external_id": "c2"}));
    let third = made(&world, &merchant, json!({"name": "A. L.", "phone": "+14155550123"}));
    let link = world.link_of(&merchant, json!({"customer": {"id": second["id"]}}));
    let merge = |body: Value| world.post(&path(&kept, "/merge"), &body);
    let merged = merge(json!({"external_id": "c2"})).ok(200);
    assert_eq!((&merged["name"], &merged["email"]), (&json!("Ada"), &json!(ADA)));
    assert_eq!(merge(json!({"from": third["id"]})).ok(200)["phone"], "+14155550123");
    for gone in [&second, &third] {
        assert_eq!(world.get(&path(gone, "")).code(), "not_found");
    }
    assert_eq!(ids(&world, &format!("{}/payment_links", path(&kept, ""))), [link["id"].clone()]);

    let stranger = world.merchant();
    let foreign = made(&world, &stranger, json!({"external_id": "c9"}));
    for (body, field, code) in [
        (json!({}), "from", "required"),
        (json!({"from": 7}), "from", "invalid_type"),
        (json!({"from": "cus_x"}), "from", "invalid_id"),
        (json!({"from": foreign["id"]}), "from", "invalid_id"),
        (json!({"from": kept["id"]}), "from", "not_supported"),
        (json!({"external_id": "c1"}), "external_id", "not_supported"),
        (json!({"external_id": "c9"}), "external_id", "invalid_id"),
        (json!({"external_id": "c".repeat(65)}), "external_id", "too_long"),
        (json!({"external_id": "a\u{0}b"}), "external_id", "invalid_text"),
        (json!({"external_id": "c2", "from": second["id"]}), "external_id", "not_supported"),
    ] {
        let answer = merge(body.clone());
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        let error = answer.json()["errors"][0].clone();
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{body}");
    }
}

#[test]
fn every_wrong_field_is_named_and_none_is_repeated() {
    let world = world();
    let body = json!({"name": "a\u{202e}b", "email": "secret@@example.com", "phone": "5550123", "locale": "?", "age": 7,
        "external_id": "4242 4242 4242 4242", "merchant_id": "mer_01jd2q7x3me5kt6bvs9w0fzr4y"});
    let answer = world.post("/v1/customers", &body);
    let named: Vec<Value> =
        answer.json()["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(answer.status, 422);
    for field in ["name", "email", "phone", "locale", "age", "external_id", "merchant_id"] {
        assert!(named.contains(&json!(field)), "{field}: {named:?}");
    }
    assert!(!answer.text().contains("secret") && !answer.text().contains("4242"), "{}", answer.text());
    let merchant = world.merchant();
    let nobody = world.post("/v1/customers", &json!({"merchant_id": merchant, "locale": "en"}));
    assert_eq!((nobody.status, nobody.code().as_str()), (422, "required"));
    let ada = made(&world, &merchant, json!({"email": ADA}));
    let emptied = world.admin("PATCH", &path(&ada, "")).json(&json!({"email": null})).send();
    assert_eq!((emptied.status, emptied.code().as_str()), (422, "required"));
    assert_eq!(world.post("/v1/customers", &json!({"name": "x"})).code(), "required");
}

#[test]
fn a_merchant_sees_and_makes_its_own_only() {
    let world = world();
    let (own, other) = (world.merchant(), world.merchant());
    let (_, key) = world.key("admin", Some(&own));
    let (_, reader) = world.key("read_only", Some(&own));
    let theirs = made(&world, &other, json!({"name": "Theirs"}));
    let mine = world.say("POST", "/v1/customers").bearer(&key).json(&json!({"name": "Mine"})).send().ok(201);
    assert_eq!(mine["merchant_id"], json!(own));
    let list = world.say("GET", "/v1/customers").bearer(&key).send().ok(200);
    assert_eq!(list["data"], json!([mine]));
    let unknown = "/v1/customers/cus_01jd2q7x3me5kt6bvs9w0fzr4y";
    for (method, rest) in [("GET", ""), ("DELETE", ""), ("PATCH", ""), ("GET", "/payment_links"), ("GET", "/payments")]
    {
        let ask = |path: &str| {
            let ask = world.say(method, path).bearer(&key).header("x-request-id", "same");
            if method == "PATCH" { ask.json(&json!({"name": "x"})).send() } else { ask.send() }
        };
        let (foreign, nobody) = (ask(&path(&theirs, rest)), ask(&format!("{unknown}{rest}")));
        assert_eq!((foreign.status, foreign.text()), (404, nobody.text()), "{method} {rest}");
    }
    let foreign = json!({"name": "x", "merchant_id": other});
    assert_eq!(world.say("POST", "/v1/customers").bearer(&key).json(&foreign).send().code(), "invalid_id");
    let refused = world.say("POST", "/v1/customers").bearer(&reader).json(&json!({"name": "x"})).send();
    assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"));
    let foreign = json!({"amount": "1", "customer": {"id": theirs["id"]}});
    let refused = world.say("POST", "/v1/payment_links").bearer(&key).json(&foreign).send();
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, json!("customer.id")));
}

#[test]
fn the_same_key_makes_one_customer() {
    let world = world();
    let body = json!({"merchant_id": world.merchant(), "name": "Ada"});
    let ask = || world.admin("POST", "/v1/customers").key("k").json(&body).send();
    let (first, second) = (ask(), ask());
    assert_eq!((first.status, second.status, first.text()), (201, 201, second.text()));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(ids(&world, "/v1/customers").len(), 1);
}

#[test]
fn a_link_names_a_customer_by_id_and_keeps_what_it_said() {
    let world = world();
    let merchant = world.merchant();
    let ada = made(&world, &merchant, json!({"name": "Ada", "email": ADA, "external_id": "c1"}));
    let link = world.link_of(&merchant, json!({"customer": {"id": ada["id"]}, "delivery": "email"}));
    let person =
        json!({"id": ada["id"], "name": "Ada", "email": ADA, "phone": null, "external_id": "c1", "locale": null});
    assert_eq!(link["customer"], person);
    world.admin("PATCH", &path(&ada, "")).json(&json!({"name": "Ada L."})).send().ok(200);
    let link_path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    assert_eq!(world.get(&link_path).ok(200)["customer"], person);
    assert_eq!(ids(&world, &path(&ada, "/payment_links")), [link["id"].clone()]);
    let asked = format!("/v1/payment_links?customer_id={}", ada["id"].as_str().unwrap());
    assert_eq!(ids(&world, &asked), [link["id"].clone()]);
    assert_eq!(world.get("/v1/payment_links?customer_id=x").code(), "invalid_parameter");
    for (customer, code) in [
        (json!({"id": "cus_01jd2q7x3me5kt6bvs9w0fzr4y"}), "invalid_id"),
        (json!({"id": "x"}), "invalid_id"),
        (json!({"id": ada["id"], "name": "Ada"}), "not_supported"),
    ] {
        let answer =
            world.post("/v1/payment_links", &json!({"merchant_id": merchant, "amount": "1", "customer": customer}));
        assert_eq!((answer.status, answer.code().as_str()), (422, code), "{customer}");
    }
    let cleared = world.admin("PATCH", &link_path).json(&json!({"customer": null, "delivery": "none"})).send().ok(200);
    assert_eq!(cleared["customer"], Value::Null);
    assert!(ids(&world, &path(&ada, "/payment_links")).is_empty());
}

#[test]
fn an_external_id_on_a_link_finds_or_makes_the_customer() {
    let world = world();
    let merchant = world.merchant();
    let first = world.link_of(&merchant, json!({"customer": {"external_id": "c9", "name": "Ada"}}));
    let id = first["customer"]["id"].as_str().unwrap().to_owned();
    world.clock.advance(Duration::from_secs(1));
    let second = world.link_of(
        &merchant,
        json!({"customer": {"external_id": "c9", "email": ADA, "name": "A."}, "delivery": "email"}),
    );
    assert_eq!((&second["customer"]["id"], &second["customer"]["name"]), (&json!(id), &json!("A.")));
    let kept = world.get(&format!("/v1/customers/{id}")).ok(200);
    assert_eq!((&kept["name"], &kept["email"]), (&json!("Ada"), &json!(ADA)), "filled, never overwritten");
    // what is not said is taken from the record
    let third = world.link_of(&merchant, json!({"customer": {"external_id": "c9"}, "delivery": "email"}));
    assert_eq!((&third["customer"]["name"], &third["customer"]["email"]), (&json!("Ada"), &json!(ADA)));
    let nameless = world.link_of(&merchant, json!({"customer": {"email": ADA}}));
    assert_eq!(nameless["customer"]["id"], Value::Null);
    assert_eq!(ids(&world, "/v1/customers"), [json!(id)]);
    assert_eq!(ids(&world, &format!("/v1/customers/{id}/payment_links")).len(), 3);
    let types: Vec<Value> = world.get("/v1/events?limit=100").ok(200)["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["data"]["object"] == "customer")
        .map(|event| event["type"].clone())
        .collect();
    assert_eq!(types, [json!("customer.updated"), json!("customer.created")]);
}

#[test]
fn payments_are_found_by_the_customer_of_their_link() {
    let world = world();
    let merchant = world.merchant();
    let link = world.link_of(&merchant, json!({"customer": {"external_id": "c1"}}));
    let paid = world.pay(&link, "tok_ok", "k").ok(201);
    let payment = world.get(&format!("/v1/payments/{}", paid["id"].as_str().unwrap())).ok(200);
    assert_eq!(payment["customer_id"], link["customer"]["id"]);
    let customer = link["customer"]["id"].as_str().unwrap();
    for path in [format!("/v1/customers/{customer}/payments"), format!("/v1/payments?customer_id={customer}")] {
        assert_eq!(ids(&world, &path), [payment["id"].clone()], "{path}");
    }
}
