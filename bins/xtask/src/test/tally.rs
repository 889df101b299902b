//! How many tests passed and failed, and the line that says so.

use crate::trouble::{Outcome, Trouble};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { passed: self.passed.saturating_add(other.passed), failed: self.failed.saturating_add(other.failed) }
    }

    /// For a runner that ended badly although it counted no failed test.
    pub(crate) fn or_failed(self, ended_well: bool) -> Self {
        if ended_well || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }

    /// Prints the last line of a run; failed tests and an empty run are errors.
    pub(crate) fn conclude(self) -> Outcome<()> {
        println!("{} passed, {} failed", self.passed, self.failed);
        match self {
            Self { passed: 0, failed: 0 } => Err(Trouble::new("no test was run")),
            Self { failed: 0, .. } => Ok(()),
            Self { .. } => Err(Trouble::new("there are failed tests")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_ended_badly_is_never_counted_as_green() {
        let green = Tally { passed: 3, failed: 0 };
        assert_eq!(green.or_failed(false), Tally { passed: 3, failed: 1 });
        assert_eq!(green.or_failed(true), green);
        assert_eq!(Tally { passed: 3, failed: 2 }.or_failed(false).failed, 2);
    }

    #[test]
    fn a_failed_test_or_an_empty_run_ends_in_an_error() {
        assert!(Tally { passed: 1, failed: 0 }.conclude().is_ok());
        assert!(Tally { passed: 1, failed: 1 }.conclude().is_err());
        assert!(Tally::default().conclude().is_err());
    }
}
