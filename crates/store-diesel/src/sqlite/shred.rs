//! Old copies of rows are made unreadable: in the write-ahead log, and in the gaps of pages.

use super::{
    Conn, RunQueryDsl,
    connection::{Purpose, connect},
};
use diesel::{connection::SimpleConnection, dsl::sql, sql_types::Text};
use paylink_core::ports::StoreError;
use std::path::Path;

/// A file of up to so many bytes is written anew, which others wait for; it takes about a second. Pages of a larger one
/// may keep pieces of rows that were moved between pages long before, until someone runs `VACUUM` on it.
const SMALL: i64 = 64 * 1024 * 1024;

/// Writes everything into the database file and empties the log.
///
/// `secure_delete` has zeroed what was deleted or overwritten, in the file as it is now; the log still holds pages as they
/// were. `VACUUM` writes the file without anything else (<https://www.sqlite.org/lang_vacuum.html>).
pub(super) fn shred(path: &Path) -> Result<(), StoreError> {
    let failed = |error: diesel::result::Error| StoreError::Unavailable(Box::new(error));
    let mut conn = connect(path, Purpose::Write).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    let pages = number(&mut conn, "PRAGMA page_count").map_err(failed)?;
    let size = number(&mut conn, "PRAGMA page_size").map_err(failed)?;
    if pages.saturating_mul(size) <= SMALL {
        conn.batch_execute("VACUUM").map_err(failed)?;
    }
    // its first column says whether someone was still reading the log
    match number(&mut conn, "PRAGMA wal_checkpoint(TRUNCATE)").map_err(failed)? {
        0 => Ok(()),
        _ => Err(StoreError::Unavailable("the write-ahead log is in use".into())),
    }
}

fn number(conn: &mut Conn, pragma: &str) -> diesel::QueryResult<i64> {
    // a pragma has no type of its own
    let text: String = sql::<Text>(pragma).get_result(conn)?;
    text.parse().map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}
