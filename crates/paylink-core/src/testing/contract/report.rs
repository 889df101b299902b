//! What became of each case.

use std::fmt;

/// Which promises a store keeps and which it breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    kept: Vec<&'static str>,
    skipped: Vec<&'static str>,
    broken: Vec<(&'static str, String)>,
}

impl Report {
    pub(super) fn note(&mut self, case: &'static str, outcome: Result<(), super::check::Broken>) {
        match outcome {
            Ok(()) => self.kept.push(case),
            Err(super::check::Broken::Skipped) => self.skipped.push(case),
            Err(super::check::Broken::Promise(problem)) => self.broken.push((case, problem)),
        }
    }

    /// Names of the cases that were kept.
    #[must_use]
    pub fn kept(&self) -> &[&'static str] {
        &self.kept
    }

    /// Names of the cases that could not be tried: `Fixture::reopen` returned `None`.
    #[must_use]
    pub fn skipped(&self) -> &[&'static str] {
        &self.skipped
    }

    /// Names of the cases that were broken, each with what was found.
    #[must_use]
    pub fn broken(&self) -> &[(&'static str, String)] {
        &self.broken
    }

    /// Fails the test unless every case was kept; the message tells of every case that was not.
    ///
    /// # Panics
    /// When a case was broken.
    #[expect(clippy::panic, reason = "the verdict of a test")]
    pub fn assert_kept(&self) {
        assert!(!self.kept.is_empty(), "no case of the store contract has run");
        if !self.broken.is_empty() {
            panic!("{self}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kept, skipped, broken) = (self.kept.len(), self.skipped.len(), self.broken.len());
        write!(out, "the store contract: {kept} cases kept, {broken} broken, {skipped} skipped")?;
        for (case, problem) in &self.broken {
            write!(out, "\n\n{case}\n    {}", problem.replace('\n', "\n    "))?;
        }
        Ok(())
    }
}
