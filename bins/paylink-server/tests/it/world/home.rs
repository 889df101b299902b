//! A folder with everything a server keeps, and the settings it is started with.

use super::server::Server;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};
use tempfile::TempDir;

/// The key every test server accepts.
pub(crate) const ADMIN: &str = "test_2f0d6b1c9a7e4835bd10";

/// Where a server lives; outlives its processes. Clones are the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    folder: Arc<TempDir>,
    settings: Vec<(String, String)>,
}

impl Home {
    /// An empty folder and settings fit for tests.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        Self { folder: Arc::new(folder), settings: Vec::new() }
            .with("PAYLINK_BIND", "127.0.0.1:0")
            .with("PAYLINK_ADMIN_KEY", ADMIN)
            .with("PAYLINK_ALLOW_PRIVATE_WEBHOOKS", "true")
    }

    /// With this setting, in place of an earlier one.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without this setting.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The database, at its default place.
    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("paylink-data/paylink.db")
    }

    /// Everything that was logged by servers of this home.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Everything servers of this home printed on standard output.
    pub(crate) fn printed(&self) -> String {
        fs::read_to_string(self.printed_file()).unwrap_or_default()
    }

    pub(super) fn printed_file(&self) -> PathBuf {
        self.path().join("printed.txt")
    }

    pub(super) fn log_file(&self) -> PathBuf {
        self.path().join("log.txt")
    }

    /// The server binary in this home, no other setting reaching it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paylink-server"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts a server and waits until it listens.
    pub(crate) async fn serve(self) -> Server {
        Server::start(self, &[]).await
    }
}

fn is_ours(name: &OsString) -> bool {
    name.to_string_lossy().starts_with("PAYLINK_")
}
