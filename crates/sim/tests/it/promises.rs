//! The run that every test run makes: a hundred thousand payments with every fault at once, in eight parts.

use paylink_sim::{Mix, Series};

/// Payments of each part.
const PART: u64 = 12_500;

fn no_promise_is_broken(seed: u64) {
    let series = Series { seed, payments: PART, attempts: 300, threads: 1, mix: Mix::SqliteIn(100), bug: None };
    let report = series.run().expect("a runtime");
    if let Some(broken) = report.broken {
        panic!("{}\nreplay: {}", broken.promise, broken.replay(&series));
    }
    let tally = report.tally;
    assert!(tally.payments >= PART);
    // a run in which nothing went wrong shows nothing
    let eventful = tally.crashes > 500 && tally.failed > 500 && tally.returned > 500 && tally.refunds > 500;
    assert!(eventful && report.on_sqlite > 0, "{tally:?}");
}

#[test]
fn the_first_12_500_payments_break_no_promise() {
    no_promise_is_broken(1);
}

#[test]
fn the_second_12_500_payments_break_no_promise() {
    no_promise_is_broken(2);
}

#[test]
fn the_third_12_500_payments_break_no_promise() {
    no_promise_is_broken(3);
}

#[test]
fn the_fourth_12_500_payments_break_no_promise() {
    no_promise_is_broken(4);
}

#[test]
fn the_fifth_12_500_payments_break_no_promise() {
    no_promise_is_broken(5);
}

#[test]
fn the_sixth_12_500_payments_break_no_promise() {
    no_promise_is_broken(6);
}

#[test]
fn the_seventh_12_500_payments_break_no_promise() {
    no_promise_is_broken(7);
}

#[test]
fn the_eighth_12_500_payments_break_no_promise() {
    no_promise_is_broken(8);
}
