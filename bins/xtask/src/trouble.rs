//! The one error of this tool: a sentence for the person at the terminal, saying what was attempted and why it failed.

use std::fmt;

/// What went wrong, ready to be printed.
#[derive(Debug)]
pub(crate) struct Trouble(String);

pub(crate) type Outcome<T> = Result<T, Trouble>;

impl Trouble {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what was being attempted when a lower error came up.
pub(crate) trait Attempt<T> {
    fn attempting(self, what: &str) -> Outcome<T>;
}

impl<T, E: fmt::Display> Attempt<T> for Result<T, E> {
    fn attempting(self, what: &str) -> Outcome<T> {
        self.map_err(|source| Trouble(format!("{what}: {source}")))
    }
}
