//! A server that was killed leaves leases behind; its successor is the only one and takes them back.

use crate::support::Place;
use paylink_core::{
    Change, ChangeSet, Timestamp,
    ports::{Store, StoreError, WorkQueue},
    records::{Queue, WorkRecord},
    testing::build::{Make, instant},
};
use paylink_store_diesel::sqlite::SqliteStore;
use std::time::Duration;

const LEASE: Duration = Duration::from_secs(600);

async fn claim(store: &SqliteStore, now: Timestamp) -> Vec<paylink_core::Stored<WorkRecord>> {
    store.claim(Queue::Deliver, None, 10, now, LEASE).await.unwrap()
}

#[tokio::test]
async fn leased_work_is_due_at_once_and_scheduled_work_stays_where_it_is() {
    let (place, make) = (Place::new(), Make::new(5));
    let store = place.open();
    let held = make.work(Queue::Deliver);
    let again = make.work(Queue::Deliver);
    let later = WorkRecord { run_at: instant(900), ..make.work(Queue::Deliver) };
    let set = [&held, &again, &later].into_iter().cloned().map(Change::PutWork).fold(ChangeSet::new(), ChangeSet::with);
    store.commit(set).await.unwrap();
    let claimed = claim(&store, instant(0)).await;
    assert_eq!(claimed.len(), 2);
    // One of them is put off by its job: no lease any more, and not due before its time.
    let mut put_off = claimed.iter().find(|row| row.value.key == again.key).unwrap().clone();
    put_off.value.run_at = instant(800);
    store.commit(ChangeSet::new().with(Change::UpdateWork(put_off))).await.unwrap();
    drop(store);

    let store = place.open();
    assert!(claim(&store, instant(5)).await.is_empty(), "still under the lease of the dead");
    assert_eq!(store.release_leases(instant(5)).await.unwrap(), 1);
    let ghost = claimed.into_iter().find(|row| row.value.key == held.key).unwrap();
    let settled = store.commit(ChangeSet::new().with(Change::FinishWork(held.key, ghost.version))).await;
    assert!(matches!(settled, Err(StoreError::Stale { .. })), "the old lease settles nothing: {settled:?}");
    let due = claim(&store, instant(5)).await;
    assert_eq!(due.iter().map(|row| row.value.key).collect::<Vec<_>>(), [held.key]);
    assert_eq!(claim(&store, instant(1000)).await.len(), 3, "everything comes back in the end");
}
