//! How webhooks are sent.

use std::time::Duration;

/// How webhooks are sent. The defaults are those of the documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSettings {
    /// Also send to loopback and private addresses and over plain HTTP, to any port: for development and
    /// for installations whose receivers share a private network (`PAYLINK_ALLOW_PRIVATE_WEBHOOKS`).
    /// Link-local addresses and metadata services stay refused.
    pub allow_private: bool,
    /// Certificates (PEM) that are trusted besides the system's.
    pub extra_ca_pem: Option<Vec<u8>>,
    /// The `user-agent` header.
    pub user_agent: String,
    /// Limit for look-up, connection and TLS handshake together.
    pub connect_timeout: Duration,
    /// Limit for the whole attempt.
    pub total_timeout: Duration,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            allow_private: false,
            extra_ca_pem: None,
            user_agent: concat!("Paylink/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(3),
            total_timeout: Duration::from_secs(15),
        }
    }
}

/// Why no client could be made from the settings.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The extra certificates are not PEM certificates.
    #[error("the extra CA file holds no readable PEM certificate")]
    Certificates,
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[source] rustls::Error),
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}
