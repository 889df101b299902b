//! `cargo xtask ci`: the same script the build machine runs, so that there is one list of checks.

use std::path::Path;

use crate::process;
use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    if !arguments.is_empty() {
        return Err(Trouble::new("takes no arguments"));
    }
    process::run(workspace.command(Path::new("bash")).arg(".ci/run"))
}
