//! When the database itself fails: who is told what, and that the next batch works again.

use super::{
    super::connection::{Purpose, check},
    Bench, note, refusal, sql,
};
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use paylink_core::ports::StoreError;

#[tokio::test]
async fn a_failed_commit_is_an_unknown_outcome_for_what_it_would_have_written() {
    let bench = Bench::new();
    bench.send(sql("PRAGMA busy_timeout = 77")).await.unwrap();
    // Only COMMIT notices a deferred violation, so COMMIT is what fails.
    let doomed = sql("PRAGMA defer_foreign_keys = ON;
        INSERT INTO api_keys VALUES (zeroblob(16), 'n', 'admin', zeroblob(16), 'h', 'h', NULL, 1, 0)");
    let jobs = [note("shares the batch"), doomed, Box::new(|_| Err(refusal()))];
    let (first, [written, doomed, refused]) = bench.together(jobs).await;
    for outcome in [first, written, doomed] {
        assert!(matches!(outcome, Err(StoreError::OutcomeUnknown(_))), "{outcome:?}");
    }
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "it has written nothing for sure: {refused:?}");
    bench.send(note("next")).await.unwrap();
    assert_eq!(bench.notes(), ["next"]);
    let fresh = bench.send(|conn| Ok(check(conn, Purpose::Write).is_ok())).await.unwrap();
    assert!(fresh, "goes on with the connection whose state is in doubt");
}

#[tokio::test]
async fn a_transaction_that_ends_under_the_jobs_writes_none_of_them() {
    let bench = Bench::new();
    // What SQLite does by itself on some errors.
    let jobs = [note("before"), sql("ROLLBACK"), note("after")];
    let (first, [before, ends, after]) = bench.together(jobs).await;
    for outcome in [first, before, ends] {
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    }
    after.unwrap();
    assert_eq!(bench.notes(), ["after"]);
}

#[tokio::test]
async fn a_full_disk_refuses_and_a_disk_with_room_goes_on() {
    let bench = Bench::new();
    bench.send(sql("PRAGMA max_page_count = 1")).await.unwrap();
    let full = bench.send(note(&"x".repeat(100_000))).await;
    assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
    bench.send(sql("PRAGMA max_page_count = 1000000")).await.unwrap();
    bench.send(note("fits")).await.unwrap();
    assert_eq!(bench.notes(), ["fits"]);
}

#[tokio::test]
async fn a_database_that_is_locked_by_another_refuses_until_it_is_free() {
    let bench = Bench::new();
    bench.send(sql("PRAGMA busy_timeout = 0")).await.unwrap();
    let mut other = SqliteConnection::establish(bench.path.to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let locked = bench.send(note("too early")).await;
    assert!(matches!(locked, Err(StoreError::Unavailable(_))), "{locked:?}");
    other.batch_execute("ROLLBACK").unwrap();
    bench.send(note("free")).await.unwrap();
    assert_eq!(bench.notes(), ["free"]);
}
