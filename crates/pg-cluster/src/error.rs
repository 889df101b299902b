//! What went wrong, in a sentence.

use std::{fmt, io};

/// Why a cluster does not do what it was asked.
#[derive(Debug)]
pub struct Error {
    attempted: String,
    cause: String,
}

impl Error {
    pub(crate) fn new(attempted: impl Into<String>, cause: impl fmt::Display) -> Self {
        Self { attempted: attempted.into(), cause: cause.to_string() }
    }

    pub(crate) fn of(attempted: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let attempted = attempted.into();
        move |cause| Self::new(attempted, cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "could not {}: {}", self.attempted, self.cause)
    }
}

impl std::error::Error for Error {}
