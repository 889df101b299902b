//! How figures are printed.

use crate::{
    compare::{Ratio, Series},
    options::Options,
};
use std::time::Duration;

/// A goal that a ratio is held against.
pub(crate) struct Goal(pub(crate) f64);

/// What the figures were taken on, in general words.
pub(crate) fn machine(options: &Options) {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{processors} processors, {} clients, {} rounds, {} s per side and round over HTTP, {} commits per turn on the storage",
        options.clients,
        options.rounds,
        options.turn.as_secs(),
        options.operations
    );
    println!("ratios: the median round (the least and the most of all rounds)\n");
}

/// The heading of a part.
pub(crate) fn heading(text: &str) {
    println!("{text}");
}

/// One side's rate and latencies.
pub(crate) fn side(series: &Series) {
    let busy = series.busy_per_operation().map(|micros| format!(", {micros:.0} µs of its processor time each"));
    println!(
        "  {:<34}{:>9.0}/s   p50 {}   p99 {}{}",
        series.name,
        series.rate(),
        millis(series.quantile(50)),
        millis(series.quantile(99)),
        busy.unwrap_or_default()
    );
}

/// One side against another.
pub(crate) fn ratio(side: &Series, floor: &Series, goal: Option<&Goal>) {
    let ratio = Ratio::of(side, floor);
    let verdict = goal.map(|Goal(goal)| format!("   goal ≥ {goal}: {}", met(ratio.median() >= *goal)));
    println!(
        "  {} / {} = {:.2} ({:.2}–{:.2}){}",
        side.name,
        floor.name,
        ratio.median(),
        ratio.least(),
        ratio.most(),
        verdict.unwrap_or_default()
    );
}

/// A plain figure.
pub(crate) fn figure(name: &str, value: &str, goal: Option<(&str, bool)>) {
    let verdict = goal.map(|(goal, reached)| format!("   goal {goal}: {}", met(reached)));
    println!("  {name:<34}{value:>12}{}", verdict.unwrap_or_default());
}

/// The end of a part.
pub(crate) fn gap() {
    println!();
}

/// Milliseconds for people.
pub(crate) fn millis(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1e3)
}

/// Mebibytes for people.
pub(crate) fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0)
}

fn met(reached: bool) -> &'static str {
    if reached { "met" } else { "MISSED" }
}
