//! The real clock and the operating system's randomness.

use async_trait::async_trait;
use paylink_core::{
    Timestamp,
    ports::{Clock, IdSource},
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The computer's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one adapter that reads the real clock")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::EPOCH.plus(since)
    }

    async fn sleep(&self, span: Duration) {
        tokio::time::sleep(span).await;
    }
}

/// The operating system's cryptographic randomness.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemIds;

impl IdSource for SystemIds {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // ids and secrets from anything else would be guessable: better no server than that
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}
