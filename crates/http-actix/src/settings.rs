//! What the operator decides about the HTTP side.

use crate::client_address::IpBlock;
use paylink_core::Secret;
use std::num::NonZeroU32;

/// How many requests one party may send: `burst` at once, refilled at `per_second`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Requests per second in the long run.
    pub per_second: NonZeroU32,
    /// Requests that may come at once.
    pub burst: NonZeroU32,
}

impl Quota {
    /// A quota; zeros count as one.
    #[must_use]
    pub fn new(per_second: u32, burst: u32) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self { per_second: at_least_one(per_second), burst: at_least_one(burst) }
    }
}

/// The two buckets every request passes; `None` switches one off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Per network address of the client (IPv6: per /64).
    pub address: Option<Quota>,
    /// Per API key or merchant.
    pub identity: Option<Quota>,
}

impl RateLimits {
    /// No limits at all.
    pub const OFF: Self = Self { address: None, identity: None };
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { address: Some(Quota::new(200, 2000)), identity: Some(Quota::new(500, 5000)) }
    }
}

/// Everything about the HTTP side that can be set.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Base of every URL shown to people, without a slash at the end; also the issuer of merchant tokens.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpBlock>,
    /// The server's secret (at least 32 bytes); the key that signs merchant tokens is derived from it.
    pub secret: Secret,
    /// Secrets that were in use before, newest first: tokens made under them work until they run out.
    pub previous_secrets: Vec<Secret>,
    /// Limits per address and per identity.
    pub rate_limits: RateLimits,
    /// Version of the server, told by `/metrics` and the API description.
    pub version: String,
    /// How long requests under way may take after the server was told to stop, in seconds.
    pub shutdown_seconds: u64,
}

impl HttpSettings {
    /// The usual settings for a server reached at `public_url`.
    #[must_use]
    pub fn new(public_url: impl Into<String>, secret: Secret) -> Self {
        let public_url = public_url.into();
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            trusted_proxies: Vec::new(),
            secret,
            previous_secrets: Vec::new(),
            rate_limits: RateLimits::default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            shutdown_seconds: 30,
        }
    }
}
