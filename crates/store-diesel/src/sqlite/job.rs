//! One piece of writing on its way through the writing thread, and the answer on its way back.

use super::Conn;
use paylink_core::ports::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// What became of the transaction that a job was part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands, also after a power cut.
    Committed,
    /// It was never sent to be committed, for this reason.
    NotWritten(String),
    /// `COMMIT` failed with this message: it may stand or not.
    Unknown(String),
}

/// Whether a job's writes are to be part of the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    TakeBack,
}

/// A piece of writing; its savepoint is opened and closed by the thread that runs it.
pub(super) trait Job: Send {
    /// Does the work.
    fn run(&mut self, conn: &mut Conn) -> Verdict;
    /// Tells the caller, who may be gone.
    fn answer(self: Box<Self>, fate: &Fate);
}

/// A job made of a closure.
pub(super) struct Task<T, W> {
    pub(super) work: Option<W>,
    pub(super) result: Option<Result<T, StoreError>>,
    pub(super) reply: oneshot::Sender<Result<T, StoreError>>,
    /// The place in the queue, free again when the task is gone.
    pub(super) place: OwnedSemaphorePermit,
}

impl<T, W> Job for Task<T, W>
where
    T: Send,
    W: FnOnce(&mut Conn) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> Verdict {
        let work = self.work.take();
        // The connection is sound after a panic: the savepoint is taken back, and a connection that
        // cannot even do that is thrown away.
        let outcome = catch_unwind(AssertUnwindSafe(|| work.map(|work| work(conn))));
        let result = outcome.ok().flatten().unwrap_or_else(|| Err(unavailable("the write panicked")));
        let verdict = if result.is_ok() { Verdict::Keep } else { Verdict::TakeBack };
        self.result = Some(result);
        verdict
    }

    fn answer(self: Box<Self>, fate: &Fate) {
        let Self { result, reply, place, .. } = *self;
        let result = match (fate, result) {
            (Fate::Committed, Some(result)) => result,
            (Fate::Committed, None) => Err(unavailable("the write was not reached")),
            (Fate::NotWritten(problem), _) => Err(unavailable(problem)),
            (Fate::Unknown(problem), Some(Ok(_))) => Err(StoreError::OutcomeUnknown(problem.clone().into())),
            // A refusal may rest on writes of the same batch that do not stand.
            (Fate::Unknown(problem), Some(Err(_)) | None) => Err(unavailable(problem)),
        };
        drop(place);
        // The caller may have gone; the work is done all the same.
        drop(reply.send(result));
    }
}

/// `Unavailable` with this cause.
pub(super) fn unavailable(problem: &str) -> StoreError {
    StoreError::Unavailable(problem.to_owned().into())
}
