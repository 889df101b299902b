//! How a case says what it found.

use crate::{UniqueKey, ports::StoreError};
use std::fmt::{Debug, Display};

/// Why a case was not kept.
#[derive(Debug)]
pub(super) enum Broken {
    /// The store did something else than was promised.
    Promise(String),
    /// The fixture cannot do what the case needs.
    Skipped,
}

/// The outcome of a case.
pub(super) type Kept = Result<(), Broken>;

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Promise(format!("a call that had to succeed failed: {error:?}"))
    }
}

/// A promise is broken, told in a sentence.
pub(super) fn broken(problem: impl Into<String>) -> Broken {
    Broken::Promise(problem.into())
}

/// Adds what was being done to a failure.
pub(super) trait During<T> {
    fn during(self, what: impl Display) -> Result<T, Broken>;
}

impl<T, E: Into<Broken>> During<T> for Result<T, E> {
    fn during(self, what: impl Display) -> Result<T, Broken> {
        self.map_err(|error| match error.into() {
            Broken::Promise(problem) => Broken::Promise(format!("{what}: {problem}")),
            Broken::Skipped => Broken::Skipped,
        })
    }
}

/// `what` has to hold.
pub(super) fn holds(condition: bool, what: impl Display) -> Kept {
    if condition { Ok(()) } else { Err(broken(format!("does not hold: {what}"))) }
}

/// Two values have to be the same.
pub(super) fn same<T: PartialEq + Debug>(what: impl Display, found: &T, wanted: &T) -> Kept {
    if found == wanted { Ok(()) } else { Err(broken(format!("{what}\nfound  {}\nwanted {}", cut(found), cut(wanted)))) }
}

/// Values as text, cut where they get too long to read.
pub(super) fn cut(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(600) {
        Some((at, _)) => format!("{}… ({} bytes)", text.get(..at).unwrap_or_default(), text.len()),
        None => text,
    }
}

/// The commit has to fail with `Taken` of this key.
pub(super) fn taken(result: Result<(), StoreError>, key: UniqueKey) -> Kept {
    match result {
        Err(StoreError::Taken { key: found }) if found == key => Ok(()),
        other => Err(broken(format!("wanted Taken({key}), found {other:?}"))),
    }
}

/// The call has to fail with `Stale` of this kind of row.
pub(super) fn stale<T: Debug>(result: Result<T, StoreError>, entity: &str) -> Kept {
    match result {
        Err(StoreError::Stale { entity: found, .. }) if found == entity => Ok(()),
        other => Err(broken(format!("wanted Stale({entity}), found {other:?}"))),
    }
}

/// The commit has to fail with `Stale`, of whatever row.
pub(super) fn gone(result: Result<(), StoreError>) -> Kept {
    match result {
        Err(StoreError::Stale { .. }) => Ok(()),
        other => Err(broken(format!("wanted Stale, found {other:?}"))),
    }
}

/// The commit has to fail with `Corrupt`.
pub(super) fn corrupt(result: Result<(), StoreError>) -> Kept {
    match result {
        Err(StoreError::Corrupt { .. }) => Ok(()),
        other => Err(broken(format!("wanted Corrupt, found {other:?}"))),
    }
}
