//! `paylink-sim`: runs simulated payments, or replays one world.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks through its streams")]

use paylink_sim::{Bug, Engine, Mix, Series, run, runtime};
use std::{process::ExitCode, time::Instant};

const USAGE: &str = "usage: paylink-sim [--payments N] [--seed N] [--threads N] [--attempts N] \
    [--store memory|sqlite|mix] [--bug NAME] [--world N [--trace LINES]]
  without --world: worlds until N payments have begun (1000000), or a promise is broken
  with --world:    that world of the seed alone, with the last LINES steps (200)";

struct Options {
    series: Series,
    world: Option<u64>,
    lines: usize,
}

fn read(arguments: &[String]) -> Result<Options, String> {
    let series = Series { seed: 1, payments: 1_000_000, attempts: 300, threads: 2, mix: Mix::SqliteIn(20), bug: None };
    let mut options = Options { series, world: None, lines: 200 };
    for pair in arguments.chunks(2) {
        let [name, value] = pair else { return Err(format!("{pair:?} has no value")) };
        let number = || value.parse::<u64>().map_err(|_| format!("{name} takes a number"));
        match name.as_str() {
            "--payments" => options.series.payments = number()?,
            "--seed" => options.series.seed = number()?,
            "--threads" => options.series.threads = number()?,
            "--attempts" => options.series.attempts = number()?,
            "--world" => options.world = Some(number()?),
            "--trace" => options.lines = usize::try_from(number()?).map_err(|error| error.to_string())?,
            "--store" => {
                options.series.mix = match value.as_str() {
                    "memory" => Mix::Only(Engine::Memory),
                    "sqlite" => Mix::Only(Engine::Sqlite),
                    "mix" => Mix::SqliteIn(20),
                    _ => return Err("--store takes memory, sqlite or mix".to_owned()),
                }
            }
            "--bug" => {
                let names: Vec<_> = Bug::ALL.iter().map(|bug| bug.name()).collect();
                let bug = Bug::named(value).ok_or_else(|| format!("the bugs are: {}", names.join(", ")))?;
                options.series.bug = Some(bug);
            }
            _ => return Err(format!("{name} is not known")),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done =
        read(&arguments).map_err(|problem| format!("{problem}\n{USAGE}")).and_then(|options| match options.world {
            Some(world) => replay(&options, world),
            None => all(&options.series),
        });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("paylink-sim: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Runs worlds; whether every promise was kept.
fn all(series: &Series) -> Result<bool, String> {
    let begun = Instant::now();
    let report = series.run().map_err(|error| error.to_string())?;
    let (tally, took) = (report.tally, begun.elapsed());
    let rate = u128::from(tally.payments) * 1000 / took.as_millis().max(1);
    println!("seed {}: {} worlds, {} of them on SQLite, in {took:.1?}", series.seed, report.worlds, report.on_sqlite);
    println!("{} payments ({rate} per second on {} threads)", tally.payments, series.threads);
    println!(
        "{} succeeded, {} failed, {} returned, {} refunds",
        tally.succeeded, tally.failed, tally.returned, tally.refunds
    );
    println!("{} requests, {} charges, {} webhook attempts", tally.requests, tally.charges, tally.webhooks);
    println!("{} commits, {} crashes, {} steps", tally.commits, tally.crashes, tally.steps);
    match report.broken {
        None => {
            println!("0 violations");
            Ok(true)
        }
        Some(broken) => {
            println!("BROKEN in world {} after {} payments: {}", broken.world, broken.after_payments, broken.promise);
            println!("replay: {}", broken.replay(series));
            Ok(false)
        }
    }
}

/// Runs one world and prints its last steps; whether every promise was kept.
fn replay(options: &Options, world: u64) -> Result<bool, String> {
    let runtime = runtime().map_err(|error| error.to_string())?;
    let setup = options.series.world(world, true);
    let outcome = run(&setup, &runtime);
    let skipped = outcome.lines.len().saturating_sub(options.lines);
    if let Some(plan) = outcome.lines.first().filter(|_| skipped > 0) {
        println!("{plan}\n… {} steps …", skipped - 1);
    }
    for line in outcome.lines.iter().skip(skipped) {
        println!("{line}");
    }
    println!("world {world} on {:?}, seed {}: trace {:016x}", setup.engine, setup.seed, outcome.hash);
    println!("{:?}", outcome.tally);
    match &outcome.broken {
        None => println!("every promise kept"),
        Some(promise) => println!("BROKEN: {promise}"),
    }
    Ok(outcome.broken.is_none())
}
