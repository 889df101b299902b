//! Which database to open, and how.

use std::path::PathBuf;

/// Who opens the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// The server: the only process that may have the file open, for as long as it runs.
    Server,
    /// A tool that writes a little beside a running server. It brings the schema up to date only
    /// when no server runs.
    Tool,
}

/// How to open a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteOptions {
    /// The database file; it and its folder are created.
    pub path: PathBuf,
    /// Connections for single rows, and as many again for lists. At least one.
    pub readers: usize,
    /// Who opens it.
    pub opening: Opening,
    /// So many links, and as many merchants, are kept in memory for a second after they were read; a write
    /// by this store takes them out at once. 0 for a store whose file others write to.
    pub remembered: usize,
}

impl SqliteOptions {
    /// The server's way to open the file at `path`, with four readers, remembering nothing.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), readers: 4, opening: Opening::Server, remembered: 0 }
    }

    /// A tool's way to open the file at `path`.
    pub fn tool(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), readers: 1, opening: Opening::Tool, remembered: 0 }
    }
}

/// Why a text is not the URL of an SQLite database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another kind of database.
    #[error("does not begin with `sqlite:`")]
    Scheme,
    /// No file, or one in memory: a database that several connections share needs a file.
    #[error("has to name a file: `sqlite:PATH`")]
    NoFile,
    /// Everything is set in the code.
    #[error("takes no parameters after the path")]
    Parameters,
}

/// The path in `sqlite:PATH` (also `sqlite://PATH`, so `sqlite:///var/lib/x.db` is an absolute one).
///
/// # Errors
/// [`UrlError`] says what is wrong.
pub fn parse_url(url: &str) -> Result<PathBuf, UrlError> {
    let rest = url.strip_prefix("sqlite:").ok_or(UrlError::Scheme)?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path == ":memory:" || path.ends_with('/') {
        return Err(UrlError::NoFile);
    }
    if path.contains('?') {
        return Err(UrlError::Parameters);
    }
    Ok(PathBuf::from(path))
}
