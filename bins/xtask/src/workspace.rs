//! Where things are: the repository's root, cargo's real target folder, and the tests' peers inside it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process;
use crate::trouble::{Attempt, Outcome, Trouble};

/// The folders every command works in.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Cargo's target folder, whichever way it was configured.
    pub(crate) target: PathBuf,
    /// What `setup` installs: `node/`, `venv/`, `cargo/`.
    pub(crate) peers: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and cargo's configuration files are honoured.
    pub(crate) fn find() -> Outcome<Self> {
        let text = process::output(process::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: Value =
            serde_json::from_str(&text).attempting("could not read the answer of `cargo metadata`")?;
        let folder = |key: &str| {
            metadata
                .get(key)
                .and_then(Value::as_str)
                .map(PathBuf::from)
                .ok_or_else(|| Trouble::new(format!("`cargo metadata` gave no `{key}`")))
        };
        let target = folder("target_directory")?;
        Ok(Self { root: folder("workspace_root")?, peers: target.join("peers"), target })
    }

    /// Cargo in the root, seeing the peers as the tests do.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = process::cargo();
        self.prepare(&mut command);
        command
    }

    /// Any program in the root, seeing the peers as the tests do.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        self.prepare(&mut command);
        command
    }

    /// The debug build of the server, where cargo puts it.
    pub(crate) fn server(&self) -> PathBuf {
        self.target.join("debug").join(format!("paylink-server{}", std::env::consts::EXE_SUFFIX))
    }

    /// Programs that `setup` builds with cargo.
    pub(crate) fn cargo_tools(&self) -> PathBuf {
        self.peers.join("cargo")
    }

    fn prepare(&self, command: &mut Command) {
        command
            .current_dir(&self.root)
            .env("PATH", self.path_with_tools())
            .env("PAYLINK_PEERS", &self.peers)
            .env("PAYLINK_SERVER_BIN", self.server());
    }

    fn path_with_tools(&self) -> OsString {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let tools = self.cargo_tools().join("bin");
        std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path))).unwrap_or(path)
    }
}
