//! Invoices, orders and line items over HTTP: statuses, shapes, tenants, and what is wrong named field by field.

use crate::world::{World, world};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An invoice over 12.50 with this number.
fn invoice(world: &World, merchant: &str, number: &str) -> Value {
    world.post("/v1/invoices", &json!({"merchant_id": merchant, "number": number, "amount": "12.50"})).ok(201)
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// Field and code of everything a refusal names.
fn named(answer: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer["errors"].as_array().unwrap().iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

#[test]
fn an_invoice_is_made_changed_listed_and_deleted() {
    let world = world();
    let merchant = world.merchant();
    let lines = json!([
        {"name": "Baking class", "quantity": 1.5, "unit_amount": "80.00", "tax_amount": 9.60},
        {"kind": "discount", "name": "Regulars", "unit_amount": "5.00"},
    ]);
    let body = json!({
        "merchant_id": merchant, "number": "2030-0042", "line_items": lines, "due_date": "2030-02-15",
        "description": "Catering", "customer": {"name": "Ada", "email": "ada@example.com"}, "max_open_links": 2,
    });
    let made = world.post("/v1/invoices", &body).ok(201);
    assert!(id(&made).starts_with("inv_"), "{made}");
    assert_eq!(
        (&made["object"], &made["status"], &made["amount"]),
        (&json!("invoice"), &json!("open"), &json!("124.60"))
    );
    assert_eq!(
        (&made["sales_tax"], &made["currency"], &made["number"]),
        (&json!("9.60"), &json!("USD"), &json!("2030-0042"))
    );
    assert_eq!(made["line_items"][0]["amount"], "120.00");
    assert_eq!(made["line_items"][1]["amount"], "-5.00");
    assert_eq!((&made["max_open_links"], &made["payment_link_id"]), (&json!(2), &Value::Null));
    let path = format!("/v1/invoices/{}", id(&made));
    assert_eq!(world.get(&path).ok(200), made);
    assert_eq!(
        world.get("/v1/invoices?number=2030-0042&status=open&due_before=2030-02-16").ok(200)["data"],
        json!([made])
    );
    assert_eq!(world.get("/v1/invoices?due_after=2030-02-15").ok(200)["data"], json!([]));
    assert_eq!(world.get("/v1/orders").ok(200)["data"], json!([]));
    let patched = world.admin("PATCH", &path).json(&json!({"amount": "9.00", "description": null})).send().ok(200);
    assert_eq!(
        (&patched["amount"], &patched["line_items"], &patched["description"]),
        (&json!("9.00"), &Value::Null, &Value::Null)
    );
    assert_eq!(world.admin("DELETE", &path).send().status, 204);
    for method in ["GET", "PATCH", "DELETE"] {
        let say = world.admin(method, &path);
        let say = if method == "PATCH" { say.json(&json!({})) } else { say };
        assert_eq!(say.send().code(), "not_found", "{method}");
    }
    let again = world.admin("POST", "/v1/invoices").key("k").json(&body).send();
    let replay = world.admin("POST", "/v1/invoices").key("k").json(&body).send();
    assert_eq!((again.status, again.text()), (201, replay.text()));
    assert_eq!(replay.header("idempotent-replayed"), Some("true"));
    assert_eq!(world.post("/v1/invoices", &body).code(), "number_taken");
}

#[test]
fn everything_that_is_wrong_is_named_by_its_place() {
    let world = world();
    let body = json!({
        "merchant_id": world.merchant(), "currency": "XXX", "amount": "1", "due_date": "soon", "max_open_links": 0, "colour": 1,
        "line_items": [{"name": "", "unit_amount": "1e2", "quantity": "0"}, {"unit_amount": true, "price": 1}, 7],
        "customer": {"email": "a@b@c"},
    });
    let answer = world.post("/v1/invoices", &body);
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_request"));
    let wanted = [
        ("colour", "unknown_field"),
        ("currency", "invalid_currency"),
        ("customer.email", "invalid_email"),
        ("due_date", "invalid_date"),
        ("line_items", "not_supported"),
        ("line_items.1.price", "unknown_field"),
        ("line_items.1.unit_amount", "invalid_type"),
        ("line_items.2", "invalid_type"),
        ("max_open_links", "invalid_value"),
        ("number", "required"),
    ];
    assert_eq!(named(&answer.json()), wanted.map(|(field, code)| (field.to_owned(), code.to_owned())).into());
    let lines = json!([{"name": "x", "unit_amount": "1.234"}, {"name": "4242 4242 4242 4242", "unit_amount": "1", "tax_amount": "-1"}, {}]);
    for (path, extra) in [("/v1/orders", json!({"number": "A1"})), ("/v1/payment_links", json!({}))] {
        let mut body = json!({"merchant_id": world.merchant(), "line_items": lines});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let answer = world.post(path, &body);
        let wanted = [
            ("line_items.0.unit_amount", "too_many_decimals"),
            ("line_items.1.name", "card_data_not_allowed"),
            ("line_items.1.tax_amount", "invalid_amount"),
            ("line_items.2.name", "required"),
            ("line_items.2.unit_amount", "required"),
        ];
        assert_eq!(
            named(&answer.json()),
            wanted.map(|(field, code)| (field.to_owned(), code.to_owned())).into(),
            "{path}"
        );
        assert!(!answer.text().contains("4242"), "{}", answer.text());
    }
    for query in ["status=cancelled", "customer_id=x", "due_after=soon", "colour=1", "number="] {
        assert_eq!(world.get(&format!("/v1/invoices?{query}")).code(), "invalid_parameter", "{query}");
    }
    assert_eq!(world.get("/v1/orders?status=void").code(), "invalid_parameter");
    assert_eq!(world.get("/v1/payment_links?invoice_id=ord_01jd2q7x3me5kt6bvs9w0fzr4y").code(), "invalid_parameter");
}

#[test]
fn foreign_and_unknown_invoices_are_answered_alike() {
    let world = world();
    let (own, other) = (world.merchant(), world.merchant());
    let foreign = invoice(&world, &other, "1");
    let (_, key) = world.key("admin", Some(&own));
    let unknown = "inv_01jd2q7x3me5kt6bvs9w0fzr4y";
    let without_id = |answer: &crate::client::Heard| {
        let mut body = answer.json();
        body["request_id"] = Value::Null;
        (answer.status, body)
    };
    for (method, tail) in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/void")] {
        let say = |id: &str| {
            let say = world.say(method, &format!("/v1/invoices/{id}{tail}")).bearer(&key);
            without_id(&if method == "PATCH" { say.json(&json!({"amount": "1"})).send() } else { say.send() })
        };
        let heard = say(id(&foreign));
        assert_eq!(heard, say(unknown), "{method}{tail}");
        assert_eq!(heard.0, 404);
        assert_eq!(say(&id(&foreign).replace("inv_", "ord_")).0, 404);
    }
    let link = json!({"invoice_id": id(&foreign)});
    let refused = world.say("POST", "/v1/payment_links").bearer(&key).json(&link).send();
    assert_eq!(named(&refused.json()), [("invoice_id".to_owned(), "invalid_id".to_owned())].into());
    let (_, reader) = world.key("read_only", None);
    let refused = world.say("POST", "/v1/orders").bearer(&reader).json(&json!({"number": "1", "amount": "1"})).send();
    assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"));
}

#[test]
fn a_link_made_from_an_order_pays_it() {
    let world = world();
    let merchant = world.merchant();
    let body = json!({"merchant_id": merchant, "number": "A1042", "amount": "12.50", "sales_tax": "1.10", "max_open_links": 2});
    let order = world.post("/v1/orders", &body).ok(201);
    let make = || world.post("/v1/payment_links", &json!({"merchant_id": merchant, "order_id": id(&order)}));
    let (link, other) = (make().ok(201), make().ok(201));
    assert_eq!(make().code(), "has_open_link");
    assert_eq!((&link["order_id"], &link["invoice_id"]), (&order["id"], &Value::Null));
    assert_eq!(
        (&link["amount"], &link["order_number"], &link["sales_tax"]),
        (&json!("12.50"), &json!("A1042"), &json!("1.10"))
    );
    let path = format!("/v1/orders/{}", id(&order));
    assert_eq!(world.get(&path).ok(200)["payment_link_id"], other["id"]);
    let dearer = world.admin("PATCH", &path).json(&json!({"amount": "13"})).send();
    assert_eq!((dearer.status, dearer.code().as_str()), (409, "has_open_link"));
    assert_eq!(world.admin("DELETE", &path).send().code(), "has_open_link");

    let paid = world.pay(&link, "tok_ok", "k").ok(201);
    let order = world.get(&path).ok(200);
    assert_eq!(
        (&order["status"], &order["payment_id"], &order["payment_link_id"]),
        (&json!("paid"), &paid["id"], &link["id"])
    );
    assert!(order["paid_at"].is_string() && order["cancelled_at"].is_null(), "{order}");
    assert_eq!(world.get("/v1/orders?status=paid").ok(200)["data"], json!([order]));
    let refused = world.pay(&other, "tok_ok", "k");
    assert_eq!((refused.status, refused.code().as_str()), (409, "link_cancelled"));
    let page = world.get(&format!("/v1/checkout/{}", other["slug"].as_str().unwrap())).ok(200);
    assert_eq!((&page["payable"], &page["situation"]), (&json!(false), &json!("paid")));
    let listed = world.get(&format!("/v1/payment_links?order_id={}", id(&order))).ok(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    for (method, tail, code) in [("POST", "/cancel", "not_open"), ("DELETE", "", "not_open")] {
        assert_eq!(world.admin(method, &format!("{path}{tail}")).send().code(), code);
    }
    assert_eq!(make().code(), "not_open");
}

#[test]
fn a_void_invoice_and_a_cancelled_order_take_their_links_along() {
    let world = world();
    let merchant = world.merchant();
    for (plural, field, verb, status, at) in [
        ("invoices", "invoice_id", "void", "void", "voided_at"),
        ("orders", "order_id", "cancel", "cancelled", "cancelled_at"),
    ] {
        let body = json!({"merchant_id": merchant, "number": "7", "amount": "12.50"});
        let bill = world.post(&format!("/v1/{plural}"), &body).ok(201);
        let link = world.post("/v1/payment_links", &json!({"merchant_id": merchant, field: id(&bill)})).ok(201);
        let path = format!("/v1/{plural}/{}/{verb}", id(&bill));
        let ended = world.admin("POST", &path).key(verb).send().ok(200);
        assert_eq!(ended["status"], status);
        assert!(ended[at].is_string(), "{ended}");
        assert_eq!(world.admin("POST", &path).key(verb).send().ok(200), ended, "the same key");
        assert_eq!(world.admin("POST", &path).send().code(), "not_open");
        assert_eq!(world.get(&format!("/v1/payment_links/{}", id(&link))).ok(200)["status"], "CANCELLED");
    }
}

#[test]
fn line_items_of_a_link_are_shown_to_merchant_and_payer() {
    let world = world();
    let lines = json!([{"name": "Cake", "quantity": "2", "unit_amount": "20"}, {"name": "Candles", "unit_amount": 2.5, "tax_amount": "0.20"}]);
    let body = json!({"merchant_id": world.merchant(), "line_items": lines});
    let link = world.post("/v1/payment_links", &body).ok(201);
    assert_eq!((&link["amount"], &link["sales_tax"]), (&json!("42.70"), &json!("0.20")));
    let shown = json!([
        {"kind": "item", "name": "Cake", "quantity": "2", "unit_amount": "20.00", "tax_amount": null, "amount": "40.00"},
        {"kind": "item", "name": "Candles", "quantity": "1", "unit_amount": "2.50", "tax_amount": "0.20", "amount": "2.50"},
    ]);
    assert_eq!(link["line_items"], shown);
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    assert_eq!((&checkout["line_items"], &checkout["card"]["amount"]), (&shown, &json!("42.70")));
    let paid = world.pay(&link, "tok_ok", "k").ok(201);
    assert_eq!(paid["amount"], "42.70");
}
