//! How endpoints hear of events.

use super::{NOW, completed, written};
use crate::samples::{self, time};
use paylink_core::{
    EventKind, Secret,
    views::{EventView, SubjectView},
};
use paylink_wire::dialects::{
    Attempt,
    telness::{Link, Payment, webhook},
};
use serde_json::{Value, json};

fn event(kind: EventKind, subject: SubjectView) -> EventView {
    EventView { id: samples::event_id(), kind, at: time(NOW), merchant_id: None, subject, completed_by: None }
}

#[test]
fn events_carry_a_snapshot_in_an_envelope() {
    let told = |kind, subject| -> Option<Value> {
        webhook::body(&event(kind, subject)).map(|text| serde_json::from_str(&text).unwrap())
    };
    let link = || SubjectView::PaymentLink(Box::new(completed()));
    let body = told(EventKind::LinkCompleted, link()).unwrap();
    assert_eq!(body["eventId"], samples::event_id().to_string());
    assert_eq!((&body["type"], &body["occurredAt"]), (&json!("payment_link.completed"), &json!(NOW)));
    assert_eq!(body["data"], written(&Link::of(&completed(), None, time(NOW))));
    assert_eq!(body.as_object().unwrap().len(), 4);
    let paid = samples::payment().payment.id;
    let named = EventView { completed_by: Some(paid), ..event(EventKind::LinkCompleted, link()) };
    let named: Value = serde_json::from_str(&webhook::body(&named).unwrap()).unwrap();
    assert_eq!(named["data"]["paymentId"], paid.to_string(), "the payment that completed it");
    let payment = samples::payment();
    for (kind, name) in [
        (EventKind::PaymentSucceeded, "payment.completed"),
        (EventKind::PaymentFailed, "payment.failed"),
        (EventKind::PaymentReturned, "payment.failed"),
    ] {
        let body = told(kind, SubjectView::Payment(Box::new(payment.clone()))).unwrap();
        assert_eq!((&body["type"], &body["data"]), (&json!(name), &written(&Payment::of(&payment))));
    }
    for (kind, name) in [
        (EventKind::LinkCreated, "payment_link.created"),
        (EventKind::LinkCancelled, "payment_link.cancelled"),
        (EventKind::LinkDeleted, "payment_link.cancelled"),
        (EventKind::LinkExpired, "payment_link.expired"),
    ] {
        assert_eq!(told(kind, link()).unwrap()["type"], name);
    }
    for kind in [EventKind::LinkUpdated, EventKind::LinkSent, EventKind::LinkViewed, EventKind::ReminderSent] {
        assert_eq!(told(kind, link()), None, "{kind:?}");
    }
    assert_eq!(told(EventKind::PaymentProcessing, SubjectView::Payment(Box::new(payment))), None);
    assert_eq!(told(EventKind::EndpointTest, SubjectView::Test).unwrap()["data"], json!({}));
}

#[test]
fn a_delivery_is_told_by_the_newest_secret() {
    let secrets = [Secret::new("whsec_new"), Secret::new("whsec_old")];
    let attempt = Attempt { event: samples::event_id(), at: time(NOW), secrets: &secrets };
    assert_eq!(webhook::headers(&attempt, "{}"), [("x-api-key", "whsec_new".to_owned())]);
    assert_eq!(webhook::headers(&Attempt { secrets: &[], ..attempt }, "{}"), []);
}
