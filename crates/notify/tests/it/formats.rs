//! Webhooks in the formats of other systems.

use crate::{
    outgoing::{at, event, open_client, to},
    receiver::Receiver,
};
use paylink_core::{
    EventKind, Secret,
    ports::{Outgoing, SendOutcome, WebhookSender as _},
    records::WebhookFormat,
    views::{EventView, SubjectView},
};
use paylink_wire::dialects::payengine::webhook::is_genuine;

fn in_format(format: WebhookFormat, url: &str) -> Outgoing {
    let secrets = vec![Secret::new("whsec_newer"), Secret::new("whsec_older")];
    Outgoing { format, secrets, ..to(url) }
}

#[tokio::test]
async fn telness_receivers_get_the_newest_secret_as_their_key_and_nothing_of_standard_webhooks() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let outgoing = in_format(WebhookFormat::Telness, &receiver.url());
    assert_eq!(open_client().send(&outgoing).await, SendOutcome::Delivered { status: 200 });
    let requests = receiver.requests();
    assert_eq!(requests[0].headers["x-api-key"], "whsec_newer");
    assert_eq!(requests[0].headers["content-type"], "application/json");
    assert_eq!(requests[0].body, outgoing.body.as_bytes());
    assert!(!requests[0].headers.contains_key("webhook-signature"));
}

#[tokio::test]
async fn a_format_tells_of_what_it_knows_and_of_nothing_else() {
    let client = open_client();
    let view = |kind| EventView {
        id: event(),
        kind,
        at: at(),
        merchant_id: None,
        subject: SubjectView::Test,
        completed_by: None,
    };
    let told = client.body(WebhookFormat::Telness, &view(EventKind::EndpointTest)).unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["eventId"], event().to_string());
    assert_eq!((&told["type"], &told["occurredAt"]), (&"webhook.test".into(), &at().to_string().into()));
    assert_eq!(client.body(WebhookFormat::Telness, &view(EventKind::CustomerCreated)), None);
    assert!(client.body(WebhookFormat::Native, &view(EventKind::CustomerCreated)).is_some());
}

#[tokio::test]
async fn payengine_receivers_can_check_time_and_body_with_the_newest_secret() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let outgoing = in_format(WebhookFormat::PayEngine, &receiver.url());
    assert_eq!(open_client().send(&outgoing).await, SendOutcome::Delivered { status: 200 });
    let requests = receiver.requests();
    let header = &requests[0].headers["x-pf-signature"];
    assert!(header.starts_with("t=1893553445,s="), "{header}");
    assert_eq!(requests[0].headers["content-type"], "application/json");
    let body = std::str::from_utf8(&requests[0].body).unwrap();
    assert!(is_genuine(&outgoing.secrets[0], header, body, at()));
    assert!(!is_genuine(&outgoing.secrets[1], header, body, at()));
    assert!(!is_genuine(&outgoing.secrets[0], header, &body.replace("evt", "evil"), at()));
    assert!(!requests[0].headers.contains_key("webhook-signature"));
}

#[tokio::test]
async fn fortis_receivers_get_a_form_and_the_newest_secret_as_their_password() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let outgoing = in_format(WebhookFormat::Fortis, &receiver.url());
    assert_eq!(open_client().send(&outgoing).await, SendOutcome::Delivered { status: 200 });
    let requests = receiver.requests();
    // paylink:whsec_newer
    assert_eq!(requests[0].headers["authorization"], "Basic cGF5bGluazp3aHNlY19uZXdlcg==");
    assert_eq!(requests[0].headers["content-type"], "application/x-www-form-urlencoded");
    assert!(!requests[0].headers.contains_key("webhook-signature"));
    let view = EventView {
        id: event(),
        kind: EventKind::EndpointTest,
        at: at(),
        merchant_id: None,
        subject: SubjectView::Test,
        completed_by: None,
    };
    let told = open_client().body(WebhookFormat::Fortis, &view);
    assert_eq!(told.as_deref(), Some("type=CREATE&resource=test&number_of_attempts=5&data=%7B%7D"));
}

#[tokio::test]
async fn connectfi_receivers_get_the_body_and_no_proof() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let outgoing = in_format(WebhookFormat::ConnectFi, &receiver.url());
    assert_eq!(open_client().send(&outgoing).await, SendOutcome::Delivered { status: 200 });
    let requests = receiver.requests();
    assert_eq!(requests[0].headers["content-type"], "application/json");
    assert_eq!(requests[0].body, outgoing.body.as_bytes());
    for name in ["webhook-signature", "webhook-id", "x-api-key", "x-pf-signature", "authorization"] {
        assert!(!requests[0].headers.contains_key(name), "{name}");
    }
}
