//! Opening a database: files, lock, schema, settings; each can refuse.

use super::{
    Opening, SqliteOptions,
    connection::{Purpose, connect},
    file, schema_version,
    store::SqliteStore,
};
use std::path::{Path, PathBuf};

/// Any cause.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file or folder cannot be created, read or locked.
    #[error("cannot use {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The path has no UTF-8 form, which SQLite needs.
    #[error("the path {} is not UTF-8", path.display())]
    Path {
        /// Which.
        path: PathBuf,
    },
    /// Another server runs on this file.
    #[error("the database {} is in use by another server", path.display())]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// SQLite does not open the file.
    #[error("cannot open the database {}", path.display())]
    Connect {
        /// Which.
        path: PathBuf,
        /// What SQLite says.
        source: Cause,
    },
    /// A setting cannot be read back.
    #[error("cannot read the settings of the database back")]
    Read {
        /// What SQLite says.
        source: Cause,
    },
    /// A setting that keeps data safe was not taken.
    #[error("the database ignores the setting {name}: it is {found}, not {wanted}")]
    Setting {
        /// The pragma.
        name: &'static str,
        /// What it has to be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// A migration failed; the ones before it stand.
    #[error("cannot bring the schema up to date")]
    Migration {
        /// What went wrong.
        source: Cause,
    },
    /// The database was written by a newer version of this program.
    #[error("the database has the migration {version}, which this version does not know")]
    Newer {
        /// The unknown migration.
        version: String,
    },
    /// A tool found an old schema while a server holds the database.
    #[error("the schema is out of date: run `migrate` first")]
    NotMigrated,
    /// The writing thread cannot be started.
    #[error("cannot start the writing thread")]
    Thread {
        /// Why.
        source: std::io::Error,
    },
}

impl SqliteStore {
    /// Opens a database; creates file, folder and schema where missing.
    ///
    /// # Errors
    /// [`OpenError`]: nothing is open then.
    pub fn open(options: SqliteOptions) -> Result<Self, OpenError> {
        let path = file::prepare(&options.path)?;
        let lock = match (file::lock(&path), options.opening) {
            (Ok(lock), _) => Some(lock),
            (Err(OpenError::InUse { .. }), Opening::Tool) => None,
            (Err(error), Opening::Server | Opening::Tool) => return Err(error),
        };
        let mut writer = connect(&path, Purpose::Write)?;
        match lock {
            Some(_) => schema_version::bring_up_to_date(&mut writer)?,
            None => schema_version::expect_up_to_date(&mut writer)?,
        }
        let held = match options.opening {
            Opening::Server => lock,
            Opening::Tool => None,
        };
        Self::start(path, writer, &options, held)
    }

    /// Brings the schema of the database at `path` up to date and closes it again.
    ///
    /// # Errors
    /// [`OpenError`]; `InUse` while a server runs, which has brought it up to date itself.
    pub fn migrate(path: impl AsRef<Path>) -> Result<(), OpenError> {
        let path = file::prepare(path.as_ref())?;
        let _held = file::lock(&path)?;
        schema_version::bring_up_to_date(&mut connect(&path, Purpose::Write)?)
    }
}
