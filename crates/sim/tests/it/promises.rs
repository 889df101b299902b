//! The run that every test run makes: a hundred thousand payments with every fault at once.

use paylink_sim::{Mix, Series};

#[test]
fn many_payments_break_no_promise() {
    let series =
        Series { seed: 20_260_115, payments: 10_000, attempts: 300, threads: 2, mix: Mix::SqliteIn(100), bug: None };
    let report = series.run().expect("a runtime");
    if let Some(broken) = report.broken {
        panic!("{} (replay: cargo xtask sim --seed {} --world {})", broken.promise, series.seed, broken.world);
    }
    let tally = report.tally;
    assert!(tally.payments >= 10_000);
    // a run in which nothing went wrong shows nothing
    assert!(tally.crashes > 100 && tally.failed > 1000 && tally.returned > 1000 && report.on_sqlite > 0, "{tally:?}");
}
