//! `cargo xtask bench`: builds server and benchmark as they are shipped, then lets the benchmark compare.

use crate::process;
use crate::trouble::Outcome;
use crate::workspace::Workspace;

/// Two builds: together they would share features, and the server is measured as it is built alone.
const PACKAGES: [&str; 2] = ["paylink-server", "paylink-bench"];

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    for package in PACKAGES {
        process::run(workspace.cargo().args(["build", "--release", "--package", package]))?;
    }
    let bench = workspace.target.join("release").join(format!("paylink-bench{}", std::env::consts::EXE_SUFFIX));
    process::run(workspace.command(&bench).args(arguments))
}
