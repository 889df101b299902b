//! One attempt to deliver an event: check, sign, send, judge.

use super::{
    answer, failure,
    lookup::{Found, GuardedLookup, Lookup, SystemLookup},
    settings::{ClientError, WebhookSettings},
    target::Target,
    written,
};
use crate::tls;
use async_trait::async_trait;
use paylink_core::{
    ports::{Outgoing, SendOutcome, UrlRefused, WebhookSender},
    records::WebhookFormat,
    views::EventView,
};
use reqwest::{Client, header::CONTENT_TYPE, redirect::Policy};
use std::{sync::Arc, time::Duration};

/// Idle connections kept per host, and for how long.
const IDLE_PER_HOST: usize = 4;
const IDLE_FOR: Duration = Duration::from_secs(30);

/// Sends webhooks over HTTP. Cheap to clone.
#[derive(Clone)]
pub struct WebhookClient {
    http: Client,
    lookup: GuardedLookup,
    patience: Duration,
}

impl WebhookClient {
    /// A client that resolves names as the system does. To be made inside a Tokio runtime.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(settings: &WebhookSettings) -> Result<Self, ClientError> {
        Self::with_lookup(settings, Arc::new(SystemLookup))
    }

    /// A client that resolves names with `lookup`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn with_lookup(settings: &WebhookSettings, lookup: Arc<dyn Lookup>) -> Result<Self, ClientError> {
        let lookup = GuardedLookup { lookup, allow_private: settings.allow_private, limit: settings.connect_timeout };
        let http = Client::builder()
            .tls_backend_preconfigured(tls::config(settings.extra_ca_pem.as_deref())?)
            .dns_resolver(lookup.clone())
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .https_only(!settings.allow_private)
            .user_agent(&settings.user_agent)
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.total_timeout)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .pool_idle_timeout(IDLE_FOR)
            .build()
            .map_err(ClientError::Http)?;
        Ok(Self { http, lookup, patience: settings.total_timeout })
    }
}

#[async_trait]
impl WebhookSender for WebhookClient {
    /// A name that does not resolve now is accepted: it is looked up again for every attempt.
    async fn check_url(&self, url: &str) -> Result<(), UrlRefused> {
        let target = Target::parse(url, self.lookup.allow_private)?;
        match target.name {
            Some(name) => match self.lookup.find(&name).await {
                Found::Allowed(_) | Found::Nothing => Ok(()),
                Found::Forbidden => Err(UrlRefused),
            },
            None => Ok(()),
        }
    }

    fn body(&self, format: WebhookFormat, event: &EventView) -> Option<String> {
        written::body(format, event)
    }

    async fn send(&self, outgoing: &Outgoing) -> SendOutcome {
        let Ok(target) = Target::parse(&outgoing.url, self.lookup.allow_private) else {
            return failure::unanswered(failure::REFUSED);
        };
        let Ok(headers) = written::headers(outgoing) else { return failure::unanswered(failure::BAD_SECRET) };
        let patience = outgoing.format.plan().patience.min(self.patience);
        let mut request = self
            .http
            .post(target.url)
            .timeout(patience)
            .header(CONTENT_TYPE, written::content_type(outgoing.format))
            .body(outgoing.body.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        match request.send().await {
            Ok(response) => answer::outcome(response, outgoing.at).await,
            Err(error) => failure::unanswered(failure::reason(&error)),
        }
    }
}
