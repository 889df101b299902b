//! The contract that every store keeps.

use crate::support::Place;
use async_trait::async_trait;
use paylink_core::{
    ports::Store,
    testing::contract::{self, Fixture, Task},
};
use std::sync::{Arc, Mutex};

/// Remembers where each store lives, to open it again.
#[derive(Default)]
struct Files(Mutex<Vec<(Arc<paylink_store_diesel::sqlite::SqliteStore>, Arc<Place>)>>);

impl Files {
    fn open(&self, place: Arc<Place>) -> Arc<dyn Store> {
        let store = Arc::new(place.open());
        self.0.lock().unwrap().push((Arc::clone(&store), place));
        store
    }
}

#[async_trait]
impl Fixture for Files {
    async fn fresh(&self) -> Arc<dyn Store> {
        self.open(Arc::new(Place::new()))
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        let (old, place) = self.0.lock().unwrap().pop().unwrap();
        old.close();
        drop((old, store));
        Some(self.open(place))
    }

    async fn race(&self, tasks: Vec<Task>) {
        let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_store_contract() {
    contract::run(&Files::default()).await.assert_kept();
}
