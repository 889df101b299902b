//! What becomes of work that did not end well: whether it left anything behind, and whether to do it again.

use super::{Conn, pool::Lease};
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::SimpleAsyncConnection as _;
use paylink_core::ports::StoreError;
use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};
use tokio::time::{Instant, timeout};

/// Longer than the database lets any statement take: past it, the connection is given up.
const LIMIT: Duration = Duration::from_secs(7);
/// Work is begun again at most this often, and not at all this long after its first begin.
const TRIES: u32 = 8;
const PATIENCE: Duration = Duration::from_secs(3);

/// How one go ended.
pub(super) enum Go<T> {
    /// With the answer.
    Done(Result<T, StoreError>),
    /// Nothing was written, and it may well work the next time.
    Again(StoreError),
}

/// Counts the goes of one piece of work.
pub(super) struct Tries {
    began: Instant,
    made: u32,
}

impl Tries {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), made: 0 }
    }

    /// Whether it is too late to begin again.
    pub(super) fn are_over(&self) -> bool {
        self.made >= TRIES || self.began.elapsed() > PATIENCE
    }

    /// Waits for the next go; an error when there is none.
    pub(super) async fn next(&mut self, error: StoreError) -> Result<(), StoreError> {
        self.made = self.made.saturating_add(1);
        if self.are_over() {
            return Err(error);
        }
        tokio::time::sleep(pause(self.made)).await;
        Ok(())
    }
}

/// Up to 2, 4, 8 … milliseconds: those that met must not meet again.
fn pause(made: u32) -> Duration {
    let most = 1000_u64 << made.min(6);
    Duration::from_micros(RandomState::new().hash_one(made) % most)
}

/// Waits for `work`, but not for ever.
pub(super) async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = |_| StoreError::Unavailable("the database did not answer in time".into());
    timeout(LIMIT, work).await.map_err(late)?
}

/// The end of reading, or of a single statement that may be run twice.
pub(super) fn after_reading<T>(lease: &mut Lease, outcome: Result<T, StoreError>) -> Go<T> {
    match outcome {
        Err(StoreError::Unavailable(cause)) => {
            lease.set_sound(false);
            again_if_database(StoreError::Unavailable(cause))
        }
        outcome => Go::Done(outcome),
    }
}

/// The end of a single statement that writes and commits by itself.
pub(super) fn after_statement<T>(lease: &mut Lease, outcome: Result<T, StoreError>) -> Go<T> {
    match outcome {
        // an answer of the database means that the statement was taken back; no answer means nothing
        Err(StoreError::Unavailable(cause)) if kind(&cause).is_none_or(is_silence) => {
            Go::Done(Err(StoreError::OutcomeUnknown(cause)))
        }
        Err(StoreError::Unavailable(cause)) => {
            // it may have ended the session with its answer; whoever gets the connection next finds that out
            lease.set_sound(true);
            Go::Again(StoreError::Unavailable(cause))
        }
        outcome => {
            lease.set_sound(true);
            Go::Done(outcome)
        }
    }
}

/// Begins a transaction. Until it has ended the connection is not fit for others.
pub(super) async fn begin(lease: &mut Lease) -> Result<(), StoreError> {
    lease.set_sound(false);
    run(lease.conn()?, "BEGIN ISOLATION LEVEL READ COMMITTED").await
}

/// Ends a transaction: with `COMMIT` after a good outcome, with `ROLLBACK` after any other.
pub(super) async fn end<T>(lease: &mut Lease, outcome: Result<T, StoreError>) -> Go<T> {
    let conn = match lease.conn() {
        Ok(conn) => conn,
        Err(error) => return Go::Done(Err(error)),
    };
    match outcome {
        Ok(answer) => match run(conn, "COMMIT").await {
            Ok(()) => {
                lease.set_sound(true);
                Go::Done(Ok(answer))
            }
            Err(StoreError::Unavailable(cause)) if kind(&cause) == Some(&DatabaseErrorKind::SerializationFailure) => {
                Go::Again(StoreError::Unavailable(cause))
            }
            Err(StoreError::Unavailable(cause)) => Go::Done(Err(StoreError::OutcomeUnknown(cause))),
            Err(error) => Go::Done(Err(error)),
        },
        Err(StoreError::Unavailable(cause)) if kind(&cause).is_none_or(is_silence) => {
            again_if_database(StoreError::Unavailable(cause))
        }
        Err(error) => {
            let taken_back = run(conn, "ROLLBACK").await.is_ok();
            lease.set_sound(taken_back);
            again_if_database(error)
        }
    }
}

async fn run(conn: &mut Conn, sql: &str) -> Result<(), StoreError> {
    in_time(async { conn.batch_execute(sql).await.map_err(|error| StoreError::Unavailable(Box::new(error))) }).await
}

/// Deadlocks, serialization failures, locks that were not free in time, connections that were cut: the driver hands on
/// no code to tell them apart, and nothing was written in any of them.
fn again_if_database<T>(error: StoreError) -> Go<T> {
    match error {
        StoreError::Unavailable(cause) if kind(&cause).is_some() => Go::Again(StoreError::Unavailable(cause)),
        StoreError::Stale { .. }
        | StoreError::Taken { .. }
        | StoreError::Unavailable(_)
        | StoreError::OutcomeUnknown(_)
        | StoreError::Corrupt { .. } => Go::Done(Err(error)),
    }
}

fn kind(cause: &paylink_core::ports::BoxError) -> Option<&DatabaseErrorKind> {
    match cause.downcast_ref::<Error>() {
        Some(Error::DatabaseError(kind, _)) => Some(kind),
        _ => None,
    }
}

/// The connection broke before an answer came.
const fn is_silence(kind: &DatabaseErrorKind) -> bool {
    matches!(kind, DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection)
}

/// Reads on a connection of the pool, and again on another when the connection turns out to be broken.
macro_rules! read {
    ($store:ident, $conn:ident => $work:expr) => {{
        let mut tries = super::doubt::Tries::new();
        loop {
            let mut lease = $store.connections.lease().await?;
            let outcome = {
                let $conn = lease.conn()?;
                super::doubt::in_time($work).await
            };
            match super::doubt::after_reading(&mut lease, outcome) {
                super::doubt::Go::Done(answer) => break answer,
                super::doubt::Go::Again(error) => {
                    drop(lease);
                    tries.next(error).await?;
                }
            }
        }
    }};
}
pub(super) use read;

/// Does work in a transaction, and again when the database took it back.
macro_rules! transact {
    ($store:ident, $conn:ident => $work:expr) => {
        super::doubt::transact!($store, super::doubt::Tries::new(), $conn => $work)
    };
    ($store:ident, $tries:expr, $conn:ident => $work:expr) => {{
        let mut tries = $tries;
        loop {
            let mut lease = $store.connections.lease().await?;
            let outcome = match super::doubt::begin(&mut lease).await {
                Ok(()) => {
                    let $conn = lease.conn()?;
                    super::doubt::in_time($work).await
                }
                Err(error) => Err(error),
            };
            match super::doubt::end(&mut lease, outcome).await {
                super::doubt::Go::Done(answer) => break answer,
                super::doubt::Go::Again(error) => {
                    drop(lease);
                    tries.next(error).await?;
                }
            }
        }
    }};
}
pub(super) use transact;

/// Runs one statement that writes and is a transaction of its own.
macro_rules! write {
    ($store:ident, $conn:ident => $work:expr) => {{
        let mut tries = super::doubt::Tries::new();
        loop {
            let mut lease = $store.connections.lease().await?;
            lease.set_sound(false);
            let outcome = {
                let $conn = lease.conn()?;
                super::doubt::in_time($work).await
            };
            match super::doubt::after_statement(&mut lease, outcome) {
                super::doubt::Go::Done(answer) => break answer,
                super::doubt::Go::Again(error) => {
                    drop(lease);
                    tries.next(error).await?;
                }
            }
        }
    }};
}
pub(super) use write;
