//! A clock that stands still until a test moves it.

use crate::{Timestamp, ports::Clock};
use async_trait::async_trait;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// 2026-01-15T12:00:00Z, in microseconds.
const NOON: i64 = 1_768_478_400_000_000;

/// A clock for tests. It moves only by [`TestClock::set`], [`TestClock::advance`] and by being slept on:
/// whoever sleeps moves it by that span and goes on at once.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that shows `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Shows `now` from here on, be it earlier or later than before.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }

    /// Moves on by `span` and returns the new time.
    pub fn advance(&self, span: Duration) -> Timestamp {
        let moved = |now| Timestamp::from_micros(now).ok().map(|now| now.plus(span).micros());
        let before = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved).unwrap_or_else(|same| same);
        read(before).plus(span)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(NOON))
    }
}

fn read(micros: i64) -> Timestamp {
    // only instants in range are ever stored
    Timestamp::from_micros(micros).unwrap_or_else(|_| time::OffsetDateTime::UNIX_EPOCH.into())
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        read(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, span: Duration) {
        self.advance(span);
    }
}
