//! Answers about things that have secrets: endpoints, deliveries, API keys.

use crate::samples::{self, time};
use paylink_core::{
    ApiKeyId, DeliveryId, EndpointId, Role, Secret,
    records::{ApiKeyRecord, DeliveryRecord, DeliveryStatus, EndpointRecord, WebhookFormat},
};
use paylink_wire::v1::responses::{ApiKey, NewApiKey, SavedPaymentMethod, WebhookDelivery, WebhookEndpoint};
use serde::Serialize;
use serde_json::{Value, json};

fn written(answer: impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn endpoint() -> EndpointRecord {
    EndpointRecord {
        id: samples::id::<EndpointId>(5),
        merchant_id: None,
        url: "https://shop.example/hook".to_owned(),
        events: vec!["*".to_owned()],
        format: WebhookFormat::Native,
        secret: "whsec_secret".to_owned(),
        previous_secret: Some("whsec_old".to_owned()),
        previous_secret_until: None,
        disabled: true,
        disabled_reason: Some("gone".to_owned()),
        failing_since: None,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:05Z"),
    }
}

#[test]
fn the_secret_of_an_endpoint_is_shown_only_when_it_was_made() {
    let shown = written(WebhookEndpoint::from(&endpoint()));
    assert!(!shown.to_string().contains("whsec_"), "{shown}");
    let made = written(WebhookEndpoint::with_secret(&endpoint()));
    assert_eq!(made["secret"], "whsec_secret");
    assert!(!made.to_string().contains("whsec_old"), "{made}");
}

#[test]
fn a_delivery_shows_how_it_went_but_not_its_body() {
    let record = DeliveryRecord {
        id: samples::id::<DeliveryId>(6),
        event_id: samples::event_id(),
        endpoint_id: samples::id(5),
        merchant_id: None,
        body: "the body".to_owned(),
        status: DeliveryStatus::Pending,
        attempts: 2,
        last_status: Some(500),
        last_error: Some("answered with an error status".to_owned()),
        next_attempt_at: Some(time("2030-01-02T03:09:05Z")),
        delivered_at: None,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:05Z"),
    };
    let shown = written(WebhookDelivery::from(&record));
    assert_eq!(
        (&shown["status"], &shown["attempts"], &shown["last_status"]),
        (&json!("pending"), &json!(2), &json!(500))
    );
    assert!(!shown.to_string().contains("the body"));
}

#[test]
fn the_secret_of_an_api_key_is_shown_once_and_its_hash_never() {
    let record = ApiKeyRecord {
        id: samples::id::<ApiKeyId>(7),
        name: "web shop".to_owned(),
        role: Role::ReadOnly,
        merchant_id: None,
        secret_hash: "hash".to_owned(),
        hint: "x3Qa".to_owned(),
        revoked_at: None,
        created_at: time("2030-01-02T03:04:05Z"),
    };
    let shown = written(ApiKey::from(&record));
    assert_eq!((&shown["role"], &shown["hint"]), (&json!("read_only"), &json!("x3Qa")));
    assert!(shown.get("secret").is_none() && !shown.to_string().contains("hash"));
    let made = written(NewApiKey::of(&record, &Secret::new("plk_secret")));
    assert_eq!((&made["secret"], &made["id"]), (&json!("plk_secret"), &shown["id"]));
}

#[test]
fn a_saved_method_shows_the_evidence_and_never_what_charges_it() {
    let view = samples::saved_method();
    let shown = written(SavedPaymentMethod::from(&view));
    assert_eq!((&shown["consent"]["ip_address"], &shown["revocation"]["by"]), (&json!("203.0.113.7"), &json!("payer")));
    assert_eq!((&shown["status"], &shown["method"]["last4"]), (&json!("revoked"), &json!("4242")));
    assert!(!shown.to_string().contains("vault_private"), "{shown}");
}
