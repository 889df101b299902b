//! Jobs share commits, keep their order and do not hurt each other.

use super::{Bench, note, refusal};
use futures_util::{FutureExt, future::join_all};
use paylink_core::ports::StoreError;
use std::sync::Arc;

fn numbers(count: u32) -> Vec<String> {
    (0..count).map(|number| number.to_string()).collect()
}

#[tokio::test]
async fn jobs_that_queue_up_during_one_commit_share_the_next_and_are_answered_after_it() {
    let bench = Bench::new();
    let (gate, mut first) = bench.hold();
    gate.wait_until_it_runs();
    let mut jobs: Vec<_> = numbers(40).iter().map(|number| bench.send(note(number))).collect();
    let (last, end) = bench.hold();
    gate.open();
    last.wait_until_it_runs();
    // Forty jobs have run, but the transaction that they share is still open.
    assert!((&mut first).now_or_never().is_none(), "answered before its commit");
    assert!(jobs.iter_mut().all(|job| job.now_or_never().is_none()), "answered before their commit");
    assert!(bench.notes().is_empty());
    last.open();
    assert!(join_all(jobs).await.iter().all(Result::is_ok));
    first.await.unwrap();
    end.await.unwrap();
    assert_eq!(bench.notes(), numbers(40), "in the order in which they were sent");
}

#[tokio::test]
async fn a_batch_ends_at_sixty_four_jobs() {
    let bench = Bench::new();
    let (gate, first) = bench.hold();
    gate.wait_until_it_runs();
    let mut jobs: Vec<_> = numbers(70).iter().map(|number| bench.send(note(number))).collect();
    let (last, end) = bench.hold();
    gate.open();
    last.wait_until_it_runs();
    first.await.unwrap();
    let answered = jobs.iter_mut().filter_map(|job| job.now_or_never()).count();
    assert_eq!((answered, bench.notes().len()), (63, 63), "with the one that held the batch open: 64");
    last.open();
    end.await.unwrap();
    assert_eq!(bench.notes(), numbers(70));
}

#[tokio::test]
async fn a_refused_job_leaves_nothing_and_takes_nobody_along() {
    let bench = Bench::new();
    let (gate, first) = bench.hold();
    gate.wait_until_it_runs();
    let jobs = (0..60).map(|number| {
        let write = note(&number.to_string());
        bench.send(move |conn| {
            write(conn)?;
            if number % 3 == 0 { Err(refusal()) } else { Ok(()) }
        })
    });
    let jobs: Vec<_> = jobs.collect();
    gate.open();
    first.await.unwrap();
    for (number, outcome) in join_all(jobs).await.iter().enumerate() {
        match outcome {
            Ok(()) => assert_ne!(number % 3, 0),
            Err(error) => assert!(matches!(error, StoreError::Stale { .. }) && number % 3 == 0, "{number}: {error}"),
        }
    }
    let kept: Vec<String> = (0..60).filter(|number| number % 3 != 0).map(|number| number.to_string()).collect();
    assert_eq!(bench.notes(), kept);
}

#[tokio::test]
async fn a_job_that_panics_is_answered_and_leaves_nothing() {
    let bench = Bench::new();
    let half = note("half done");
    let panics = Box::new(move |conn: &mut super::Conn| {
        half(conn)?;
        panic!("a bug");
    });
    let (first, [before, panics, after]) = bench.together([note("before"), panics, note("after")]).await;
    first.unwrap();
    before.unwrap();
    after.unwrap();
    assert!(matches!(panics, Err(StoreError::Unavailable(_))), "{panics:?}");
    assert_eq!(bench.notes(), ["before", "after"]);
}

#[tokio::test]
async fn a_caller_that_stops_waiting_does_not_stop_the_write() {
    let bench = Bench::new();
    let (gate, first) = bench.hold();
    gate.wait_until_it_runs();
    drop(bench.send(note("sent")));
    gate.open();
    first.await.unwrap();
    bench.send(note("next")).await.unwrap();
    assert_eq!(bench.notes(), ["sent", "next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_writes_what_was_sent_and_refuses_the_rest() {
    let bench = Arc::new(Bench::new());
    let (gate, first) = bench.hold();
    gate.wait_until_it_runs();
    let sent: Vec<_> = numbers(200).iter().map(|number| bench.send(note(number))).collect();
    let closing = tokio::task::spawn_blocking({
        let bench = Arc::clone(&bench);
        move || bench.writer.close()
    });
    gate.open();
    closing.await.unwrap();
    first.await.unwrap();
    assert!(join_all(sent).await.iter().all(Result::is_ok));
    assert_eq!(bench.notes(), numbers(200));
    let late = bench.writer.write(note("late")).await;
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
}
