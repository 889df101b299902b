//! One connection, with settings that were read back: SQLite can ignore a setting without a word.

use super::{Conn, OpenError, RunQueryDsl};
use diesel::{Connection, connection::SimpleConnection, dsl::sql, sql_types::Text};
use std::path::Path;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Write,
    Read,
}

/// Settings and the value each must read back as (<https://www.sqlite.org/pragma.html>).
///
/// `busy_timeout` comes first: switching to WAL may have to wait. `synchronous` 2 is FULL.
/// `temp_store` 2 is memory: the journals of savepoints then need no files. Without `recursive_triggers` a
/// `REPLACE` would delete ledger entries past the trigger that refuses it. With `secure_delete` what is deleted or
/// overwritten is zeroed in the file, so that a person who was erased is not found in free space.
const SETTINGS: [(&str, &str); 8] = [
    ("busy_timeout", "5000"),
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
    ("temp_store", "2"),
    ("recursive_triggers", "1"),
    ("secure_delete", "1"),
];

const READ_ONLY: (&str, &str) = ("query_only", "1");

/// Kilobytes: new rows fall all over the indexes of random ids, and those pages should not be read again each time.
const WRITE_CACHE: (&str, &str) = ("cache_size", "-8000");

/// Opens a connection and refuses it unless every setting took.
pub(super) fn connect(path: &Path, purpose: Purpose) -> Result<Conn, OpenError> {
    let text = path.to_str().ok_or_else(|| OpenError::Path { path: path.to_owned() })?;
    let mut conn = Conn::establish(text)
        .map_err(|source| OpenError::Connect { path: path.to_owned(), source: Box::new(source) })?;
    for (name, value) in settings(purpose) {
        conn.batch_execute(&format!("PRAGMA {name} = {value}"))
            .map_err(|source| OpenError::Connect { path: path.to_owned(), source: Box::new(source) })?;
    }
    check(&mut conn, purpose)?;
    Ok(conn)
}

/// Reads every setting back.
pub(super) fn check(conn: &mut Conn, purpose: Purpose) -> Result<(), OpenError> {
    for (name, wanted) in settings(purpose) {
        let found: String = sql::<Text>(&format!("PRAGMA {name}"))
            .get_result(conn)
            .map_err(|source| OpenError::Read { source: Box::new(source) })?;
        if found != wanted {
            return Err(OpenError::Setting { name, wanted, found });
        }
    }
    Ok(())
}

fn settings(purpose: Purpose) -> impl Iterator<Item = (&'static str, &'static str)> {
    let more = match purpose {
        Purpose::Write => WRITE_CACHE,
        Purpose::Read => READ_ONLY,
    };
    SETTINGS.into_iter().chain([more])
}
