//! Two stores on one database, as two servers have them.

use super::support::{fresh, new_link, open};
use crate::support::creation;
use paylink_core::{
    Change, ChangeSet, Stored, UniqueKey,
    ports::{LinkReader as _, Store as _, StoreError, WorkQueue as _},
    records::{LinkRecord, Queue},
    testing::build::{Make, instant},
};
use std::{collections::HashSet, sync::Arc, time::Duration};

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_payments_through_two_servers_takes_the_link() {
    let url = fresh();
    let stores = [Arc::new(open(&url).await), Arc::new(open(&url).await)];
    let make = Make::new(1);
    let rows = new_link(&stores[0], &make).await;
    stores[1].commit(creation(&rows)).await.unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|number| {
            let (store, payment) = (Arc::clone(&stores[number % 2]), make.payment(&rows.0));
            tokio::spawn(
                async move { store.commit(ChangeSet::new().with(Change::InsertPayment(Box::new(payment)))).await },
            )
        })
        .collect();
    let mut winners = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => winners += 1,
            Err(StoreError::Taken { key: UniqueKey::LivePayment }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(winners, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_of_a_row_through_two_servers_counts_once() {
    let url = fresh();
    let stores = [Arc::new(open(&url).await), Arc::new(open(&url).await)];
    let rows = new_link(&stores[0], &Make::new(2)).await;
    stores[0].commit(creation(&rows)).await.unwrap();
    let id = rows.0.id;
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let store = Arc::clone(&stores[number % 2]);
            tokio::spawn(async move {
                let mut done: i64 = 0;
                while done < 20 {
                    let seen = store.link(id).await.unwrap().unwrap();
                    let value = LinkRecord { paid_minor: seen.value.paid_minor + 1, ..seen.value };
                    let change = Change::UpdateLink(Box::new(Stored { value, version: seen.version }));
                    match store.commit(ChangeSet::new().with(change)).await {
                        Ok(()) => done += 1,
                        Err(StoreError::Stale { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let link = stores[1].link(id).await.unwrap().unwrap();
    assert_eq!((link.value.paid_minor, link.version.0), (160, 161));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_never_claim_the_same_work() {
    const PIECES: usize = 300;
    let url = fresh();
    let stores = [Arc::new(open(&url).await), Arc::new(open(&url).await)];
    let make = Make::new(3);
    let work: Vec<_> = (0..PIECES).map(|_| make.work(Queue::Deliver)).collect();
    for chunk in work.chunks(100) {
        let set = chunk.iter().cloned().map(Change::PutWork).fold(ChangeSet::new(), ChangeSet::with);
        stores[0].commit(set).await.unwrap();
    }
    let tasks: Vec<_> = (0..6)
        .map(|number| {
            let store = Arc::clone(&stores[number % 2]);
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let lease = Duration::from_secs(60);
                    let rows = store.claim(Queue::Deliver, None, 7, instant(0), lease).await.unwrap();
                    if rows.is_empty() {
                        return mine;
                    }
                    mine.extend(rows.into_iter().map(|row| row.value.key));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    assert_eq!(all.len(), all.iter().collect::<HashSet<_>>().len(), "claimed twice");
    // passing over what others hold may end a claimer early, but never all of them
    assert_eq!(all.len(), PIECES);
}
