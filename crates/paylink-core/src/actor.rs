//! Who causes a write. Every commit names its actor, and the audit log keeps the name.

use crate::{
    ApiKeyId, Caller, LinkId,
    records::{ActorKind, Queue},
};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The party on whose behalf something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The holder of a stored API key.
    Key(ApiKeyId),
    /// Whoever runs the server: the key of its configuration, or one of its commands.
    Operator,
    /// The bearer of a merchant token.
    MerchantToken(TokenId),
    /// Whoever has this link in front of them: payers have no account.
    Payer(LinkId),
    /// A job of the server itself, by its name.
    Job(&'static str),
    /// The gateway, with news of its own accord.
    Gateway,
    /// Who carries messages, with news of one.
    Provider,
}

impl Actor {
    /// The job that works a queue.
    #[must_use]
    pub const fn working(queue: Queue) -> Self {
        Self::Job(queue.name())
    }

    /// What kind of party it is.
    #[must_use]
    pub const fn kind(self) -> ActorKind {
        match self {
            Self::Key(_) => ActorKind::ApiKey,
            Self::Operator => ActorKind::Operator,
            Self::MerchantToken(_) => ActorKind::MerchantToken,
            Self::Payer(_) => ActorKind::Payer,
            Self::Job(_) => ActorKind::Job,
            Self::Gateway => ActorKind::Gateway,
            Self::Provider => ActorKind::Provider,
        }
    }

    /// Which of its kind: the key's id, the token's `jti`, the payer's link, the job's name.
    #[must_use]
    pub fn id(self) -> Option<String> {
        match self {
            Self::Key(key) => Some(key.to_string()),
            Self::MerchantToken(token) => Some(token.to_string()),
            Self::Payer(link) => Some(link.to_string()),
            Self::Job(name) => Some(name.to_owned()),
            Self::Operator | Self::Gateway | Self::Provider => None,
        }
    }
}

impl From<&Caller> for Actor {
    fn from(caller: &Caller) -> Self {
        match (caller.token(), caller.key) {
            (Some(token), _) => Self::MerchantToken(token),
            (None, Some(key)) => Self::Key(key),
            (None, None) => Self::Operator,
        }
    }
}

/// Identity of one merchant token: the `jti` claim, 128 random bits in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenId(u128);

impl TokenId {
    /// Wraps 128 bits.
    #[must_use]
    pub const fn from_random(random: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(random))
    }

    /// The same bits in another form.
    #[must_use]
    pub const fn from_uuid(bits: Uuid) -> Self {
        Self(bits.as_u128())
    }

    /// The bits.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        Uuid::from_u128(self.0)
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

/// Why a string is not the id of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a merchant token")]
pub struct TokenIdError;

impl FromStr for TokenId {
    type Err = TokenIdError;

    fn from_str(text: &str) -> Result<Self, TokenIdError> {
        let lower = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let bits = u128::from_str_radix(text, 16).ok().filter(|_| lower);
        bits.map(Self).ok_or(TokenIdError)
    }
}
