//! Time and randomness; used by use cases only, never by adapters.

use crate::Timestamp;
use async_trait::async_trait;
use std::time::Duration;

/// Tells the time and waits.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Returns after `span` has passed on this clock.
    async fn sleep(&self, span: Duration);
}

/// Gives unpredictable bytes for ids and secrets.
pub trait IdSource: Send + Sync {
    /// Fills `bytes` from a cryptographic source.
    fn fill(&self, bytes: &mut [u8]);
}
