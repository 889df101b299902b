//! Stores that break their promises: the planted bugs of [`crate::Bug`] that concern rows and work.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each bug bends a few kinds of changes and leaves the others alone"
)]

use super::SimStore;
use crate::bug::Bug;
use paylink_core::{
    Change, ChangeSet, Fold, Stored, Timestamp, Version,
    ports::{LinkReader, PaymentReader},
    records::{IdempotencyRecord, Queue, WorkRecord},
};

impl SimStore {
    /// The changes as the store takes them; `None` when it takes none and says nothing.
    pub(super) fn bent(&self, changes: ChangeSet) -> Option<ChangeSet> {
        let Some(bug) = self.world.bug else { return Some(changes) };
        let now_and_then = |parts| self.world.sim.chance(|rng| rng.per_mille(parts));
        let kept: Vec<Change> = match bug {
            Bug::LostUpdate => changes.changes().iter().filter_map(|change| self.any_version(change)).collect(),
            Bug::CheckThenInsert => {
                changes.changes().iter().filter_map(|change| self.any_version(change)).map(unguarded).collect()
            }
            Bug::LostReservation => changes.changes().iter().map(|change| self.any_payment(change)).collect(),
            Bug::LostEntry if now_and_then(20) => {
                let stays = |change: &&Change| !matches!(change, Change::InsertLedgerEntry(_));
                changes.changes().iter().filter(stays).cloned().collect()
            }
            Bug::LostFact if now_and_then(20) => {
                let stays = |change: &&Change| !matches!(change, Change::InsertFact(_));
                changes.changes().iter().filter(stays).cloned().collect()
            }
            Bug::FactCountedTwice => changes.changes().iter().map(unfolded).collect(),
            Bug::HalfChangeSet if now_and_then(5) => {
                let half = changes.changes().len().div_ceil(2);
                changes.changes().iter().take(half).cloned().collect()
            }
            Bug::LostEvent if now_and_then(5) => without_event(&changes, true),
            Bug::SilentEvent if now_and_then(5) => without_event(&changes, false),
            Bug::RequestNotStored => {
                let stored =
                    |change: &&Change| !matches!(change, Change::InsertIdempotency(_) | Change::UpdateIdempotency(_));
                changes.changes().iter().filter(stored).cloned().collect()
            }
            Bug::AnswerNotStored => changes.changes().iter().map(unanswered).collect(),
            _ => return Some(changes),
        };
        if kept.is_empty() {
            return None;
        }
        Some(kept.into_iter().fold(ChangeSet::new(), ChangeSet::with))
    }

    /// The same write against whatever version the link has.
    fn any_version(&self, change: &Change) -> Option<Change> {
        match change {
            Change::UpdateLink(new) => {
                let inner = &self.world.inner;
                let found = inner.drive(LinkReader::link(inner.store.as_ref(), new.value.id)).ok().flatten();
                let version = found.map_or(new.version, |stored| stored.version);
                Some(Change::UpdateLink(Box::new(Stored { value: new.value.clone(), version })))
            }
            Change::ExpectLink(..) => None,
            other => Some(other.clone()),
        }
    }

    /// The same for payments.
    fn any_payment(&self, change: &Change) -> Change {
        match change {
            Change::UpdatePayment(new) => {
                let inner = &self.world.inner;
                let found = inner.drive(PaymentReader::payment(inner.store.as_ref(), new.value.id)).ok().flatten();
                let version = found.map_or(new.version, |stored| stored.version);
                Change::UpdatePayment(Box::new(Stored { value: new.value.clone(), version }))
            }
            other => other.clone(),
        }
    }

    /// The pieces as the queue hands them out.
    pub(super) fn bent_claim(&self, claimed: Vec<Stored<WorkRecord>>, now: Timestamp) -> Vec<Stored<WorkRecord>> {
        let inner = &self.world.inner;
        let write = |change| drop(inner.drive(inner.store.commit(ChangeSet::new().with(change))));
        match self.world.bug {
            Some(Bug::LeaselessClaim) => {
                let again = |piece: Stored<WorkRecord>| {
                    let value = WorkRecord { run_at: now, ..piece.value };
                    let change = Change::UpdateWork(Stored { value: value.clone(), version: piece.version });
                    write(change);
                    Stored { value, version: piece.version.next() }
                };
                claimed.into_iter().map(again).collect()
            }
            Some(Bug::WorkGoneWhenClaimed) => {
                claimed.iter().for_each(|piece| write(Change::DropWork(piece.value.key)));
                claimed
            }
            _ => claimed,
        }
    }
}

fn unguarded(change: Change) -> Change {
    match change {
        Change::InsertPayment(mut new) => {
            new.exclusive = false;
            Change::InsertPayment(new)
        }
        Change::UpdatePayment(mut new) => {
            new.value.exclusive = false;
            Change::UpdatePayment(new)
        }
        other => other,
    }
}

fn unfolded(change: &Change) -> Change {
    match change {
        Change::FoldFacts(fold) => Change::FoldFacts(Box::new(Fold { facts: Vec::new(), counts: fold.counts.clone() })),
        other => other.clone(),
    }
}

fn unanswered(change: &Change) -> Change {
    let without = |record: &IdempotencyRecord| match record.payment_id {
        Some(_) => IdempotencyRecord { answer: None, ..record.clone() },
        None => record.clone(),
    };
    match change {
        Change::InsertIdempotency(new) => Change::InsertIdempotency(without(new)),
        Change::UpdateIdempotency(new) => {
            Change::UpdateIdempotency(Stored { value: without(&new.value), version: Version(new.version.0) })
        }
        other => other.clone(),
    }
}

/// Without the work of telling events, and without the events themselves.
fn without_event(changes: &ChangeSet, event: bool) -> Vec<Change> {
    let stays = |change: &&Change| match change {
        Change::InsertEvent(_) => !event,
        Change::PutWork(work) => work.key.queue != Queue::Dispatch,
        _ => true,
    };
    changes.changes().iter().filter(stays).cloned().collect()
}
