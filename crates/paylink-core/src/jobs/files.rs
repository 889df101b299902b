//! Files that are no longer wanted are removed from the file store: those whose rows are gone, and uploads that never
//! became ready. Nothing is forgotten before the file store has confirmed it.

use crate::{
    Actor, Change, ChangeSet, Error, FileId, Paylink, Stored, TypedId,
    ports::StoreError,
    records::{FileRecord, FileStatus, Queue, WorkRecord},
};
use std::time::Duration;

const JOB: Actor = Actor::working(Queue::File);
const BATCH: u32 = 16;
/// Longer than removing a whole batch takes, with the patience of the file store.
const LEASE: Duration = Duration::from_secs(300);
/// The wait after the first failure; doubles with each.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

impl Paylink {
    /// Removes files whose time has come; returns how many were looked at.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn file_tick(&self) -> Result<usize, Error> {
        if self.files.is_none() {
            return Ok(0);
        }
        let claimed = self.store.claim(Queue::File, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for work in claimed {
            self.sweep(work).await?;
        }
        Ok(count)
    }

    async fn sweep(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let id = FileId::from_uuid(work.value.key.subject);
        let changes = match self.store.file(id).await? {
            Some(file) if file.value.status == FileStatus::Pending => self.time_is_over(&work, file).await?,
            // it became ready after this work was claimed
            Some(_) => ChangeSet::new().with(Change::FinishWork(work.value.key, work.version)),
            None => self.removed(id, &work).await?,
        };
        match self.write(JOB, changes).await {
            // it became ready, or it is someone else's lease: it is looked at again when this lease ends
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The row and the space go; what may be in the file store goes in the next tick.
    async fn time_is_over(&self, work: &Stored<WorkRecord>, file: Stored<FileRecord>) -> Result<ChangeSet, Error> {
        let mut changes = ChangeSet::new().with(Change::DeleteFile(file.value.id, file.version));
        changes.extend(self.freed(file.value.merchant_id, file.value.size).await?);
        let value = WorkRecord { run_at: self.now(), ..work.value };
        Ok(changes.with(Change::UpdateWork(Stored { value, version: work.version })))
    }

    /// Removes a file without a row from the file store.
    async fn removed(&self, id: FileId, work: &Stored<WorkRecord>) -> Result<ChangeSet, Error> {
        let change = match self.file_ports()?.store.remove(id).await {
            Ok(()) => Change::FinishWork(work.value.key, work.version),
            Err(error) => {
                let cause = error.0.to_string();
                tracing::warn!(file.id = %id, cause, "a file could not be removed; it is tried again");
                let attempts = work.value.attempts.saturating_add(1);
                let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
                let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT);
                let value = WorkRecord { run_at: self.now().plus(wait), attempts, ..work.value };
                Change::UpdateWork(Stored { value, version: work.version })
            }
        };
        Ok(ChangeSet::new().with(change))
    }
}
