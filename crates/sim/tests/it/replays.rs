//! A seed is the whole input: the same one leads to the same steps.

use paylink_sim::{Engine, Mix, Series, run, runtime};

fn series(engine: Engine) -> Series {
    Series { seed: 7, payments: 0, attempts: 80, threads: 1, mix: Mix::Only(engine), bug: None }
}

fn traces(engine: Engine, worlds: u64) -> Vec<u64> {
    let runtime = runtime().expect("a runtime");
    let trace = |number| {
        let outcome = run(&series(engine).world(number, false), &runtime);
        assert_eq!(outcome.broken, None, "world {number}");
        outcome.hash
    };
    (0..worlds).map(trace).collect()
}

#[test]
fn the_same_seed_takes_the_same_steps_in_memory() {
    assert_eq!(traces(Engine::Memory, 20), traces(Engine::Memory, 20));
}

#[test]
fn the_same_seed_takes_the_same_steps_on_sqlite() {
    assert_eq!(traces(Engine::Sqlite, 3), traces(Engine::Sqlite, 3));
}

#[test]
fn another_seed_takes_other_steps() {
    let traces = traces(Engine::Memory, 10);
    assert!(traces.iter().enumerate().all(|(place, trace)| !traces[..place].contains(trace)));
}
