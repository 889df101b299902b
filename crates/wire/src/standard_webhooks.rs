//! Signatures of webhooks: Standard Webhooks 1.0, symmetric `v1`
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::{fmt, time::Duration};

/// Header with the event's id, the same on every attempt.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the time of the attempt, in seconds since the Unix epoch.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the signatures, separated by spaces.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far the time of an attempt may lie from the receiver's clock.
pub const TOLERANCE: Duration = Duration::from_secs(300);

const SECRET_PREFIX: &str = "whsec_";
const SIGNATURE_PREFIX: &str = "v1,";
/// Shortest and longest secret, in bytes.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A signing secret. Printed as `[redacted]`.
#[derive(Clone)]
pub struct SigningSecret(Vec<u8>);

/// Why a text is not a signing secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret is whsec_ and 24 to 64 bytes in base64")]
pub struct BadSecret;

/// Why a webhook is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// The time header is not a number of seconds.
    #[error("the timestamp is not a number of seconds")]
    Timestamp,
    /// The time is over [`TOLERANCE`] away from now.
    #[error("the timestamp is more than five minutes away")]
    Expired,
    /// No signature was made with this secret.
    #[error("no signature fits")]
    NoMatch,
}

/// The three headers of a webhook, as they are sent and received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// [`ID_HEADER`].
    pub id: String,
    /// [`TIMESTAMP_HEADER`].
    pub timestamp: String,
    /// [`SIGNATURE_HEADER`].
    pub signature: String,
}

impl SigningSecret {
    /// Reads `whsec_…`.
    ///
    /// # Errors
    /// [`BadSecret`].
    pub fn parse(text: &str) -> Result<Self, BadSecret> {
        let encoded = text.strip_prefix(SECRET_PREFIX).ok_or(BadSecret)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| BadSecret)?;
        if SECRET_BYTES.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(BadSecret) }
    }

    /// Writes `whsec_…` for 24 to 64 random bytes.
    ///
    /// # Errors
    /// [`BadSecret`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadSecret> {
        if SECRET_BYTES.contains(&bytes.len()) { Ok(Self(bytes.to_vec())) } else { Err(BadSecret) }
    }

    /// The text that is shown to the receiver once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{SECRET_PREFIX}{}", STANDARD.encode(&self.0))
    }

    fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> Result<Hmac<Sha256>, BadSecret> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| BadSecret)?;
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        Ok(mac)
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}

impl Headers {
    /// Signs `body` with every secret, the newest first; `seconds` is the time of the attempt.
    ///
    /// # Errors
    /// [`BadSecret`] when there is no secret.
    pub fn sign(secrets: &[SigningSecret], id: &str, seconds: i64, body: &[u8]) -> Result<Self, BadSecret> {
        let timestamp = seconds.to_string();
        let mut signatures = Vec::new();
        for secret in secrets {
            let code = secret.mac(id, &timestamp, body)?.finalize().into_bytes();
            signatures.push(format!("{SIGNATURE_PREFIX}{}", STANDARD.encode(code)));
        }
        if signatures.is_empty() {
            return Err(BadSecret);
        }
        Ok(Self { id: id.to_owned(), timestamp, signature: signatures.join(" ") })
    }

    /// Checks a received webhook against one secret, in constant time; `now` is in seconds.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, secret: &SigningSecret, now: i64, body: &[u8]) -> Result<(), BadSignature> {
        let seconds: i64 = self.timestamp.parse().map_err(|_| BadSignature::Timestamp)?;
        if now.abs_diff(seconds) > TOLERANCE.as_secs() {
            return Err(BadSignature::Expired);
        }
        let fits = |signature: &str| {
            let code = signature.strip_prefix(SIGNATURE_PREFIX).and_then(|code| STANDARD.decode(code).ok());
            let mac = secret.mac(&self.id, &self.timestamp, body).ok();
            code.zip(mac).is_some_and(|(code, mac)| mac.verify_slice(&code).is_ok())
        };
        if self.signature.split(' ').any(fits) { Ok(()) } else { Err(BadSignature::NoMatch) }
    }
}
