//! Webhook endpoints and deliveries as the API shows them.

use crate::v1::shapes::{
    DeliveryStatusShape, SubscriptionShape, WebhookFormatShape, webhook_delivery_word, webhook_endpoint_word,
};
use paylink_core::{
    DeliveryId, EndpointId, EventId, MerchantId, Timestamp,
    records::{DeliveryRecord, DeliveryStatus, EndpointRecord, WebhookFormat},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A webhook endpoint.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookEndpoint {
    /// Identity.
    #[schema(value_type = String, examples("whk_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: EndpointId,
    /// `webhook_endpoint`.
    #[schema(schema_with = webhook_endpoint_word)]
    pub object: &'static str,
    /// Where events go.
    #[schema(examples("https://shop.example.com/paylink"))]
    pub url: String,
    /// Event types, or `*`.
    #[schema(value_type = Vec<SubscriptionShape>)]
    pub events: Vec<String>,
    /// Only events of this merchant; null: of all.
    #[schema(required, value_type = Option<String>)]
    pub merchant_id: Option<MerchantId>,
    /// Shape of the body.
    #[schema(value_type = WebhookFormatShape)]
    pub format: WebhookFormat,
    /// Signing secret (Standard Webhooks); only shown when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))]
    pub secret: Option<String>,
    /// Gets nothing while true.
    pub disabled: bool,
    /// Why: `by_hand`, `gone` (it answered 410) or `failing` (every attempt failed for five days).
    #[schema(required)]
    pub disabled_reason: Option<String>,
    /// Since when every attempt has failed.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub failing_since: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl WebhookEndpoint {
    /// With its secret: the answer to creation and rotation, and to nothing else.
    #[must_use]
    pub fn with_secret(record: &EndpointRecord) -> Self {
        Self { secret: Some(record.secret.clone()), ..Self::from(record) }
    }
}

impl From<&EndpointRecord> for WebhookEndpoint {
    fn from(record: &EndpointRecord) -> Self {
        Self {
            id: record.id,
            object: "webhook_endpoint",
            url: record.url.clone(),
            events: record.events.clone(),
            merchant_id: record.merchant_id,
            format: record.format,
            secret: None,
            disabled: record.disabled,
            disabled_reason: record.disabled_reason.clone(),
            failing_since: record.failing_since,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// One event on its way to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookDelivery {
    /// Identity.
    #[schema(value_type = String, examples("whd_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: DeliveryId,
    /// `webhook_delivery`.
    #[schema(schema_with = webhook_delivery_word)]
    pub object: &'static str,
    /// The event: the `webhook-id` of every attempt.
    #[schema(value_type = String, examples("evt_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub event_id: EventId,
    /// The endpoint.
    #[schema(value_type = String, examples("whk_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub endpoint_id: EndpointId,
    /// Whose event it is.
    #[schema(required, value_type = Option<String>)]
    pub merchant_id: Option<MerchantId>,
    /// What became of it.
    #[schema(value_type = DeliveryStatusShape)]
    pub status: DeliveryStatus,
    /// Attempts made.
    pub attempts: i64,
    /// HTTP status of the last answer, if there was one.
    #[schema(required)]
    pub last_status: Option<i64>,
    /// Why the last attempt failed.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When the next attempt is due, while it is pending.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub next_attempt_at: Option<Timestamp>,
    /// When it arrived.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub delivered_at: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&DeliveryRecord> for WebhookDelivery {
    fn from(record: &DeliveryRecord) -> Self {
        Self {
            id: record.id,
            object: "webhook_delivery",
            event_id: record.event_id,
            endpoint_id: record.endpoint_id,
            merchant_id: record.merchant_id,
            status: record.status,
            attempts: record.attempts,
            last_status: record.last_status,
            last_error: record.last_error.clone(),
            next_attempt_at: record.next_attempt_at,
            delivered_at: record.delivered_at,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// An event that is being sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Redelivery {
    /// The event.
    #[schema(value_type = String, examples("evt_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub event_id: EventId,
    /// Its deliveries, one per endpoint.
    pub deliveries: Vec<WebhookDelivery>,
}

impl Redelivery {
    /// The deliveries of `event_id` that were queued again.
    #[must_use]
    pub fn of(event_id: EventId, deliveries: &[DeliveryRecord]) -> Self {
        Self { event_id, deliveries: deliveries.iter().map(WebhookDelivery::from).collect() }
    }
}
