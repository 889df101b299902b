//! A Python environment with the third-party clients and checkers, from `tests/peers/requirements.txt`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::stamp::Stamped;
use crate::process;
use crate::trouble::{Attempt, Outcome};
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "bins/paylink-server/tests/peers/requirements.txt";

pub(crate) fn missing(workspace: &Workspace) -> Outcome<Vec<String>> {
    let environment = environment(workspace)?;
    // An interpreter that was removed from the machine leaves a link that no longer starts.
    let works = || process::succeeds(Command::new(interpreter(workspace)).arg("--version"));
    if environment.is_fresh() && works() {
        return Ok(Vec::new());
    }
    Ok(vec![format!("the Python packages of {REQUIREMENTS}")])
}

pub(crate) fn install(workspace: &Workspace) -> Outcome<()> {
    let environment = environment(workspace)?;
    environment.clear()?;
    process::run(Command::new("python3").args(["-m", "venv"]).arg(environment.folder()))?;
    pip_install(workspace, &["--requirement", REQUIREMENTS])?;
    environment.seal()
}

/// Adds to the environment; `requirements` as pip takes them.
pub(crate) fn pip_install(workspace: &Workspace, requirements: &[&str]) -> Outcome<()> {
    let mut pip = workspace.command(&interpreter(workspace));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]).args(requirements);
    process::run(&mut pip)
}

/// The environment's own interpreter.
pub(crate) fn interpreter(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("bin/python")
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.peers.join("venv")
}

fn environment(workspace: &Workspace) -> Outcome<Stamped> {
    let requirements =
        fs::read_to_string(workspace.root.join(REQUIREMENTS)).attempting(&format!("could not read {REQUIREMENTS}"))?;
    Ok(Stamped::new(folder(workspace), &[&requirements]))
}
