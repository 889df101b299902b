//! `cargo xtask sim`: builds the simulator with all optimisations, then lets it run. It says itself what it takes.

use crate::process;
use crate::trouble::Outcome;
use crate::workspace::Workspace;

const PACKAGE: &str = "paylink-sim";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    process::run(workspace.cargo().args(["build", "--release", "--package", PACKAGE]))?;
    let simulator = workspace.target.join("release").join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX));
    process::run(workspace.command(&simulator).args(arguments))
}
