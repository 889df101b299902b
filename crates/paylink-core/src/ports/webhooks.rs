//! Sending events to other people's servers.

use crate::{EventId, Secret, Timestamp, records::WebhookFormat, views::EventView};
use async_trait::async_trait;
use std::time::Duration;

/// One attempt to deliver an event. Debug output hides the body.
#[derive(Clone)]
pub struct Outgoing {
    /// Where to.
    pub url: String,
    /// Shape of the body; decides how it is signed.
    pub format: WebhookFormat,
    /// Signing secrets, the newest first; every one signs.
    pub secrets: Vec<Secret>,
    /// The event: the same on every attempt.
    pub event: EventId,
    /// When this attempt is made.
    pub at: Timestamp,
    /// The stored body, sent as it is.
    pub body: String,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Outgoing")
            .field("url", &self.url)
            .field("format", &self.format)
            .field("event", &self.event)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// Answered with 2xx.
    Delivered {
        /// The status.
        status: u16,
    },
    /// Answered with 410: the endpoint wants nothing any more.
    Gone,
    /// Anything else.
    Failed {
        /// The status, if there was an answer.
        status: Option<u16>,
        /// What went wrong, in a few words, without the receiver's text.
        reason: String,
        /// How long the receiver asked to be left alone.
        retry_after: Option<Duration>,
    },
}

/// The address is not one this server sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an address webhooks are sent to: it must be https on a public address, without user name, port 443 or above 1023"
)]
pub struct UrlRefused;

/// Writes, signs and sends webhooks.
#[async_trait]
pub trait WebhookSender: Send + Sync {
    /// Refuses addresses that lead to private networks, as far as the address itself tells and, where it
    /// names a host that resolves now, as its addresses tell.
    ///
    /// # Errors
    /// [`UrlRefused`].
    async fn check_url(&self, url: &str) -> Result<(), UrlRefused>;

    /// The body of `event` in `format`: written once, then stored. `None` when the format does not tell of such events.
    fn body(&self, format: WebhookFormat, event: &EventView) -> Option<String>;

    /// One attempt; ends within the format's patience ([`DeliveryPlan`](crate::DeliveryPlan)).
    async fn send(&self, outgoing: &Outgoing) -> SendOutcome;
}
