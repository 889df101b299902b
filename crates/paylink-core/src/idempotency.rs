//! Same key, same request: same answer, byte for byte.

use crate::{Code, Error, Timestamp, records::IdempotencyRecord};
use sha2::{Digest, Sha256};
use std::{fmt, time::Duration};

/// How long an answer is kept when no money moved.
pub const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How long an answer is kept when money moved.
pub const KEPT_WITH_MONEY: Duration = Duration::from_secs(30 * 24 * 3600);

/// A caller's key for one request: 1 to 255 visible ASCII characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Checks a key.
    ///
    /// # Errors
    /// `invalid_idempotency_key`.
    pub fn new(text: &str) -> Result<Self, Error> {
        let visible = text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
        if text.is_empty() || text.len() > 255 || !visible {
            return Err(Error::of(Code::InvalidIdempotencyKey));
        }
        Ok(Self(text.to_owned()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}

/// SHA-256 over method, path, sorted query and raw body, so that a reused key is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Takes the parts of a request; `query` is sorted here.
    #[must_use]
    pub fn of(method: &str, path: &str, query: &str, body: &[u8]) -> Self {
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.sort_unstable();
        let mut hash = Sha256::new();
        for part in [method.as_bytes(), path.as_bytes(), pairs.join("&").as_bytes(), body] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// Lower-case hexadecimal, as stored.
    #[must_use]
    pub fn to_hex(self) -> String {
        crate::hash::hex(&self.0)
    }
}

/// An answer as it went over the wire. Debug output hides the body.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The protocol's status (HTTP).
    pub status: u16,
    /// Media type of the body.
    pub content_type: String,
    /// The body.
    pub body: String,
}

impl fmt::Debug for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Answer")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Turns the outcome of a use case into the answer that will be stored and sent.
pub type Render<'a, V> = &'a (dyn Fn(Result<&V, &Error>) -> Answer + Send + Sync);

/// "Do this once": the key, what the request looked like, and how to write the answer down.
#[derive(Clone, Copy)]
pub struct Once<'a, V> {
    /// The caller's key.
    pub key: &'a IdempotencyKey,
    /// What the request looked like.
    pub fingerprint: Fingerprint,
    /// How the answer is written; called before the commit that stores it.
    pub render: Render<'a, V>,
}

/// The outcome of a use case that may have been done before.
#[derive(Debug)]
pub enum Reply<V> {
    /// Done now.
    Fresh(V),
    /// Done before: the stored answer.
    Replayed(Answer),
}

/// What a stored record means for a request with the same key.
#[derive(Debug)]
pub enum Known {
    /// Replay this.
    Answer(Answer),
    /// The first request has no answer yet.
    Unanswered(Box<IdempotencyRecord>),
}

impl IdempotencyRecord {
    /// What this record means for a request that came `now` with `fingerprint`; `None` when it has run out.
    ///
    /// # Errors
    /// `idempotency_key_reused` when the request differs.
    pub fn meaning(self, fingerprint: Fingerprint, now: Timestamp) -> Result<Option<Known>, Error> {
        if self.expires_at <= now && self.answer.is_some() {
            return Ok(None);
        }
        if self.fingerprint != fingerprint.to_hex() {
            return Err(Error::of(Code::IdempotencyKeyReused));
        }
        Ok(Some(match self.answer.clone() {
            Some(answer) => Known::Answer(answer),
            None => Known::Unanswered(Box::new(self)),
        }))
    }
}

/// Whether an error is the final word on a request, so that it is replayed.
#[must_use]
pub fn is_remembered(error: &Error) -> bool {
    use crate::codes::Class;
    match error.code.class() {
        Class::Declined | Class::NotFound | Class::Conflict | Class::Invalid => {
            !matches!(error.code, Code::IdempotencyKeyInUse | Code::IdempotencyKeyReused)
        }
        Class::Malformed
        | Class::Unauthenticated
        | Class::Forbidden
        | Class::Method
        | Class::BodyTooLarge
        | Class::AddressTooLong
        | Class::MediaType
        | Class::TooMany
        | Class::HeadersTooLarge
        | Class::Internal
        | Class::Unavailable => false,
    }
}
