//! The test runner: taken from the machine where it is there, built once into the target folder where not.

use std::process::Command;

use crate::process;
use crate::trouble::Outcome;
use crate::workspace::Workspace;

const VERSION: &str = "0.9.143";

pub(crate) fn missing(workspace: &Workspace) -> Outcome<Vec<String>> {
    let built_here = workspace.cargo_tools().join("bin/cargo-nextest").is_file();
    if built_here || process::on_path("cargo-nextest").is_some() {
        return Ok(Vec::new());
    }
    Ok(vec!["cargo-nextest (built from source: a few minutes, once)".to_owned()])
}

/// Unoptimised and without its self-updater: that halves the wait, and the runner itself is never what is slow.
pub(crate) fn install(workspace: &Workspace) -> Outcome<()> {
    let mut install: Command = workspace.cargo();
    install
        .args(["install", "cargo-nextest", "--locked", "--quiet", "--debug", "--no-default-features"])
        .args(["--features", "default-no-update", "--version", VERSION, "--root"])
        .arg(workspace.cargo_tools())
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR");
    process::run(&mut install)
}
