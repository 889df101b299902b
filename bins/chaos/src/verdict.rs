//! What a demonstration found: figures for people, violations for the exit code.

use std::{
    collections::BTreeMap,
    fmt::Display,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// So many violations are written out; the rest are counted.
const SHOWN: usize = 20;

#[derive(Debug, Default)]
struct Found {
    figures: Vec<(String, String)>,
    violations: usize,
    counts: BTreeMap<&'static str, u64>,
    slowest: Duration,
}

/// Collects from every task of a demonstration. Clones are the same verdict.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict(Arc<Mutex<Found>>);

impl Verdict {
    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A figure worth a line.
    pub(crate) fn figure(&self, name: impl Into<String>, value: impl Display) {
        let (name, value) = (name.into(), value.to_string());
        println!("  {name:<58}{value}");
        self.found().figures.push((name, value));
    }

    /// A broken promise.
    pub(crate) fn violation(&self, what: impl Display) {
        let mut found = self.found();
        found.violations = found.violations.saturating_add(1);
        if found.violations <= SHOWN {
            println!("  VIOLATION: {what}");
        }
    }

    /// A violation unless `kept`.
    pub(crate) fn expect(&self, kept: bool, what: impl FnOnce() -> String) {
        if !kept {
            self.violation(what());
        }
    }

    /// Counts something that happens often and is no fault.
    pub(crate) fn count(&self, what: &'static str) {
        let mut found = self.found();
        let count = found.counts.entry(what).or_default();
        *count = count.saturating_add(1);
    }

    /// How often that was.
    pub(crate) fn counted(&self, what: &str) -> u64 {
        self.found().counts.get(what).copied().unwrap_or_default()
    }

    /// Remembers the longest of these spans.
    pub(crate) fn waited(&self, span: Duration) {
        let mut found = self.found();
        found.slowest = found.slowest.max(span);
    }

    /// The longest since the last time it was asked for.
    pub(crate) fn take_slowest(&self) -> Duration {
        std::mem::take(&mut self.found().slowest)
    }

    /// Makes every count a figure.
    pub(crate) fn tell_counts(&self) {
        let counts = std::mem::take(&mut self.found().counts);
        for (what, count) in counts {
            self.figure(what, count);
        }
    }

    pub(crate) fn violations(&self) -> usize {
        self.found().violations
    }
}

/// A span for people.
pub(crate) fn seconds(span: Duration) -> String {
    let tenths = span.as_millis() / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}
