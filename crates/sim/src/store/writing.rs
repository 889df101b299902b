//! Commits, claims and pruning.

use super::SimStore;
use crate::{
    bug::Bug,
    exec::{DAY, SECOND, lock},
};
use async_trait::async_trait;
use paylink_core::{
    Change, ChangeSet, Stored, Timestamp, Version,
    ports::{DocumentStore, Maintenance, Store, StoreError, WorkQueue},
    records::{Queue, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

enum Fate {
    Kept,
    Stale,
    LostOnTheWay,
    AnswerLost,
    DiesBefore,
    DiesAfter,
}

impl SimStore {
    fn fate(&self) -> Fate {
        let world = &self.world;
        let storm = world.in_storm();
        let (stale, unknown) = (world.faults(|plan| plan.store_stale), world.faults(|plan| plan.store_unknown));
        let stale = if storm { 500 } else { stale };
        if world.dies_here() {
            return if world.sim.chance(|rng| rng.per_mille(500)) { Fate::DiesBefore } else { Fate::DiesAfter };
        }
        world.sim.chance(|rng| {
            if rng.per_mille(stale) {
                Fate::Stale
            } else if rng.per_mille(unknown) {
                if rng.per_mille(500) { Fate::LostOnTheWay } else { Fate::AnswerLost }
            } else {
                Fate::Kept
            }
        })
    }

    fn unknown<T>() -> Result<T, StoreError> {
        Err(StoreError::OutcomeUnknown("the wire lost the answer".into()))
    }
}

#[async_trait]
impl Store for SimStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        self.go("commit").await?;
        let world = &self.world;
        let text = || names(&changes);
        match self.fate() {
            Fate::Stale => {
                world.sim.note(self.seat.group, "stale", 0, text);
                return Err(StoreError::Stale { entity: "row", id: "of the storm".to_owned() });
            }
            Fate::LostOnTheWay => {
                world.sim.note(self.seat.group, "lost commit", 0, text);
                world.pause(SECOND, 5 * SECOND).await;
                return if world.bug == Some(Bug::UnknownIsOk) { Ok(()) } else { Self::unknown() };
            }
            Fate::DiesBefore => {
                world.sim.note(self.seat.group, "dies before", 0, text);
                return world.crash(self.seat).await;
            }
            Fate::DiesAfter => {
                world.sim.note(self.seat.group, "dies after", 0, text);
                drop(self.take(changes));
                return world.crash(self.seat).await;
            }
            Fate::AnswerLost => {
                world.sim.note(self.seat.group, "lost answer", 0, text);
                let result = self.take(changes);
                world.pause(SECOND, 5 * SECOND).await;
                return result.and_then(|()| Self::unknown());
            }
            Fate::Kept => {}
        }
        let described = names(&changes);
        let result = self.take(changes);
        let number = u64::from(result.is_ok());
        world.sim.note(self.seat.group, "committed", number, || match &result {
            Ok(()) => described,
            Err(error) => format!("{described}: {error}"),
        });
        if world.sim.chance(|rng| rng.per_mille(300)) {
            world.pause(50, 2000).await;
        }
        result
    }
}

/// The kinds of changes, for a trace.
#[expect(clippy::wildcard_enum_match_arm, reason = "most kinds are told by their name alone")]
fn names(changes: &ChangeSet) -> String {
    let name = |change: &Change| match change {
        Change::InsertPayment(new) => format!("InsertPayment({})", new.id),
        Change::UpdatePayment(new) => format!("UpdatePayment({} {})", new.value.id, new.value.status.name()),
        Change::UpdateLink(new) => format!("UpdateLink({} slots {})", new.value.id, new.value.slots_used),
        Change::InsertEvent(new) => format!("InsertEvent({} {})", new.id, new.kind.name()),
        other => format!("{other:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    };
    changes.changes().iter().map(name).collect::<Vec<_>>().join(" ")
}

#[async_trait]
impl WorkQueue for SimStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.read("due lanes", self.world.inner.store.due_lanes(queue, now, except, limit)).await
    }

    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
        self.go("claim").await?;
        let world = &self.world;
        let claimed = world.inner.drive(world.inner.store.claim(queue, lane, limit, now, lease))?;
        let claimed = self.bent_claim(claimed, now);
        let checked = lock(&world.oracle).claimed(now, lease, &claimed);
        world.sim.check(checked);
        world
            .sim
            .note(self.seat.group, "claimed", u64::try_from(claimed.len()).unwrap_or(0), || queue.name().to_owned());
        world.work_changed();
        if !claimed.is_empty() && world.dies_here() {
            return world.crash(self.seat).await;
        }
        Ok(claimed)
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.read("backlog", self.world.inner.store.backlog(queue, now)).await
    }
}

#[async_trait]
impl DocumentStore for SimStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        self.read("document", self.world.inner.store.document(kind, key)).await
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        self.read("put document", self.world.inner.store.put_document(kind, key, expected, text)).await
    }
}

#[async_trait]
impl Maintenance for SimStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.read("ping", self.world.inner.store.ping()).await
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let early = self.world.bug == Some(Bug::EarlyPrune);
        let now = if early { now.plus(Duration::from_micros(40 * DAY)) } else { now };
        self.read("prune", self.world.inner.store.prune(now, limit)).await
    }

    async fn note_terms(&self, limit: u32) -> Result<u64, StoreError> {
        self.read("note terms", self.world.inner.store.note_terms(limit)).await
    }
}
