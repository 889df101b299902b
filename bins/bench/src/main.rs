//! `paylink-bench`: measures Paylink against bare floors, side by side in one run. A tool, never shipped.
//!
//! Every figure is a ratio of two rates taken seconds apart on the same machine, so that a slow or busy
//! machine moves both sides. `cargo xtask bench` builds everything in release mode and runs it;
//! `docs/reference/benchmark.md` says how to read the answer.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    reason = "a tool that prints ratios; nothing here is money"
)]

mod api;
mod compare;
mod floor_app;
mod footprint;
mod http;
mod options;
mod postgres;
mod process;
mod report;
mod scale;
mod storage;
mod web;

use options::{Area, Job, Options};
use std::{error::Error, process::ExitCode};

/// What went wrong, as a sentence.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let done = Options::read(std::env::args().skip(1)).and_then(|job| match job {
        Job::FloorApp(answers) => floor_app::run(&answers),
        Job::Measure(options) => measure(&options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("paylink-bench: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Outcome<()> {
    report::machine(options);
    if options.wants(Area::Footprint) {
        footprint::measure(options)?;
    }
    if options.wants(Area::Pages) {
        web::pages(options)?;
    }
    if options.wants(Area::Links) {
        web::links(options)?;
    }
    if options.wants(Area::Commits) {
        storage::measure(options)?;
    }
    if options.wants(Area::Postgres) {
        postgres::measure(options)?;
    }
    if options.wants(Area::Scale) {
        scale::measure(options)?;
    }
    if options.wants(Area::Reports) {
        scale::reports(options)?;
    }
    Ok(())
}
