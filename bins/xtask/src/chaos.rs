//! `cargo xtask chaos`: builds server and demonstrations as they are shipped, then lets the demonstrations run.

use crate::process;
use crate::trouble::Outcome;
use crate::workspace::Workspace;

/// Two builds: together they would share features, and the server is broken as it is built alone.
const PACKAGES: [&str; 2] = ["paylink-server", "paylink-chaos"];

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    for package in PACKAGES {
        process::run(workspace.cargo().args(["build", "--release", "--package", package]))?;
    }
    let chaos = workspace.target.join("release").join(format!("paylink-chaos{}", std::env::consts::EXE_SUFFIX));
    process::run(workspace.command(&chaos).args(arguments))
}
