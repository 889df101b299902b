//! `paylink-chaos`: breaks running servers on purpose and checks that no promise breaks with them. Never shipped.
//!
//! Real processes, real sockets, real files, all on the loopback address. `cargo xtask chaos` builds server and tool
//! and runs them; `docs/reference/chaos.md` says what each demonstration does and shows.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks through its streams")]

mod books;
mod chance;
mod client;
mod demos;
mod http;
mod json;
mod ledger;
mod load;
mod options;
mod proxy;
mod receiver;
mod site;
mod verdict;

use demos::Demonstration;
use options::Options;
use std::{error::Error, process::ExitCode, time::Instant};
use tokio::signal::unix::{SignalKind, signal};
use verdict::{Verdict, seconds};

/// What went wrong, as a sentence.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let done = Options::read(std::env::args().skip(1), &demos::usage()).and_then(|options| {
        let chosen = demos::chosen(&options.names)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            // a signal drops the demonstration, and with it every process it started
            tokio::select! {
                clean = run(&options, &chosen) => Ok(clean),
                _ = terminate.recv() => Err("told to stop".into()),
                _ = interrupt.recv() => Err("told to stop".into()),
            }
        })
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("paylink-chaos: {trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the demonstrations one after another; whether all promises were kept.
async fn run(options: &Options, chosen: &[&Demonstration]) -> bool {
    println!("seed {}{}", options.seed, if options.short { ", short" } else { "" });
    let mut table = Vec::new();
    let mut clean = true;
    for demonstration in chosen {
        println!("\n{}: {}", demonstration.name, demonstration.shows);
        let (verdict, begun) = (Verdict::default(), Instant::now());
        if let Err(trouble) = (demonstration.run)(options.clone(), verdict.clone()).await {
            verdict.violation(format!("broke off: {trouble}"));
        }
        let broken = verdict.violations();
        clean &= broken == 0;
        let word = if broken == 0 { "kept".to_owned() } else { format!("{broken} VIOLATIONS") };
        table.push(format!("  {:<12}{word:<16}{:>10}", demonstration.name, seconds(begun.elapsed())));
    }
    println!("\nseed {}\n{}", options.seed, table.join("\n"));
    clean
}
