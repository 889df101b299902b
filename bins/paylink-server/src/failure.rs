//! How a command ends that did not work: one clear line and an exit status.

use std::{io::Write as _, process::ExitCode};

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A setting is wrong; the message names it. Exit status 2.
    #[error("{0}")]
    Setting(String),
    /// Something the server needs does not work. Exit status 1.
    #[error("{0}")]
    Broken(String),
    /// The command line is wrong or asked for help; clap has the text.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
}

impl Failure {
    /// A wrong setting, by its name.
    pub(crate) fn setting(name: &str, problem: impl std::fmt::Display) -> Self {
        Self::Setting(format!("{name}: {problem}"))
    }

    /// Something failed, with its causes.
    pub(crate) fn broken(what: &str, error: &dyn std::error::Error) -> Self {
        Self::Broken(format!("{what}: {}", causes(error)))
    }

    /// Prints the one line and gives the exit status.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::CommandLine(error) => {
                let status = if error.use_stderr() { 2 } else { 0 };
                // nothing is left to be done about a closed terminal
                let _ = error.print();
                ExitCode::from(status)
            }
            Self::Setting(line) => say(&line, 2),
            Self::Broken(line) => say(&line, 1),
        }
    }
}

/// An error and its causes in one line.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn say(line: &str, status: u8) -> ExitCode {
    let line = line.replace(['\n', '\r'], " ");
    let _ = writeln!(std::io::stderr(), "paylink-server: {line}");
    ExitCode::from(status)
}
