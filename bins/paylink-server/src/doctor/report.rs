//! What the doctor says: one line per fact, printed as it is found.

use crate::{cli::print_line, failure::Failure};
use std::fmt::Display;

/// At most this many findings of one check are told one by one.
const TOLD: usize = 20;

/// Counts findings and prints lines.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: usize,
}

impl Report {
    /// Something is as it should be.
    pub(super) fn good(&self, what: &str, said: impl Display) {
        line("ok", what, said);
    }

    /// Something to know that is not wrong.
    pub(super) fn note(&self, what: &str, said: impl Display) {
        line("note", what, said);
    }

    /// Something is wrong.
    pub(super) fn finding(&mut self, what: &str, said: impl Display) {
        self.findings = self.findings.saturating_add(1);
        line("FINDING", what, said);
    }

    /// Several things are wrong; or none, and then `good` is said.
    pub(super) fn findings(&mut self, what: &str, found: &[String], good: impl Display) {
        for said in found.iter().take(TOLD) {
            self.finding(what, said);
        }
        if let Some(more) = found.len().checked_sub(TOLD).filter(|more| *more > 0) {
            self.finding(what, format!("and {more} more"));
        }
        if found.is_empty() {
            self.good(what, good);
        }
    }

    /// The end: an error that counts the findings, if there are any.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.findings {
            0 => print_line("no findings"),
            1 => Err(Failure::Broken("1 finding".to_owned())),
            many => Err(Failure::Broken(format!("{many} findings"))),
        }
    }
}

fn line(word: &str, what: &str, said: impl Display) {
    // a closed terminal shows in the last line
    let _ = print_line(&format!("{word:<8} {what}: {said}"));
}
