//! The contract that every store keeps.

use crate::support::Place;
use async_trait::async_trait;
use paylink_core::{
    ports::Store,
    testing::contract::{self, Fixture, Task},
};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::sync::{Arc, Mutex, Weak};

/// Knows where the latest store lives, to open it again.
struct Files {
    remembered: usize,
    latest: Mutex<Option<(Weak<SqliteStore>, Place)>>,
}

impl Files {
    fn open(&self, place: Place) -> Arc<dyn Store> {
        let options = SqliteOptions { remembered: self.remembered, ..SqliteOptions::new(&place.path) };
        let store = Arc::new(SqliteStore::open(options).unwrap());
        *self.latest.lock().unwrap() = Some((Arc::downgrade(&store), place));
        store
    }
}

#[async_trait]
impl Fixture for Files {
    async fn fresh(&self) -> Arc<dyn Store> {
        self.open(Place::without_disk())
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        let (known, place) = self.latest.lock().unwrap().take().unwrap();
        known.upgrade().unwrap().close();
        drop(store);
        assert_eq!(known.strong_count(), 0, "the case holds its store while it reopens it");
        Some(self.open(place))
    }

    async fn race(&self, tasks: Vec<Task>) {
        let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

async fn check(remembered: usize) {
    contract::run(&Files { remembered, latest: Mutex::default() }).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_store_contract() {
    check(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_that_remembers_rows_keeps_the_store_contract() {
    check(3).await;
}
