//! The store contract: the memory store keeps it, and stores with planted bugs are found out.

use async_trait::async_trait;
use paylink_core::{
    ports::Store,
    testing::{
        MemoryStore,
        contract::{self, Fixture, Task},
    },
};
use std::sync::Arc;

/// Memory stores, raced on all threads of the test's runtime.
struct InMemory;

#[async_trait]
impl Fixture for InMemory {
    async fn fresh(&self) -> Arc<dyn Store> {
        Arc::new(MemoryStore::new())
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        Some(store)
    }

    async fn race(&self, tasks: Vec<Task>) {
        let running: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in running {
            task.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_memory_store_keeps_the_contract() {
    contract::run(&InMemory).await.assert_kept();
}
