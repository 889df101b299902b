//! A database that is stopped hard and started again, under a store that stays.

use super::support::{new_link, options};
use crate::support::creation;
use paylink_core::{
    Change, ChangeSet, Version,
    ports::{LinkReader as _, Maintenance as _, Store as _, StoreError},
    testing::build::Make,
};
use paylink_pg_cluster::{Cluster, Options};
use paylink_store_diesel::postgres::{PostgresOptions, PostgresStore};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_away_is_used_again_without_a_restart() {
    let mut cluster = Cluster::start(Options::durable()).unwrap();
    let url = cluster.create_database("shop").unwrap();
    let address = url.parse().unwrap();
    let store = Arc::new(PostgresStore::open(PostgresOptions::new(address)).await.unwrap());
    let rows = new_link(&store, &Make::new(1)).await;
    store.commit(creation(&rows)).await.unwrap();
    for round in 0..2 {
        cluster.stop_hard().unwrap();
        assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
        assert!(matches!(store.link(rows.0.id).await, Err(StoreError::Unavailable(_))));
        let merchant = ChangeSet::new().with(Change::InsertMerchant(Make::new(100 + round).merchant()));
        assert!(matches!(store.commit(merchant.clone()).await, Err(StoreError::Unavailable(_))));
        cluster.start_again().unwrap();
        assert_eq!(store.link(rows.0.id).await.unwrap().unwrap().version, Version::FIRST);
        store.commit(merchant).await.unwrap();
    }
}

/// What was acknowledged is there afterwards, and what was refused is not, whenever the database goes.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_database_stops_under_load() {
    let mut cluster = Cluster::start(Options::durable()).unwrap();
    let url = cluster.create_database("shop").unwrap();
    let store = Arc::new(PostgresStore::open(options(&url)).await.unwrap());
    let over = Arc::new(AtomicBool::new(false));
    let (done, undone) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let tasks: Vec<_> = (0..8_u64)
        .map(|number| {
            let (store, over) = (Arc::clone(&store), Arc::clone(&over));
            let (done, undone) = (Arc::clone(&done), Arc::clone(&undone));
            tokio::spawn(async move {
                let make = Make::new(1000 + number);
                let mut told = Vec::new();
                while !over.load(Ordering::SeqCst) {
                    let merchant = make.merchant();
                    let changes = ChangeSet::new().with(Change::InsertMerchant(merchant.clone()));
                    let outcome = store.commit(changes).await;
                    if outcome.is_ok() { &done } else { &undone }.fetch_add(1, Ordering::SeqCst);
                    told.push((merchant, outcome));
                    tokio::task::yield_now().await;
                }
                told
            })
        })
        .collect();
    for _ in 0..3 {
        more_than(&done, 200).await;
        cluster.stop_hard().unwrap();
        more_than(&undone, 20).await;
        cluster.start_again().unwrap();
    }
    over.store(true, Ordering::SeqCst);
    let (mut kept, mut refused) = (0, 0);
    for task in tasks {
        for (merchant, outcome) in task.await.unwrap() {
            let found = paylink_core::ports::MerchantReader::merchant(&*store, merchant.id).await.unwrap();
            match outcome {
                Ok(()) => {
                    assert_eq!(found.map(|row| row.value), Some(merchant), "acknowledged and lost");
                    kept += 1;
                }
                Err(StoreError::Unavailable(_)) => {
                    assert!(found.is_none(), "refused and written");
                    refused += 1;
                }
                Err(StoreError::OutcomeUnknown(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
    assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
}

/// Waits for `more` than there are now.
async fn more_than(count: &AtomicU32, more: u32) {
    let now = count.load(Ordering::SeqCst);
    while count.load(Ordering::SeqCst) < now + more {
        tokio::task::yield_now().await;
    }
}
