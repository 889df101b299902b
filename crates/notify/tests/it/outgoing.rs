//! Things the tests send, and how.

use paylink_core::{
    EventId, Secret, Timestamp, TypedId,
    ports::{Outgoing, SendOutcome},
    records::WebhookFormat,
};
use paylink_notify::{Lookup, WebhookClient, WebhookSettings};
use std::{io, net::IpAddr, sync::Arc};

pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// 2030-01-02T03:04:05Z.
pub(crate) fn at() -> Timestamp {
    "2030-01-02T03:04:05Z".parse().unwrap()
}

pub(crate) fn event() -> EventId {
    EventId::from_random([9; 16])
}

pub(crate) fn to(url: &str) -> Outgoing {
    Outgoing {
        url: url.to_owned(),
        format: WebhookFormat::Native,
        secrets: vec![Secret::new(SECRET)],
        event: event(),
        at: at(),
        body: r#"{"id":"evt","note":"blåbær"}"#.to_owned(),
    }
}

/// Private addresses allowed.
pub(crate) fn open_settings() -> WebhookSettings {
    WebhookSettings { allow_private: true, ..WebhookSettings::default() }
}

pub(crate) fn open_client() -> WebhookClient {
    WebhookClient::new(&open_settings()).unwrap()
}

/// Every name has these addresses.
pub(crate) struct Always(Vec<IpAddr>);

/// No name is known.
pub(crate) struct Unknown;

#[async_trait::async_trait]
impl Lookup for Unknown {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<IpAddr>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

#[async_trait::async_trait]
impl Lookup for Always {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(self.0.clone())
    }
}

pub(crate) fn always(addresses: &[&str]) -> Arc<dyn Lookup> {
    Arc::new(Always(addresses.iter().map(|address| address.parse().unwrap()).collect()))
}

/// Status and reason of a failed attempt.
pub(crate) fn failed(outcome: &SendOutcome) -> (Option<u16>, &str) {
    match outcome {
        SendOutcome::Failed { status, reason, .. } => (*status, reason),
        SendOutcome::Delivered { .. } | SendOutcome::Gone => panic!("not failed: {outcome:?}"),
    }
}
