//! What belongs to a customer that was merged moves to the other one, part by part.

use crate::{
    Actor, Change, ChangeSet, CustomerId, Error, Paylink, Stored, TypedId,
    ports::StoreError,
    records::{Queue, WorkRecord},
    usecases::MOVED_AT_ONCE,
};
use std::time::Duration;

const BATCH: u32 = 4;
const LEASE: Duration = Duration::from_secs(60);
const JOB: Actor = Actor::working(Queue::Merge);

impl Paylink {
    /// Moves a part for each merge that is not finished; returns how many merges that were.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn merge_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Merge, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for work in claimed {
            self.move_part(work).await?;
        }
        Ok(count)
    }

    async fn move_part(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let from = CustomerId::from_uuid(work.value.key.subject);
        let customer = self.store.customer(from).await?;
        let to = customer.and_then(|row| row.value.merged_into);
        let mut changes = ChangeSet::new();
        match to {
            Some(to) if !self.store.customer_is_bare(from).await? => {
                changes.push(Change::MoveCustomer { from, to, most: MOVED_AT_ONCE });
                let value = WorkRecord { run_at: self.now(), ..work.value };
                changes.push(Change::UpdateWork(Stored { value, version: work.version }));
            }
            Some(_) | None => changes.push(Change::FinishWork(work.value.key, work.version)),
        }
        match self.write(JOB, changes).await {
            // someone else's lease now: they go on
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
