//! The few calls of the API that fill a server with something to measure.

use crate::{
    Outcome,
    http::{Request, ask},
    process::{KEY, Server},
};
use serde_json::{Value, json};

/// A new merchant's id.
pub(crate) fn merchant(server: &Server) -> Outcome<String> {
    let body =
        json!({"name": "Blue Bottle Bicycles", "website": "https://bicycles.example", "accent_color": "#1f5fbf"});
    created(server, "/v1/merchants", &body, "id")
}

/// A new link's slug.
pub(crate) fn link(server: &Server, merchant: &str) -> Outcome<String> {
    created(server, "/v1/payment_links", &link_body(merchant), "slug")
}

/// The request that makes a link.
pub(crate) fn link_request(merchant: &str) -> Request {
    Request::post("/v1/payment_links", KEY, &link_body(merchant).to_string())
}

fn link_body(merchant: &str) -> Value {
    json!({
        "merchant_id": merchant, "amount": "129.00", "currency": "USD", "sales_tax": "9.50", "order_number": "BB1042",
        "description": "Spring tune-up and new brake pads", "due_date": "2099-03-01", "metadata": {"till": "4"},
    })
}

fn created(server: &Server, path: &str, body: &Value, field: &str) -> Outcome<String> {
    let answer = ask(server.address, &Request::post(path, KEY, &body.to_string()))?.expect(201)?;
    let value: Value = serde_json::from_slice(&answer.body)?;
    Ok(value.get(field).and_then(Value::as_str).ok_or("a field is missing in an answer")?.to_owned())
}
