//! Files in a folder of this machine.

use crate::ObjectFiles;
use object_store::{local::LocalFileSystem, path::Path as Place};
use std::{
    fs::{self, DirBuilder},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// What a crash left half written is this old before it is cleared away, in case another process is writing it.
const STALE: Duration = Duration::from_secs(3600);

/// Why a folder cannot hold files.
#[derive(Debug, thiserror::Error)]
#[error("the folder {} cannot hold files: {cause}", .folder.display())]
pub struct LocalFolderError {
    folder: PathBuf,
    cause: String,
}

/// Makes the folder for its owner alone, if it is not there, and clears away what a crash left half written.
///
/// # Errors
/// [`LocalFolderError`].
pub fn prepare_folder(folder: &Path) -> Result<(), LocalFolderError> {
    let failed = |error: io::Error| LocalFolderError { folder: folder.to_owned(), cause: error.to_string() };
    make(folder).and_then(|()| clear_remains(folder)).map_err(failed)
}

/// Keeps files in `folder`, which has to be there. Every file is flushed to the disk before it counts as written.
///
/// # Errors
/// [`LocalFolderError`].
pub fn local_folder(folder: &Path) -> Result<ObjectFiles, LocalFolderError> {
    let failed = |cause: String| LocalFolderError { folder: folder.to_owned(), cause };
    let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(error.to_string()))?;
    Ok(ObjectFiles::new(Arc::new(objects.with_fsync(true)), Place::default()))
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes what a crash left half written: such files bear a `#` in their names, which ids never do.
#[expect(clippy::disallowed_methods, reason = "the age of a file is told by the clock that stamped it")]
fn clear_remains(folder: &Path) -> io::Result<()> {
    for spread in fs::read_dir(folder)? {
        let spread = spread?;
        if !spread.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(spread.path())? {
            let file = file?;
            let half = file.file_name().to_str().is_some_and(|name| name.starts_with("file_") && name.contains('#'));
            let modified = file.metadata()?.modified()?;
            let old = SystemTime::now().duration_since(modified).is_ok_and(|age| age > STALE);
            if half && old {
                fs::remove_file(file.path())?;
            }
        }
    }
    Ok(())
}
