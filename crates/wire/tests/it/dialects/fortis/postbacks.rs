//! Postback configurations and what is posted back.

use super::body;
use crate::samples::{customer, event_id, id, link, payment};
use paylink_core::{
    EventKind, Secret, Timestamp,
    forms::Patch,
    records::Method,
    views::{EventView, PaymentView, SubjectView},
};
use paylink_wire::dialects::{
    Attempt,
    fortis::{create_postback, webhook},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn event(kind: EventKind, subject: SubjectView) -> EventView {
    let at: Timestamp = "2030-01-02T03:04:05Z".parse().unwrap();
    EventView { id: event_id(), kind, at, merchant_id: Some(id(1)), subject, completed_by: None }
}

fn posted(kind: EventKind, subject: SubjectView) -> Option<BTreeMap<String, String>> {
    let body = webhook::body(&event(kind, subject))?;
    Some(url::form_urlencoded::parse(body.as_bytes()).into_owned().collect())
}

fn deed(kind: EventKind, subject: SubjectView) -> Option<(String, String)> {
    posted(kind, subject).map(|form| (form["type"].clone(), form["resource"].clone()))
}

fn by(method: Method) -> SubjectView {
    let mut record = payment().payment;
    record.method = method;
    SubjectView::Payment(Box::new(PaymentView { payment: record }))
}

#[test]
fn events_are_told_as_deeds() {
    let link = || SubjectView::PaymentLink(Box::new(link()));
    let contact = || SubjectView::Customer(Box::new(customer()));
    let cases = [
        (deed(EventKind::PaymentProcessing, by(Method::Card)), None),
        (deed(EventKind::PaymentSucceeded, by(Method::Card)), Some(("CREATE", "transaction"))),
        (deed(EventKind::PaymentFailed, by(Method::Card)), Some(("CREATE", "transaction"))),
        (deed(EventKind::PaymentProcessing, by(Method::Ach)), Some(("CREATE", "transaction"))),
        (deed(EventKind::PaymentSucceeded, by(Method::Ach)), Some(("UPDATE", "transaction"))),
        (deed(EventKind::PaymentReturned, by(Method::Ach)), Some(("UPDATE", "transaction"))),
        (deed(EventKind::PaymentRequiresAction, by(Method::Card)), None),
        (deed(EventKind::LinkCreated, link()), Some(("CREATE", "paylink"))),
        (deed(EventKind::LinkCompleted, link()), Some(("UPDATE", "paylink"))),
        (deed(EventKind::LinkCancelled, link()), Some(("DELETE", "paylink"))),
        (deed(EventKind::LinkViewed, link()), None),
        (deed(EventKind::CustomerCreated, contact()), Some(("CREATE", "contact"))),
        (deed(EventKind::CustomerErased, contact()), Some(("DELETE", "contact"))),
    ];
    for (told, wanted) in cases {
        assert_eq!(told, wanted.map(|(deed, resource)| (deed.to_owned(), resource.to_owned())));
    }
}

#[test]
fn the_record_is_json_in_a_form() {
    let form = posted(EventKind::PaymentSucceeded, by(Method::Card)).unwrap();
    let names: Vec<&str> = form.keys().map(String::as_str).collect();
    assert_eq!(names, ["data", "number_of_attempts", "resource", "type"]);
    let data: Value = serde_json::from_str(&form["data"]).unwrap();
    assert_eq!(data["id"], payment().payment.id.to_string());
    assert!(data["transaction_amount"].is_string() && data.get("_links").is_none());
}

#[test]
fn the_secret_proves_the_sender() {
    let secrets = [Secret::new("whsec_new"), Secret::new("whsec_old")];
    let at: Timestamp = "2030-01-02T03:04:05Z".parse().unwrap();
    let headers = webhook::headers(&Attempt { event: event_id(), at, secrets: &secrets }, "");
    // paylink:whsec_new
    assert_eq!(headers, [("authorization", "Basic cGF5bGluazp3aHNlY19uZXc=".to_owned())]);
}

#[test]
fn a_configuration_names_its_events() {
    let made = |fields: Value| create_postback(body(&json!({"postbackconfig": fields})));
    let form = made(json!({"url": "https://a.example/", "resource": "contact", "on_create": 1, "on_delete": true,
        "format": "api-default", "is_active": 1, "number_of_attempts": 3, "attempt_interval": 300}));
    form.unread.clone().finish().unwrap();
    let events = ["customer.created", "customer.deleted", "customer.erased"].map(str::to_owned);
    assert_eq!(form.events, Patch::Set(events.to_vec()));
    assert_eq!((form.format, form.disabled), ("fortis".into(), Patch::Set(false)));
    let bad =
        made(json!({"resource": "weather", "basic_auth_password": "mine", "number_of_attempts": 9, "format": "xml"}));
    let fields = bad.unread.finish().unwrap_err().fields;
    assert_eq!(fields.len(), 4, "{fields:?}");
}
