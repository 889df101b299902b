//! Events become deliveries, one for each endpoint that subscribes, and messages to people.

use crate::{
    Actor, Change, ChangeSet, Error, EventId, Paylink, Stored, TypedId,
    ports::StoreError,
    records::{Queue, WorkRecord},
    usecases::send_work,
};
use futures_util::future::join_all;
use std::time::Duration;

const BATCH: u32 = 64;
const LEASE: Duration = Duration::from_secs(30);
const JOB: Actor = Actor::working(Queue::Dispatch);

impl Paylink {
    /// Turns events that wait into deliveries and messages; returns how many events.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn dispatch_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Dispatch, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for done in join_all(claimed.into_iter().map(|work| self.dispatch(work))).await {
            done?;
        }
        Ok(count)
    }

    async fn dispatch(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let finish = Change::FinishWork(work.value.key, work.version);
        let mut changes = ChangeSet::new().with(finish);
        if let Some(event) = self.store.event(EventId::from_uuid(work.value.key.subject)).await? {
            let now = self.now();
            for endpoint in self.receivers(&event.value).await? {
                let Some(delivery) = self.new_delivery(&event.value, &endpoint, now)? else { continue };
                changes.push(Change::PutWork(send_work(&delivery, now)));
                changes.push(Change::InsertDelivery(delivery));
            }
            self.tell(&mut changes, &event.value).await?;
        }
        match self.write(JOB, changes).await {
            // someone else's lease now: they dispatch it
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
