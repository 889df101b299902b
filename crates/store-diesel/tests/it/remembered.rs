//! A store that remembers rows answers as one that does not.

use crate::support::{Place, creation, merchant, new_link, outsider};
use diesel::connection::SimpleConnection as _;
use paylink_core::{
    Change, ChangeSet, Date, Stored, Version,
    ports::{LinkReader as _, MerchantReader as _, Store as _, StoreError},
    records::{LinkRecord, LinkStateName},
    testing::build::{Make, instant},
};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

fn open(place: &Place) -> SqliteStore {
    SqliteStore::open(SqliteOptions { remembered: 8, ..SqliteOptions::new(&place.path) }).unwrap()
}

async fn link(store: &SqliteStore, make: &Make) -> LinkRecord {
    let created = new_link(make, merchant(store, make).await);
    store.commit(creation(&created)).await.unwrap();
    created.0
}

fn paid(link: &LinkRecord, count: i64, seen: Version) -> ChangeSet {
    let value = LinkRecord { paid_minor: count, ..link.clone() };
    ChangeSet::new().with(Change::UpdateLink(Box::new(Stored { value, version: seen })))
}

#[tokio::test]
async fn a_change_is_seen_at_once() {
    let (place, make) = (Place::new(), Make::new(1));
    let store = open(&place);
    let link = link(&store, &make).await;
    for version in 1..20 {
        let seen = store.link_by_slug(&link.slug.to_uppercase()).await.unwrap().unwrap();
        assert_eq!((seen.version, seen.value.paid_minor), (Version(version), version - 1));
        store.commit(paid(&link, version, seen.version)).await.unwrap();
    }
    let mut payee = store.merchant(link.merchant_id).await.unwrap().unwrap();
    payee.value.name = "Corner Shop".to_owned();
    store.commit(ChangeSet::new().with(Change::UpdateMerchant(payee.clone()))).await.unwrap();
    assert_eq!(store.merchant(link.merchant_id).await.unwrap().unwrap().value, payee.value);
}

#[tokio::test]
async fn views_leave_a_link_remembered_and_sending_it_does_not() {
    let (place, make) = (Place::new(), Make::new(8));
    let store = open(&place);
    let link = link(&store, &make).await;
    let day = Date::in_utc(instant(0));
    assert_eq!(store.link_by_slug(&link.slug).await.unwrap().unwrap().value, link);
    // what a remembered row hides is seen as soon as it is read again
    outsider(&place.path).batch_execute("UPDATE links SET order_number = 'unseen'").unwrap();
    for (views, change) in (1..).zip([Change::InsertView(link.id, day), Change::CountView(link.id, day)]) {
        store.commit(ChangeSet::new().with(change)).await.unwrap();
        assert_eq!(store.link_by_slug(&link.slug).await.unwrap().unwrap().value, link, "still remembered");
        let totals = store.link_totals(&[link.id]).await.unwrap();
        assert_eq!(totals[0].views_count, views, "and nobody misses a view");
    }
    let value = LinkRecord { sent_at: Some(instant(5)), ..link.clone() };
    let sent = Change::UpdateLink(Box::new(Stored { value: value.clone(), version: Version::FIRST }));
    store.commit(ChangeSet::new().with(sent)).await.unwrap();
    assert_eq!(store.link_by_slug(&link.slug).await.unwrap().unwrap().value, value);
}

#[tokio::test]
async fn a_link_under_a_new_slug_is_gone_from_the_old_one() {
    let (place, make) = (Place::new(), Make::new(2));
    let store = open(&place);
    let link = link(&store, &make).await;
    assert!(store.link_by_slug(&link.slug).await.unwrap().is_some());
    let value = LinkRecord { slug: "Moved".to_owned(), ..link.clone() };
    let moved = Change::UpdateLink(Box::new(Stored { value, version: Version::FIRST }));
    store.commit(ChangeSet::new().with(moved)).await.unwrap();
    assert!(store.link_by_slug(&link.slug).await.unwrap().is_none());
    assert_eq!(store.link_by_slug("mOVED").await.unwrap().unwrap().value.id, link.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_never_see_less_than_what_was_acknowledged() {
    const WRITES: i64 = 300;
    let (place, make) = (Place::without_disk(), Make::new(3));
    let store = Arc::new(open(&place));
    let link = link(&store, &make).await;
    let (acknowledged, done) = (Arc::new(AtomicI64::new(1)), Arc::new(AtomicBool::new(false)));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (store, slug) = (Arc::clone(&store), link.slug.clone());
            let (acknowledged, done) = (Arc::clone(&acknowledged), Arc::clone(&done));
            tokio::spawn(async move {
                let mut last = 0;
                while !done.load(Ordering::SeqCst) {
                    let least = acknowledged.load(Ordering::SeqCst);
                    let seen = store.link_by_slug(&slug).await.unwrap().unwrap().version.0;
                    assert!(seen >= least, "saw {seen} after {least} was acknowledged");
                    assert!(seen >= last, "saw {seen} after {last} was seen");
                    last = seen;
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for version in 1..=WRITES {
        store.commit(paid(&link, version, Version(version))).await.unwrap();
        acknowledged.store(version + 1, Ordering::SeqCst);
    }
    done.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
}

#[tokio::test]
async fn a_write_whose_caller_went_away_is_seen() {
    let (place, make) = (Place::new(), Make::new(4));
    let store = open(&place);
    let link = link(&store, &make).await;
    store.link_by_slug(&link.slug).await.unwrap();
    let mut commit = store.commit(paid(&link, 1, Version::FIRST));
    assert!(futures_poll_once(&mut commit).await);
    drop(commit);
    // behind it in the queue
    merchant(&store, &make).await;
    assert_eq!(store.link_by_slug(&link.slug).await.unwrap().unwrap().version, Version(2));
    assert_eq!(store.link_by_slug(&link.slug).await.unwrap().unwrap().value.paid_minor, 1);
}

/// Lets `future` begin; whether it is still under way.
async fn futures_poll_once(future: &mut (impl Future + Unpin)) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending()))
        .await
}

#[tokio::test]
async fn a_refused_write_leaves_the_row_as_it_is() {
    let (place, make) = (Place::new(), Make::new(5));
    let store = open(&place);
    let link = link(&store, &make).await;
    store.link_by_slug(&link.slug).await.unwrap();
    let stale = store.commit(paid(&link, 7, Version(9))).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
    let seen = store.link_by_slug(&link.slug).await.unwrap().unwrap();
    assert_eq!((seen.version, seen.value.paid_minor), (Version::FIRST, 0));
}

#[tokio::test]
async fn a_store_that_remembers_nothing_sees_what_others_write() {
    let (place, make) = (Place::new(), Make::new(6));
    let store = place.open();
    let link = link(&store, &make).await;
    store.link_by_slug(&link.slug).await.unwrap();
    outsider(&place.path).batch_execute("UPDATE links SET state = 'cancelled', closed_at = 1").unwrap();
    let seen = store.link_by_slug(&link.slug).await.unwrap().unwrap();
    assert_eq!(seen.value.state, LinkStateName::Cancelled);
}

#[tokio::test]
async fn a_closed_store_remembers_nothing() {
    let (place, make) = (Place::new(), Make::new(7));
    let store = open(&place);
    let link = link(&store, &make).await;
    store.link_by_slug(&link.slug).await.unwrap();
    store.close();
    assert!(matches!(store.link_by_slug(&link.slug).await, Err(StoreError::Unavailable(_))));
}
