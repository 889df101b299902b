//! The bodies of webhooks.

use crate::samples;
use paylink_core::{
    EventKind,
    views::{EventView, SubjectView},
};
use paylink_wire::v1::{
    event_body,
    responses::{Payment, PaymentLink},
};
use serde_json::{Value, json};

fn body(kind: EventKind, subject: SubjectView) -> Value {
    let event = EventView { kind, ..samples::event(subject) };
    serde_json::from_str(&event_body(&event)).unwrap()
}

#[test]
fn an_event_carries_its_object_exactly_as_the_api_returns_it() {
    let link = samples::link();
    let payment = samples::payment();
    assert_eq!(
        body(EventKind::LinkCreated, SubjectView::PaymentLink(Box::new(link.clone()))),
        json!({
            "id": samples::event_id().to_string(),
            "type": "payment_link.created",
            "timestamp": "2030-01-02T03:04:05.5Z",
            "data": PaymentLink::from(&link)
        })
    );
    let told = body(EventKind::PaymentSucceeded, SubjectView::Payment(Box::new(payment.clone())));
    assert_eq!(told["data"], serde_json::to_value(Payment::from(&payment)).unwrap());
    assert_eq!(told["type"], "payment.succeeded");
}

#[test]
fn a_test_event_says_that_it_is_one() {
    let told = body(EventKind::EndpointTest, SubjectView::Test);
    assert_eq!(told["type"], "webhook_endpoint.test");
    assert_eq!(told["data"], json!({"object": "webhook_endpoint_test"}));
}
