//! The reference store: all promises of the contract, kept by a mutex around maps.

mod apply;
mod apply_bills;
mod apply_customers;
mod apply_messages;
mod apply_rest;
mod audit;
mod bills;
mod customers;
mod faults;
mod files;
mod guard;
mod lists;
mod messages;
mod payment_methods;
mod readers;
mod reports;
mod table;
mod tables;
mod work;

pub use faults::Fault;

use crate::{
    ChangeSet, MAX_CHANGES,
    ports::{Store, StoreError},
};
use async_trait::async_trait;
use faults::Faults;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tables::Tables;

/// A store in memory. Everything in it is gone when it is dropped; share it in an `Arc`.
///
/// No call waits for anything, so a use case over it resolves when first polled, which makes
/// whole runs repeatable. Faults are ordered with [`MemoryStore::fail_next`] and
/// [`MemoryStore::plan_faults`].
#[derive(Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
    faults: Mutex<Faults>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next commit that has no fault ordered yet gets this one.
    pub fn fail_next(&self, fault: Fault) {
        lock(&self.faults).next.push_back(fault);
    }

    /// Asks `plan` for the fault of every commit from now on; it gets the number of the commit, counted
    /// from 1 over the life of the store, and the changes. Faults of [`MemoryStore::fail_next`] come first.
    pub fn plan_faults(&self, plan: impl FnMut(u64, &ChangeSet) -> Fault + Send + 'static) {
        lock(&self.faults).plan = Some(Box::new(plan));
    }

    /// Forgets all faults that were ordered.
    pub fn clear_faults(&self) {
        let mut faults = lock(&self.faults);
        faults.plan = None;
        faults.next.clear();
    }

    /// While down, every call fails with `Unavailable`.
    pub fn set_down(&self, down: bool) {
        lock(&self.faults).down = down;
    }

    /// How many commits were asked for, failed ones included.
    pub fn commits(&self) -> u64 {
        lock(&self.faults).commits
    }

    /// The tables, unless the store is down.
    fn open(&self) -> Result<MutexGuard<'_, Tables>, StoreError> {
        if lock(&self.faults).down { Err(faults::unavailable()) } else { Ok(lock(&self.tables)) }
    }

    fn write(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let count = changes.changes().len();
        if count > MAX_CHANGES {
            let problem = format!("{count} changes, at most {MAX_CHANGES} are allowed");
            return Err(StoreError::Corrupt { entity: "change_set", id: String::new(), problem });
        }
        let mut tables = lock(&self.tables);
        tables.take_back();
        let done = changes.changes().iter().cloned().try_for_each(|change| tables.apply(change));
        if done.is_ok() {
            tables.keep()
        } else {
            tables.take_back()
        }
        done
    }
}

/// A lock that a panic left behind is taken all the same: what the panic left half done is taken back by the next commit.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let fault = lock(&self.faults).begin(&changes);
        match fault {
            Fault::None => self.write(changes),
            Fault::Unavailable => Err(faults::unavailable()),
            Fault::Stale => Err(StoreError::Stale { entity: "change_set", id: "ordered by the test".to_owned() }),
            Fault::UnknownNotWritten => Err(faults::unknown()),
            Fault::UnknownWritten => self.write(changes).and_then(|()| Err(faults::unknown())),
            Fault::CrashBefore => std::future::pending().await,
            Fault::CrashAfter => {
                self.write(changes)?;
                std::future::pending().await
            }
        }
    }
}
