//! The one webhook: a mail that the client sends itself.

use crate::samples::{event, link, payment};
use paylink_core::{
    EventKind, Secret,
    ports::WrittenMail,
    records::MessageRecord,
    views::{MessageContent, RequestedMessage, SubjectView},
};
use paylink_wire::dialects::{Attempt, connectfi::webhook};
use serde_json::{Value, json};

/// A payment request that the platform is asked to send.
fn requested_mail() -> RequestedMessage {
    let mut link = link();
    link.link.details.requested_at = Some(link.link.created_at);
    let at = link.link.created_at;
    let message: MessageRecord = serde_json::from_value(json!({
        "id": "msg_01jd2q7x3me5kt6bvs9w0fzr4y", "merchant_id": link.link.merchant_id, "link_id": link.link.id,
        "payment_id": null, "reminder_id": null, "event_id": null, "kind": "payment_request", "channel": "email",
        "recipient": "ada@example.com", "recipient_key": "ada@example.com", "status": "sent", "attempts": 0,
        "last_error": null, "provider_reference": null, "next_attempt_at": null, "sent_at": at, "created_at": at,
        "updated_at": at,
        "letter": {
            "kind": "payment_request",
            "merchant": {"name": "Corner Bakery", "email": null, "phone": null, "website": null, "accent_color": null,
                "logo_url": null},
            "greeting": null, "locale": null, "timezone": "UTC", "currency": "USD", "card": null, "ach": null,
            "description": null, "order_number": null, "invoice_number": null, "due_date": null, "ends_at": null,
            "url": null, "unsubscribe_url": null, "payment": null, "refund": null, "test_mode": true, "made_at": at,
        },
    }))
    .unwrap();
    let mail = WrittenMail {
        subject: "Please pay".to_owned(),
        html: "<p>Pay</p>".to_owned(),
        text: "Pay".to_owned(),
        images: Vec::new(),
    };
    let merchant_external_id = Some("m-1".to_owned());
    RequestedMessage { message, link, merchant_external_id, content: MessageContent::Mail(mail) }
}

#[test]
fn a_requested_mail_is_handed_over_with_the_payment_it_is_about() {
    let mut told = event(SubjectView::Message(Box::new(requested_mail())));
    told.kind = EventKind::MessageRequested;
    let body: Value = serde_json::from_str(&webhook::body(&told).unwrap()).unwrap();
    assert_eq!(body["to"], json!(["ada@example.com"]));
    assert_eq!((&body["subject"], &body["html"]), (&json!("Please pay"), &json!("<p>Pay</p>")));
    assert_eq!(body["data"]["cFiTransactionId"], json!(link().link.id));
    assert_eq!((&body["data"]["status"], &body["data"]["amount"]), (&json!("Sent"), &json!(12.5)));
    assert_eq!(body["data"]["cFiMerchantRef"], "m-1");
    assert_eq!(body.as_object().unwrap().len(), 4);
}

#[test]
fn nothing_else_is_told_and_nothing_stands_beside_it() {
    for subject in
        [SubjectView::PaymentLink(Box::new(link())), SubjectView::Payment(Box::new(payment())), SubjectView::Test]
    {
        assert_eq!(webhook::body(&event(subject)), None);
    }
    let secrets = [Secret::new("whsec_x")];
    let told = event(SubjectView::Test);
    let attempt = Attempt { event: told.id, at: told.at, secrets: &secrets };
    assert_eq!(webhook::headers(&attempt, "{}"), []);
    assert_eq!(webhook::CONTENT_TYPE, "application/json");
}
