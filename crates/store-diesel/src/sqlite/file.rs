//! The files of a database: created for their owner only, and held by one server at a time.

use super::OpenError;
use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Creates file and folder where missing and closes the file to everyone but its owner; returns
/// the absolute path, which SQLite cannot take for a URI.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, OpenError> {
    let failed = |source| OpenError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_folder(folder).map_err(failed)?;
    }
    private().create(true).truncate(false).write(true).open(path).map_err(failed)?;
    close_to_others(path).map_err(failed)?;
    let path = fs::canonicalize(path).map_err(failed)?;
    // A new file must be found again after a power cut: its name, and that of a folder made for it.
    let mut folders = path.ancestors().skip(1);
    folders.next().map_or(Ok(()), sync_folder).map_err(failed)?;
    // The folder above may not be ours to open; then it was not made here either.
    let _above = folders.next().map(sync_folder);
    Ok(path)
}

/// Takes the lock beside the database; it lasts until the file is dropped or the process dies.
pub(super) fn lock(database: &Path) -> Result<File, OpenError> {
    let path = beside(database, ".lock");
    let failed = |source| OpenError::File { path: path.clone(), source };
    let file = private().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: database.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Makes an empty file that only its owner can read.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    private().create_new(true).write(true).open(path).map(drop)
}

fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = database.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(unix)]
fn create_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Also for a file that was there before, e.g. restored from a backup.
#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o777 == 0o600 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(0o600)) }
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}
