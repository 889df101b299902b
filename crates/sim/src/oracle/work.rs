//! The queue: a piece is claimed only when it is due and under no lease, and some worker comes for every piece.

use super::{Checked, Oracle, holds};
use paylink_core::{
    Stored, Timestamp, Version,
    records::{Queue, WorkKey, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

impl Oracle {
    pub(super) fn put_work(&mut self, key: WorkKey, run_at: Timestamp, version: Version) {
        self.drop_work(key);
        self.work.insert(key, (run_at, version));
        self.due.insert((key.queue, run_at, key.subject));
    }

    pub(super) fn drop_work(&mut self, key: WorkKey) {
        if let Some((run_at, _)) = self.work.remove(&key) {
            self.due.remove(&(key.queue, run_at, key.subject));
        }
    }

    /// A worker whose clock says `now` was given these pieces.
    pub(crate) fn claimed(&mut self, now: Timestamp, lease: Duration, pieces: &[Stored<WorkRecord>]) -> Checked {
        for piece in pieces {
            let key = piece.value.key;
            let name = || format!("{} {}", key.queue.name(), key.subject);
            let (run_at, _) = *self.work.get(&key).ok_or_else(|| format!("{} was claimed and is not there", name()))?;
            holds(run_at <= now, || format!("{} was handed out although it is due later or on lease", name()))?;
            self.put_work(key, now.plus(lease), piece.version);
        }
        Ok(())
    }

    /// When the next piece of `queue` is due.
    pub(crate) fn next_due(&self, queue: Queue) -> Option<Timestamp> {
        let first = (queue, Timestamp::EPOCH, Uuid::nil());
        self.due.range(first..).next().filter(|(of, ..)| *of == queue).map(|(_, at, _)| *at)
    }
}
