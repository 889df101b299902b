//! Every planted bug is found: the oracles can fail.

use paylink_sim::{Bug, Engine, Mix, Series};

/// Payments within which each must be found.
const PAYMENTS: u64 = 100_000;

#[test]
fn every_planted_bug_is_found() {
    let mut unnoticed = Vec::new();
    for bug in Bug::ALL {
        let series = Series {
            seed: 1,
            payments: PAYMENTS,
            attempts: 300,
            threads: 1,
            mix: Mix::Only(Engine::Memory),
            bug: Some(*bug),
        };
        match series.run().expect("a runtime").broken {
            Some(broken) => {
                println!("{:<24} after {:>6} payments: {}", bug.name(), broken.after_payments, broken.promise)
            }
            None => unnoticed.push(bug.name()),
        }
    }
    assert!(unnoticed.is_empty(), "not found within {PAYMENTS} payments: {unnoticed:?}");
    assert!(Bug::ALL.len() >= 12);
}
