//! Trouble on order: how a test makes the next commits fail, or the process "die" in the middle of one.

use crate::{ChangeSet, ports::StoreError};

/// What goes wrong with one commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// Refused with `Unavailable`; nothing is written.
    Unavailable,
    /// Refused with `Stale`, as if someone else had been faster; nothing is written.
    Stale,
    /// `OutcomeUnknown`, and nothing was written.
    UnknownNotWritten,
    /// `OutcomeUnknown`, and everything was written.
    UnknownWritten,
    /// The process dies before the commit: the future never resolves. Poll the whole use case with
    /// [`futures_util::FutureExt::now_or_never`]; `None` means it died there. Then go on with a new facade.
    CrashBefore,
    /// The process dies right after the commit: written, and the future never resolves.
    CrashAfter,
}

/// Decides the fault of each commit; gets the number of the commit, counted from 1, and its changes.
pub(super) type Plan = Box<dyn FnMut(u64, &ChangeSet) -> Fault + Send>;

/// Which faults are to come.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) plan: Option<Plan>,
    pub(super) next: std::collections::VecDeque<Fault>,
    pub(super) commits: u64,
    pub(super) down: bool,
}

impl Faults {
    /// The fault of the commit that begins now.
    pub(super) fn begin(&mut self, changes: &ChangeSet) -> Fault {
        self.commits = self.commits.saturating_add(1);
        if self.down {
            return Fault::Unavailable;
        }
        let planned = self.plan.as_mut().map_or(Fault::None, |plan| plan(self.commits, changes));
        self.next.pop_front().unwrap_or(planned)
    }
}

/// The error of an outage that a test ordered.
pub(super) fn unavailable() -> StoreError {
    StoreError::Unavailable("the test switched the store off".into())
}

/// The error of a commit whose answer was lost.
pub(super) fn unknown() -> StoreError {
    StoreError::OutcomeUnknown("the test lost the answer".into())
}
