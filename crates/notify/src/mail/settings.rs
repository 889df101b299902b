//! How mail is sent.

use super::{sender::MailFrom, url::SmtpServer};

/// How mail is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The server that takes it.
    pub server: SmtpServer,
    /// Whom it comes from.
    pub from: MailFrom,
    /// Certificates (PEM) by which the server is trusted, besides the system's.
    pub extra_ca_pem: Option<Vec<u8>>,
    /// At most this many connections at a time; at least one.
    pub connections: usize,
}

impl MailSettings {
    /// Connections unless told otherwise: as many as mails are sent at a time.
    pub const CONNECTIONS: usize = 4;
}

/// Why no carrier could be made from the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailSetupError {
    /// The extra certificates are not PEM certificates.
    #[error("the extra CA file holds no readable PEM certificate")]
    Certificates,
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls,
}
