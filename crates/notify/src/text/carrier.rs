//! One attempt to send a text message, and what Twilio reports about it later.

use super::{
    answer, news,
    settings::{TextFrom, TwilioSettings},
    signature,
};
use crate::{
    tls,
    webhooks::{ClientError, failure},
};
use async_trait::async_trait;
use paylink_core::ports::{MessageOutcome, OutgoingText, TextCarrier, TextNews};
use reqwest::{Client, redirect::Policy};
use std::time::Duration;

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const TOTAL_LIMIT: Duration = Duration::from_secs(30);
/// Idle connections kept, and for how long.
const IDLE: usize = 4;
const IDLE_FOR: Duration = Duration::from_secs(30);

/// Sends texts through Twilio, or whatever answers its Messages API. Cheap to clone.
///
/// The API knows no idempotency key: a text whose answer is lost may arrive twice.
#[derive(Clone)]
pub struct TwilioCarrier {
    http: Client,
    settings: TwilioSettings,
    status_callback: String,
}

impl TwilioCarrier {
    /// A carrier for a server that is reached at `public_url`: reports come to `/v1/inbound/twilio` there.
    /// To be made inside a Tokio runtime.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(settings: TwilioSettings, public_url: &str) -> Result<Self, ClientError> {
        let http = Client::builder()
            .tls_backend_preconfigured(tls::config(None)?)
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .user_agent(concat!("Paylink/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_LIMIT)
            .timeout(TOTAL_LIMIT)
            .pool_max_idle_per_host(IDLE)
            .pool_idle_timeout(IDLE_FOR)
            .build()
            .map_err(ClientError::Http)?;
        let status_callback = format!("{}/v1/inbound/twilio", public_url.trim_end_matches('/'));
        Ok(Self { http, settings, status_callback })
    }
}

#[async_trait]
impl TextCarrier for TwilioCarrier {
    async fn send(&self, text: &OutgoingText) -> MessageOutcome {
        let settings = &self.settings;
        let from = match &settings.from {
            TextFrom::Service(sid) => ("MessagingServiceSid", sid),
            TextFrom::Number(number) => ("From", number),
        };
        let form = [("To", &text.to), from, ("Body", &text.body), ("StatusCallback", &self.status_callback)];
        let request = self
            .http
            .post(settings.endpoint.clone())
            .basic_auth(&settings.account_sid, Some(settings.auth_token.expose()))
            .form(&form);
        match request.send().await {
            Ok(response) => answer::outcome(response).await,
            Err(error) => {
                MessageOutcome::Failed { reason: format!("Twilio: {}", failure::reason(&error)), retry_after: None }
            }
        }
    }

    fn read_news(&self, url: &str, form: &[(String, String)], signature: &str) -> Option<TextNews> {
        let proved = signature::proves(self.settings.auth_token.expose(), url, form, signature);
        if proved { news::read(form) } else { None }
    }
}
