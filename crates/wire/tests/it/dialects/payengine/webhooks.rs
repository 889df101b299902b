//! What endpoints of this format are told, and how they know that it is true.

use crate::samples::{self, time};
use paylink_core::{
    EventKind, Secret,
    records::{Method, PaymentStatus},
    views::{EventView, SubjectView},
};
use paylink_wire::dialects::{
    Attempt,
    payengine::{
        REFUND_ORDER, REFUND_OWN_ID,
        webhook::{CONTENT_TYPE, SIGNATURE_HEADER, body, headers, is_genuine, signature},
    },
};
use serde_json::{Value, json};

const SECRET: &str = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

fn event(kind: EventKind, subject: SubjectView) -> EventView {
    EventView { kind, ..samples::event(subject) }
}

fn told(kind: EventKind, subject: SubjectView) -> Option<Value> {
    body(&event(kind, subject)).map(|text| serde_json::from_str(&text).unwrap())
}

fn link() -> SubjectView {
    SubjectView::PaymentLink(Box::new(samples::link()))
}

fn payment() -> SubjectView {
    SubjectView::Payment(Box::new(samples::payment()))
}

#[test]
fn a_new_link_is_told_as_documented() {
    let view = samples::link();
    let wanted = json!({
        "event_uid": "09090909090909090909090909090909",
        "event": "PAYMENTLINK_CREATED",
        "data": {
            "payment_link_id": view.link.id.to_string(),
            "payment_url": "https://pay.example/p/spring-sale",
            "qr_code_url": "https://pay.example/p/spring-sale/qr.svg",
            "payment_link_status": "ACTIVE",
            "merchant_id": view.link.merchant_id.to_string(),
            "start_date": "2030-01-01T00:00:00.000Z",
            "end_date": "2030-02-01T00:00:00.250Z",
            "amount": "12.50",
            "description": "Cake",
            "internal_transaction_id": "tx-1",
            "metadata": {"order": "7"},
        },
    });
    assert_eq!(told(EventKind::LinkCreated, link()), Some(wanted.clone()));
    let mut updated = wanted;
    updated["event"] = json!("PAYMENTLINK_UPDATED");
    assert_eq!(told(EventKind::LinkUpdated, link()), Some(updated));
}

#[test]
fn a_cancelled_or_deleted_link_is_only_named() {
    for kind in [EventKind::LinkCancelled, EventKind::LinkDeleted] {
        let told = told(kind, link()).unwrap();
        assert_eq!(told["event"], "PAYMENTLINK_CANCELLED");
        assert_eq!(told["data"], json!({"payment_link_id": samples::link().link.id.to_string()}));
    }
}

#[test]
fn payments_are_told_by_method_and_outcome() {
    for (kind, method, wanted) in [
        (EventKind::PaymentSucceeded, Method::Card, Some("PAYMENT_SALE")),
        (EventKind::PaymentSucceeded, Method::Ach, Some("PAYMENT_ACH_SALE")),
        (EventKind::PaymentFailed, Method::Card, Some("PAYMENT_FAILED")),
        (EventKind::PaymentReturned, Method::Ach, Some("PAYMENT_FAILED")),
        (EventKind::PaymentProcessing, Method::Ach, None),
        (EventKind::PaymentRequiresAction, Method::Card, None),
    ] {
        let mut view = samples::payment();
        view.payment.method = method;
        let told = told(kind, SubjectView::Payment(Box::new(view)));
        assert_eq!(told.as_ref().map(|told| told["event"].as_str().unwrap()), wanted, "{}", kind.name());
        if let Some(told) = told {
            assert_eq!(told["data"]["payment_link_id"], samples::link().link.id.to_string());
            assert_eq!(told["data"]["amount"], "12.50");
        }
    }
    let mut voided = samples::payment();
    (voided.payment.status, voided.payment.failure_code) = (PaymentStatus::Failed, Some("cancelled".to_owned()));
    let told_void = told(EventKind::PaymentFailed, SubjectView::Payment(Box::new(voided))).unwrap();
    assert_eq!((&told_void["event"], &told_void["data"]["status"]), (&json!("PAYMENT_VOIDED"), &json!("canceled")));
    let mut refund = samples::refund();
    refund.refund.metadata.insert(REFUND_OWN_ID.to_owned(), "r1".to_owned());
    refund.refund.metadata.insert(REFUND_ORDER.to_owned(), "B2".to_owned());
    let refund = SubjectView::Refund(Box::new(refund));
    let told_refund = told(EventKind::RefundSucceeded, refund.clone()).unwrap();
    assert_eq!(told_refund["event"], "PAYMENT_REFUNDED");
    assert_eq!(told_refund["data"]["original_transaction_id"], samples::payment().payment.id.to_string());
    assert_eq!(told_refund["data"]["amount"], "3.00");
    assert_eq!(told_refund["data"]["internal_transaction_id"], "r1");
    assert_eq!(told_refund["data"]["order_number"], "B2");
    assert_eq!(told_refund["data"]["metadata"], json!({"ticket": "R-7"}));
    assert_eq!(told(EventKind::RefundFailed, refund), None);
    assert!(!body(&event(EventKind::PaymentSucceeded, payment())).unwrap().contains("private"));
}

#[test]
fn other_events_are_not_told() {
    for kind in [EventKind::LinkSent, EventKind::LinkViewed, EventKind::LinkCompleted, EventKind::LinkExpired] {
        assert_eq!(told(kind, link()), None, "{}", kind.name());
    }
    assert_eq!(told(EventKind::ReminderSent, link()), None);
    assert_eq!(told(EventKind::CustomerCreated, SubjectView::Customer(Box::new(samples::customer()))), None);
    assert_eq!(told(EventKind::EndpointTest, SubjectView::Test).unwrap()["event"], "WEBHOOK_TEST");
}

#[test]
fn the_signature_is_the_one_that_another_implementation_makes() {
    let at = time("2030-01-02T03:04:05.9Z");
    let body = r#"{"event":"PAYMENTLINK_CREATED"}"#;
    // HMAC-SHA256 of "1893553445.<body>" by Python's hmac module
    let wanted = "t=1893553445,s=85ebd5ed47b5e746bc7d6bc1965ff350944070e11f9acae1eb813e8ea3749760";
    let secrets = [Secret::new(SECRET), Secret::new("whsec_b2xk")];
    let attempt = Attempt { event: samples::event_id(), at, secrets: &secrets };
    assert_eq!(headers(&attempt, body), [(SIGNATURE_HEADER, wanted.to_owned())]);
    assert_eq!(signature(&secrets[0], at, body).as_deref(), Some(wanted));
    assert_eq!(CONTENT_TYPE, "application/json");
    assert_eq!(headers(&Attempt { secrets: &[], ..attempt }, body), []);
}

#[test]
fn a_receiver_believes_only_what_is_signed_and_fresh() {
    let (secret, at) = (Secret::new(SECRET), time("2030-01-02T03:04:05Z"));
    let body = body(&event(EventKind::LinkCreated, link())).unwrap();
    let header = signature(&secret, at, &body).unwrap();
    assert!(is_genuine(&secret, &header, &body, at));
    assert!(is_genuine(&secret, &header.replace(',', ", "), &body, time("2030-01-02T03:09:05Z")));
    for (why, secret, header, body, now) in [
        ("old", &secret, header.as_str(), body.as_str(), time("2030-01-02T03:09:06Z")),
        ("from the future", &secret, &header, &body, time("2030-01-02T02:59:04Z")),
        ("another body", &secret, &header, &body.replace("12.50", "0.50"), at),
        ("another secret", &Secret::new("whsec_b3RoZXI"), &header, &body, at),
        ("another time", &secret, &header.replace("445,", "446,"), &body, at),
        ("no signature", &secret, "t=1893553445", &body, at),
        ("half a digit", &secret, "t=1893553445,s=abc", &body, at),
        ("no hex", &secret, "t=1893553445,s=zz", &body, at),
        ("no time", &secret, "t=now,s=00", &body, at),
    ] {
        assert!(!is_genuine(secret, header, body, now), "{why}");
    }
}
