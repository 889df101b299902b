//! The end of a link is announced once. No link waits for this to end: its status follows the clock.

use crate::{
    Actor, Change, ChangeSet, Error, EventKind, LinkId, LinkState, Paylink, Stored, TypedId,
    ports::StoreError,
    records::{Queue, WorkRecord},
};
use std::time::Duration;

const BATCH: u32 = 64;
const LEASE: Duration = Duration::from_secs(30);
const JOB: Actor = Actor::working(Queue::Expire);

impl Paylink {
    /// Announces links whose end has passed; returns how many pieces of work were looked at.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn expire_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Expire, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        let mut done = Ok(());
        for work in claimed {
            // a damaged link is told in the end, but holds up no other
            done = done.and(self.expire(work).await);
        }
        done.map(|()| count)
    }

    async fn expire(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let now = self.now();
        let key = work.value.key;
        let mut changes = ChangeSet::new();
        let found = self.store.link(LinkId::from_uuid(key.subject)).await?;
        let link = match found {
            Some(stored) => Some((crate::Link::restore(stored.value)?, stored.version)),
            None => None,
        };
        let open =
            link.filter(|(link, _)| matches!(link.state(), LinkState::Open) && link.record().deleted_at.is_none());
        match open.as_ref().and_then(|(link, version)| link.record().ends_at.map(|end| (link, *version, end))) {
            Some((_, _, end)) if end > now => {
                changes.push(Change::UpdateWork(Stored {
                    value: WorkRecord { run_at: end, ..work.value },
                    version: work.version,
                }));
            }
            Some((link, version, _)) => {
                let totals = self.totals_of(link.record()).await?;
                changes.push(Change::FinishWork(key, work.version));
                changes.push(Change::ExpectLink(link.record().id, version));
                self.announce_link(&mut changes, EventKind::LinkExpired, link.record(), totals);
            }
            None => changes.push(Change::FinishWork(key, work.version)),
        }
        match self.write(JOB, changes).await {
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
