//! Waiting for a fact, never for a time.

use std::time::Duration;
use tokio::time::{interval, timeout};

/// Long enough for a loaded machine; a test that needs it all is about to fail.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Looks again and again until `look` has found something.
pub(crate) async fn eventually<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    within(PATIENCE, what, look).await
}

/// The same with a limit of its own.
pub(crate) async fn within<T>(limit: Duration, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let mut beat = interval(Duration::from_millis(20));
    let search = async {
        loop {
            beat.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    timeout(limit, search).await.unwrap_or_else(|_| panic!("not within {limit:?}: {what}"))
}
