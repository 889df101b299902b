//! The run that every test run makes: a hundred thousand payments with every fault at once, in four parts.

use paylink_sim::{Mix, Series};

/// Payments of each part.
const PART: u64 = 25_000;

fn no_promise_is_broken(seed: u64) {
    let series = Series { seed, payments: PART, attempts: 300, threads: 1, mix: Mix::SqliteIn(100), bug: None };
    let report = series.run().expect("a runtime");
    if let Some(broken) = report.broken {
        panic!("{}\nreplay: {}", broken.promise, broken.replay(&series));
    }
    let tally = report.tally;
    assert!(tally.payments >= PART);
    // a run in which nothing went wrong shows nothing
    assert!(tally.crashes > 1000 && tally.failed > 1000 && tally.returned > 1000 && report.on_sqlite > 0, "{tally:?}");
}

#[test]
fn the_first_25_000_payments_break_no_promise() {
    no_promise_is_broken(1);
}

#[test]
fn the_second_25_000_payments_break_no_promise() {
    no_promise_is_broken(2);
}

#[test]
fn the_third_25_000_payments_break_no_promise() {
    no_promise_is_broken(3);
}

#[test]
fn the_fourth_25_000_payments_break_no_promise() {
    no_promise_is_broken(4);
}
