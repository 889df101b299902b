//! The wire to the store: every call takes time and may fail; what it really did is shown to the oracles.

mod bugs;
mod reading;
mod reading_bills;
mod reading_customers;
mod reading_messages;
mod reading_methods;
mod reading_reports;
mod writing;

use crate::{exec::lock, process::Seat, world::World};
use paylink_core::{
    ChangeSet,
    ports::{Store, StoreError},
    testing::MemoryStore,
};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::{future::Future, sync::Arc};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The real store under test.
pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    /// For stores that wait for threads of their own.
    runtime: Option<Arc<Runtime>>,
    _folder: Option<TempDir>,
}

impl Inner {
    pub(crate) fn memory() -> Self {
        Self { store: Arc::new(MemoryStore::new()), runtime: None, _folder: None }
    }

    /// A new file. Its folder is in memory where the machine has such a place: no test of the disk is meant here.
    pub(crate) fn sqlite(runtime: Arc<Runtime>, remembered: usize) -> Result<Self, String> {
        let shared = std::path::Path::new("/dev/shm");
        let folder = if shared.is_dir() { TempDir::new_in(shared) } else { TempDir::new() };
        let folder = folder.map_err(|error| error.to_string())?;
        let path = folder.path().join("world.db");
        let options = SqliteOptions { readers: 1, remembered, ..SqliteOptions::new(path) };
        let store = SqliteStore::open(options).map_err(|error| format!("{error:?}"))?;
        Ok(Self { store: Arc::new(store), runtime: Some(runtime), _folder: Some(folder) })
    }

    /// Works a call of the real store out, here and now: to the simulator it takes no time.
    pub(crate) fn drive<T>(&self, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(call),
            None => futures_util::FutureExt::now_or_never(call)
                .unwrap_or_else(|| Err(StoreError::Unavailable("the memory store waited for something".into()))),
        }
    }
}

/// One process's end of the wire.
pub(crate) struct SimStore {
    world: Arc<World>,
    seat: Seat,
}

impl SimStore {
    pub(crate) const fn new(world: Arc<World>, seat: Seat) -> Self {
        Self { world, seat }
    }

    /// The way there.
    async fn go(&self, what: &'static str) -> Result<(), StoreError> {
        let world = &self.world;
        world.pause(50, 2000).await;
        let away = world.store_is_away();
        world.sim.note(self.seat.group, what, u64::from(away), || {
            if away { "store away".to_owned() } else { String::new() }
        });
        if away { Err(StoreError::Unavailable("the simulated store is away".into())) } else { Ok(()) }
    }

    async fn read<T>(
        &self,
        what: &'static str,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.go(what).await?;
        self.world.inner.drive(call)
    }

    /// The store takes the changes, or not; the oracles see what it took.
    fn take(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let world = &self.world;
        let Some(changes) = self.bent(changes) else { return Ok(()) };
        let seen = changes.clone();
        let result = world.inner.drive(world.inner.store.commit(changes));
        match &result {
            Ok(()) => {
                let mut oracle = lock(&world.oracle);
                let now = world.sim.now();
                let checked = oracle.applied(&seen).and_then(|()| {
                    let truth = lock(&world.truth);
                    oracle.agrees(&seen, &truth, now)?;
                    oracle.refunds_agree(&seen, &truth, now)
                });
                drop(oracle);
                world.sim.check(checked);
                world.work_changed();
            }
            Err(error @ StoreError::Corrupt { .. }) => world.sim.fail(format!("a wall of the store was hit: {error}")),
            Err(_) => {}
        }
        result
    }
}
