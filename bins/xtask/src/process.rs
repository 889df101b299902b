//! Starting other programs: looking them up on `PATH`, running them, turning a bad exit into a sentence.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use crate::trouble::{Attempt, Outcome, Trouble};

/// The first file of that name on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// The cargo that started this tool, or the one on `PATH`.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the terminal's streams and no input; a non-zero exit is returned, not an error.
pub(crate) fn status(command: &mut Command) -> Outcome<ExitStatus> {
    let line = command_line(command);
    command.stdin(Stdio::null()).status().attempting(&format!("could not start `{line}`"))
}

/// Like [`status`], and a non-zero exit is an error.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let exit = status(command)?;
    if exit.success() { Ok(()) } else { Err(Trouble::new(format!("`{}` ended with {exit}", command_line(command)))) }
}

/// Runs quietly and gives standard output; a non-zero exit is an error that carries standard error.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let line = command_line(command);
    let output = command.stdin(Stdio::null()).output().attempting(&format!("could not start `{line}`"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Trouble::new(format!("`{line}` ended with {}\n{}", output.status, complaint.trim_end())));
    }
    String::from_utf8(output.stdout).attempting(&format!("the output of `{line}` is not UTF-8"))
}

/// Whether the program starts and says yes; its output is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|exit| exit.success())
}

fn command_line(command: &Command) -> String {
    let words: Vec<_> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
