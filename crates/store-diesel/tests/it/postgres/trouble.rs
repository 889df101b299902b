//! What the database takes back is done again, within bounds; what nobody knows is called unknown.

use super::support::{Outsider, fresh, new_link, open, options};
use crate::support::creation;
use paylink_core::{
    Change, ChangeSet, Stored, Version,
    ports::{LinkReader as _, Store as _, StoreError},
    records::{LinkRecord, Queue},
    testing::build::Make,
};
use paylink_store_diesel::postgres::{PostgresOptions, PostgresStore};
use std::time::{Duration, Instant};

/// A store with a link in it, and somebody else.
async fn ground(seed: u64) -> (PostgresStore, LinkRecord, Outsider) {
    let url = fresh();
    let store = PostgresStore::open(PostgresOptions { connections: 1, ..options(&url) }).await.unwrap();
    let rows = new_link(&store, &Make::new(seed)).await;
    store.commit(creation(&rows)).await.unwrap();
    (store, rows.0, Outsider::at(&url).await)
}

fn paid(link: &LinkRecord, version: i64) -> ChangeSet {
    let value = LinkRecord { paid_minor: version, ..link.clone() };
    ChangeSet::new().with(Change::UpdateLink(Box::new(Stored { value, version: Version(version) })))
}

/// The first `times` writes of a link end with the error `code`.
fn failing(times: u32, code: &str) -> String {
    format!(
        "CREATE SEQUENCE chances;
         CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF nextval('chances') <= {times} THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{code}'; END IF;
           RETURN NEW;
         END $$;
         CREATE TRIGGER fail BEFORE UPDATE ON links FOR EACH ROW EXECUTE FUNCTION fail();"
    )
}

#[tokio::test]
async fn a_cut_connection_costs_nobody_an_error() {
    let (store, link, mut outsider) = ground(1).await;
    for version in 1..10 {
        outsider.cut_others().await;
        assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version(version));
        outsider.cut_others().await;
        store.commit(paid(&link, version)).await.unwrap();
    }
}

#[tokio::test]
async fn serialization_failures_and_deadlocks_are_done_again() {
    for code in ["40001", "40P01"] {
        let (store, link, mut outsider) = ground(2).await;
        outsider.run(&failing(3, code)).await;
        store.commit(paid(&link, 1)).await.unwrap();
        assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version(2), "written once");
    }
}

#[tokio::test]
async fn what_never_works_is_given_up_and_leaves_nothing() {
    let (store, link, mut outsider) = ground(3).await;
    outsider.run(&failing(100, "40001")).await;
    let event = Make::new(33).link_event(&link);
    let began = Instant::now();
    let outcome = store.commit(
        ChangeSet::new()
            .with(Change::InsertEvent(Box::new(event.clone())))
            .with(Change::UpdateLink(Box::new(Stored { value: link.clone(), version: Version::FIRST }))),
    );
    assert!(matches!(outcome.await, Err(StoreError::Unavailable(_))));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version::FIRST);
    assert!(paylink_core::ports::EventReader::event(&store, event.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_lock_is_waited_for_but_not_for_ever() {
    let (store, link, mut outsider) = ground(4).await;
    outsider.run("BEGIN; SELECT 1 FROM links FOR UPDATE").await;
    let began = Instant::now();
    let outcome = store.commit(paid(&link, 1)).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    outsider.run("ROLLBACK").await;
    store.commit(paid(&link, 1)).await.unwrap();
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_ended() {
    let (store, link, mut outsider) = ground(5).await;
    outsider
        .run(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
             CREATE TRIGGER slow BEFORE UPDATE ON links FOR EACH ROW EXECUTE FUNCTION slow();",
        )
        .await;
    let began = Instant::now();
    let outcome = store.commit(paid(&link, 1)).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
    assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version::FIRST);
}

#[tokio::test]
async fn a_connection_that_breaks_during_commit_leaves_an_unknown_outcome() {
    let (store, link, mut outsider) = ground(6).await;
    // a deferred trigger runs within COMMIT, where the session then ends
    outsider
        .run(
            "CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NEW; END $$;
             CREATE CONSTRAINT TRIGGER vanish AFTER UPDATE ON links DEFERRABLE INITIALLY DEFERRED
               FOR EACH ROW EXECUTE FUNCTION vanish();",
        )
        .await;
    let outcome = store.commit(paid(&link, 1)).await;
    assert!(matches!(outcome, Err(StoreError::OutcomeUnknown(_))), "{outcome:?}");
    assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version::FIRST);
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_no_lock_behind() {
    let (store, link, mut outsider) = ground(7).await;
    let (store, work) = (std::sync::Arc::new(store), Make::new(77).work(Queue::Deliver));
    // the same work twice: such a set is a transaction of several statements
    let changes = paid(&link, 1).with(Change::PutWork(work.clone())).with(Change::PutWork(work));
    outsider.run("BEGIN; SELECT 1 FROM links FOR UPDATE").await;
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.commit(changes).await }
    });
    outsider.until_somebody_waits().await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    outsider.run("ROLLBACK; SET lock_timeout = '3s'; BEGIN; SELECT 1 FROM links FOR UPDATE; ROLLBACK").await;
    assert_eq!(store.link(link.id).await.unwrap().unwrap().version, Version::FIRST);
    store.commit(paid(&link, 1)).await.unwrap();
}

#[tokio::test]
async fn an_expectation_holds_until_the_commit() {
    let (store, link, mut outsider) = ground(8).await;
    outsider.run("BEGIN; UPDATE links SET version = 2").await;
    let event = Make::new(88).link_event(&link);
    let changes =
        ChangeSet::new().with(Change::ExpectLink(link.id, Version::FIRST)).with(Change::InsertEvent(Box::new(event)));
    let commit = tokio::spawn({
        let store = std::sync::Arc::new(store);
        async move { store.commit(changes).await }
    });
    outsider.until_somebody_waits().await;
    outsider.run("COMMIT").await;
    let outcome = commit.await.unwrap();
    assert!(matches!(outcome, Err(StoreError::Stale { .. })), "{outcome:?}");
}

#[tokio::test]
async fn readers_need_no_lock() {
    let url = fresh();
    let store = open(&url).await;
    let rows = new_link(&store, &Make::new(9)).await;
    store.commit(creation(&rows)).await.unwrap();
    let mut outsider = Outsider::at(&url).await;
    outsider.run("BEGIN; UPDATE links SET paid_minor = 7, version = 2").await;
    assert_eq!(store.link(rows.0.id).await.unwrap().unwrap().version, Version::FIRST);
}
