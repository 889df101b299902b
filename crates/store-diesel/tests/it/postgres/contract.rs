//! The contract that every store keeps.

use super::support::{fresh, open};
use async_trait::async_trait;
use paylink_core::{
    ports::Store,
    testing::contract::{self, Fixture, Task},
};
use paylink_store_diesel::postgres::PostgresStore;
use std::sync::{Arc, Mutex, Weak};

/// Knows where the latest store lives, to open it again.
#[derive(Default)]
struct Databases(Mutex<Option<(Weak<PostgresStore>, String)>>);

impl Databases {
    async fn open(&self, url: String) -> Arc<dyn Store> {
        let store = Arc::new(open(&url).await);
        *self.0.lock().unwrap() = Some((Arc::downgrade(&store), url));
        store
    }
}

#[async_trait]
impl Fixture for Databases {
    async fn fresh(&self) -> Arc<dyn Store> {
        self.open(fresh()).await
    }

    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        let (known, url) = self.0.lock().unwrap().take().unwrap();
        known.upgrade().unwrap().close();
        drop(store);
        assert_eq!(known.strong_count(), 0, "the case holds its store while it reopens it");
        Some(self.open(url).await)
    }

    async fn race(&self, tasks: Vec<Task>) {
        let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// Each case has a database of its own, which takes its time: tests side by side take a part each.
const PARTS: usize = 4;

async fn keeps_part(part: usize) {
    contract::run_part(&Databases::default(), part, PARTS).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_first_part_of_the_store_contract() {
    keeps_part(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_second_part_of_the_store_contract() {
    keeps_part(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_third_part_of_the_store_contract() {
    keeps_part(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_fourth_part_of_the_store_contract() {
    keeps_part(3).await;
}
