//! A copy of a database while it is in use.

use super::{
    Conn, OpenError,
    connection::{Purpose, connect},
    examine::damage,
};
use diesel::{RunQueryDsl, sql_query, sql_types::Text};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database to copy.
    #[error("there is no database at {}", path.display())]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Something is in the place of the copy; a backup never overwrites.
    #[error("{} exists already", path.display())]
    Exists {
        /// What.
        path: PathBuf,
    },
    /// The database does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The copy cannot be written.
    #[error("cannot write the copy {}", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The copy was read back and is not sound; it was removed.
    #[error("the copy is damaged: {problem}")]
    Damaged {
        /// What SQLite says of it.
        problem: String,
    },
}

/// Copies the database at `from` to the new file `to` as it is at one instant, reads the copy back and makes it
/// durable. Servers and tools go on meanwhile; writing transactions are not held up.
///
/// # Errors
/// [`BackupError`]: there is no file at `to` then that was not there before.
pub fn back_up(from: &Path, to: &Path) -> Result<(), BackupError> {
    if !from.is_file() {
        return Err(BackupError::Missing { path: from.to_owned() });
    }
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists { path: to.to_owned() });
    }
    let unfinished = unfinished(to);
    let done = copy(from, &unfinished).and_then(|()| check(&unfinished)).and_then(|()| publish(&unfinished, to));
    if done.is_err() {
        // what is left behind has the name of something unfinished, so that nobody takes it for a backup
        let _ = fs::remove_file(&unfinished);
    }
    done
}

fn unfinished(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    to.with_file_name(name)
}

fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| BackupError::Write { path: to.to_owned(), source };
    let mut conn: Conn = connect(from, Purpose::Write)?;
    // the file is made first, so that it is never readable for others
    super::file::create_private(to).map_err(|source| failed(Box::new(source)))?;
    let text = to.to_str().ok_or_else(|| OpenError::Path { path: to.to_owned() })?;
    let copied = sql_query("VACUUM INTO ?").bind::<Text, _>(text).execute(&mut conn);
    copied.map(drop).map_err(|source| failed(Box::new(source)))
}

fn check(copy: &Path) -> Result<(), BackupError> {
    match damage(copy)?.into_iter().next() {
        Some(problem) => Err(BackupError::Damaged { problem }),
        None => Ok(()),
    }
}

fn publish(unfinished: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |source| BackupError::Write { path: to.to_owned(), source: Box::new(source) };
    File::open(unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    // unlike a rename this refuses a file that has come there meanwhile
    fs::hard_link(unfinished, to).and_then(|()| fs::remove_file(unfinished)).map_err(failed)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
