//! What a health check and a dashboard of the operator ask.

use crate::{Error, Paylink, records::Queue};
use std::time::Duration;

/// How much work waits in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// The queue.
    pub queue: Queue,
    /// Pieces in it, due or not.
    pub waiting: u64,
    /// How long the oldest due piece has been due.
    pub late: Duration,
}

/// Idempotency records removed in one go.
const PRUNE: u32 = 500;
/// Links made findable in one go: few enough that nobody waits for it.
const NOTE: u32 = 200;

impl Paylink {
    /// `Ok` when the storage answers.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.store.ping().await?)
    }

    /// How much work waits, per queue.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn backlog(&self) -> Result<Vec<Backlog>, Error> {
        let now = self.now();
        let mut all = Vec::with_capacity(Queue::ALL.len());
        for queue in Queue::ALL {
            let (waiting, since) = self.store.backlog(*queue, now).await?;
            let late = since.map(|since| now.since(since)).unwrap_or_default();
            all.push(Backlog { queue: *queue, waiting, late });
        }
        Ok(all)
    }

    /// Makes links findable that were made before there was a search; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn note_terms_tick(&self) -> Result<u64, Error> {
        Ok(self.store.note_terms(NOTE).await?)
    }

    /// Forgets answered requests whose time is over; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn prune_tick(&self) -> Result<u64, Error> {
        Ok(self.store.prune(self.now(), PRUNE).await?)
    }
}
