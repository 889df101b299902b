//! A store with a planted bug, to see that the contract finds it.

mod audit;
mod bills;
mod bugs;
mod customers;
mod files;
mod lists;
mod messages;
mod methods;
mod money;
mod readers;
mod reports;
mod writes;

pub(crate) use bugs::{Bug, PLANTED};

use async_trait::async_trait;
use paylink_core::{
    LinkId, MerchantId, PaymentId, Stored,
    ports::Store,
    records::{MerchantRecord, WorkKey, WorkRecord},
    testing::{
        MemoryStore,
        contract::{Fixture, Task},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A memory store that is wrong in one way.
#[derive(Debug)]
pub(crate) struct BrokenStore {
    inner: MemoryStore,
    bug: Bug,
    notes: Mutex<Notes>,
}

/// What some bugs have to remember to look right most of the time.
#[derive(Debug, Default)]
struct Notes {
    merchants: BTreeMap<MerchantId, Stored<MerchantRecord>>,
    exclusive: BTreeSet<PaymentId>,
    slugs: BTreeSet<String>,
    live_on: BTreeSet<LinkId>,
    work: BTreeSet<WorkKey>,
    handed_out: Vec<Stored<WorkRecord>>,
    seen: usize,
    first_terms: BTreeMap<LinkId, BTreeSet<String>>,
    refused_terms: BTreeSet<String>,
}

impl BrokenStore {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes stores with this bug.
pub(crate) struct Planted(pub(crate) Bug);

#[async_trait]
impl Fixture for Planted {
    async fn fresh(&self) -> Arc<dyn Store> {
        Arc::new(BrokenStore { inner: MemoryStore::new(), bug: self.0, notes: Mutex::default() })
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        Some(if self.0 == Bug::ForgetsOnReopening { self.fresh().await } else { store })
    }

    async fn race(&self, tasks: Vec<Task>) {
        let running: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in running {
            task.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        }
    }
}
