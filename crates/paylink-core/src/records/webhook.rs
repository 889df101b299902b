//! Rows of webhook endpoints and deliveries.

use super::named;
use crate::{DeliveryId, EndpointId, EventId, MerchantId, Timestamp};

named! {
    /// In which shape an endpoint gets its events.
    WebhookFormat {
        /// Paylink's own, signed as Standard Webhooks.
        Native = "native",
        /// Mails to payers, handed over to be sent.
        ConnectFi = "connectfi",
        /// An envelope with a snapshot.
        Telness = "telness",
        /// A submitted form that holds a record.
        Fortis = "fortis",
        /// An envelope with a snapshot, signed over its time.
        PayEngine = "payengine",
    }
}

named! {
    /// What became of a delivery.
    DeliveryStatus {
        /// Waiting for its next attempt.
        Pending = "pending",
        /// Answered with 2xx.
        Succeeded = "succeeded",
        /// Given up after the last attempt.
        Failed = "failed",
        /// The endpoint was disabled or removed before it arrived.
        Cancelled = "cancelled",
    }
}

/// A webhook endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointRecord {
    /// Identity.
    pub id: EndpointId,
    /// Only events of this merchant; `None`: of all.
    pub merchant_id: Option<MerchantId>,
    /// Where events go.
    pub url: String,
    /// Event types, or `*`.
    pub events: Vec<String>,
    /// Shape of the body.
    pub format: WebhookFormat,
    /// Signing secret, `whsec_…`.
    pub secret: String,
    /// The secret before the last rotation.
    pub previous_secret: Option<String>,
    /// Until when the previous secret signs too.
    pub previous_secret_until: Option<Timestamp>,
    /// Gets nothing while true.
    pub disabled: bool,
    /// Why: `by_hand`, `gone`, `failing`.
    pub disabled_reason: Option<String>,
    /// Since when every attempt failed.
    pub failing_since: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for EndpointRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("EndpointRecord")
            .field("id", &self.id)
            .field("disabled", &self.disabled)
            .finish_non_exhaustive()
    }
}

/// One event on its way to one endpoint. The pair is unique. Debug output hides the body.
#[derive(Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Identity.
    pub id: DeliveryId,
    /// The event.
    pub event_id: EventId,
    /// The endpoint.
    pub endpoint_id: EndpointId,
    /// Whose event it is.
    pub merchant_id: Option<MerchantId>,
    /// The body, serialised once and sent as it stands on every attempt.
    pub body: String,
    /// State.
    pub status: DeliveryStatus,
    /// Attempts made.
    pub attempts: i64,
    /// Status of the last answer, if there was one.
    pub last_status: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When the next attempt is due, while pending.
    pub next_attempt_at: Option<Timestamp>,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for DeliveryRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DeliveryRecord")
            .field("id", &self.id)
            .field("event_id", &self.event_id)
            .field("endpoint_id", &self.endpoint_id)
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
