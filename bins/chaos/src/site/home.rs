//! What the processes of one site share: a folder, a database, a secret, and their settings.

use crate::{Outcome, books::Books, options::Options};
use paylink_pg_cluster::Server;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};
use tempfile::TempDir;

/// The key every server here accepts.
pub(crate) const ADMIN: &str = "chaos_6e1b9d40c7a25f83b1d4";
const SECRET: &str = "chaos_0b8f4d1e6a93c752f0e8d4b6a1c3957e";

/// Outlives the processes in it. Clones are the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    folder: Arc<TempDir>,
    server: PathBuf,
    postgres: Option<(Server, String)>,
    settings: Vec<(String, String)>,
}

impl Home {
    /// A folder beside the server, so that its files lie on a disk and not in memory.
    pub(crate) fn new(options: &Options) -> Outcome<Self> {
        let parent = options.server.parent().ok_or("the server lies nowhere")?;
        let folder = tempfile::Builder::new().prefix("paylink-chaos-").tempdir_in(parent)?;
        let home =
            Self { folder: Arc::new(folder), server: options.server.clone(), postgres: None, settings: Vec::new() };
        Ok(home
            .with("PAYLINK_PUBLIC_URL", "http://localhost")
            .with("PAYLINK_ADMIN_KEY", ADMIN)
            .with("PAYLINK_SECRET", SECRET)
            .with("PAYLINK_RATE_LIMITS", "off")
            .with("PAYLINK_ALLOW_PRIVATE_WEBHOOKS", "true")
            .with("PAYLINK_LOG", "warn,paylink_server=info"))
    }

    /// With this setting, in place of an earlier one.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// On this PostgreSQL database instead of the embedded one.
    pub(crate) fn on_postgres(mut self, server: &Server, url: &str) -> Self {
        self.postgres = Some((server.clone(), url.to_owned()));
        self
    }

    /// Where PostgreSQL is, as its URL says.
    pub(crate) fn postgres_url(&self) -> Option<&str> {
        self.postgres.as_ref().map(|(_, url)| url.as_str())
    }

    /// Servers reach PostgreSQL by this URL from now on; auditors still go straight.
    pub(crate) fn reach_postgres_by(&mut self, url: String) {
        if let Some((_, known)) = &mut self.postgres {
            *known = url;
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the embedded database.
    pub(crate) fn database_file(&self) -> PathBuf {
        self.path().join("paylink.db")
    }

    pub(crate) fn books(&self) -> Books {
        match &self.postgres {
            Some((server, url)) => Books::postgres(server, url),
            None => Books::sqlite(&self.database_file()),
        }
    }

    /// The server binary in this home, no other setting reaching it; `wrapper` comes before it on the command line.
    pub(crate) fn command(&self, wrapper: &[String], arguments: &[&str]) -> Command {
        let mut command = match wrapper.split_first() {
            Some((program, rest)) => {
                let mut command = Command::new(program);
                command.args(rest).arg(&self.server);
                command
            }
            None => Command::new(&self.server),
        };
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PAYLINK_")) {
            command.env_remove(name);
        }
        let database = match &self.postgres {
            Some((_, url)) => url.clone(),
            None => format!("sqlite:{}", self.database_file().display()),
        };
        command
            .args(arguments)
            .current_dir(self.path())
            .env("PAYLINK_DATABASE_URL", database)
            .env("PAYLINK_DATA_DIR", self.path().join("data"))
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}
