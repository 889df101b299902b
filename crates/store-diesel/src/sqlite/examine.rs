//! A database looked at from outside: is it sound, and does it still have every guard its migrations gave it?

use super::{
    Conn, OpenError, RunQueryDsl,
    connection::{Purpose, connect},
    schema_version,
};
use diesel::{Connection, QueryableByName, sql_query, sql_types::Text};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// What is wrong with the database at `path`, as sentences; nothing is written.
///
/// Settings are those every connection of this program uses and reads back; here the file itself is checked
/// (`PRAGMA integrity_check`, `foreign_key_check`, its mode), and its tables, indexes and triggers are compared with
/// those that the migrations make.
///
/// # Errors
/// [`OpenError`] when the database does not open or a setting does not take.
pub fn examine(path: &Path) -> Result<Vec<String>, OpenError> {
    let mut conn = connect(path, Purpose::Read)?;
    schema_version::expect_up_to_date(&mut conn)?;
    let mut findings = problems(&mut conn, path)?;
    findings.extend(open_to_others(path));
    let wanted = parts(&mut model()?)?;
    let found = parts(&mut conn)?;
    for (name, text) in &wanted {
        match found.get(name) {
            None => findings.push(format!("the schema has lost {name}")),
            Some(other) if other != text => {
                findings.push(format!("the schema has another {name} than its migrations made"))
            }
            Some(_) => {}
        }
    }
    for name in found.keys().filter(|name| !wanted.contains_key(*name)) {
        findings.push(format!("the schema has {name}, which no migration made"));
    }
    Ok(findings)
}

/// What SQLite itself finds wrong with a file.
pub(super) fn damage(path: &Path) -> Result<Vec<String>, OpenError> {
    let text = path.to_str().ok_or_else(|| OpenError::Path { path: path.to_owned() })?;
    let unopened = |source| OpenError::Connect { path: path.to_owned(), source: Box::new(source) };
    let mut conn = Conn::establish(text).map_err(unopened)?;
    problems(&mut conn, path)
}

fn problems(conn: &mut Conn, path: &Path) -> Result<Vec<String>, OpenError> {
    let failed = |source| OpenError::Connect { path: path.to_owned(), source: Box::new(source) };
    let checks = "SELECT 'the file' AS name, integrity_check AS text FROM pragma_integrity_check
        UNION ALL SELECT \"table\", 'a row refers to a row that is not there' FROM pragma_foreign_key_check";
    let said: Vec<Part> = sql_query(checks).load(conn).map_err(failed)?;
    Ok(said.into_iter().filter(|part| part.text != "ok").map(|part| format!("{}: {}", part.name, part.text)).collect())
}

/// A database with the schema of this program and nothing in it.
fn model() -> Result<Conn, OpenError> {
    let failed = |source| OpenError::Connect { path: PathBuf::from(":memory:"), source: Box::new(source) };
    let mut conn = Conn::establish(":memory:").map_err(failed)?;
    schema_version::bring_up_to_date(&mut conn)?;
    Ok(conn)
}

/// Tables, indexes and triggers by name, with the text that made them.
fn parts(conn: &mut Conn) -> Result<BTreeMap<String, String>, OpenError> {
    let query = "SELECT type || ' ' || name AS name, coalesce(sql, '') AS text FROM sqlite_master";
    let parts: Vec<Part> =
        sql_query(query).load(conn).map_err(|source| OpenError::Read { source: Box::new(source) })?;
    // SQLite keeps statistics of its own there
    let own = |part: &Part| !part.name.starts_with("table sqlite_");
    Ok(parts.into_iter().filter(own).map(|part| (part.name, part.text)).collect())
}

/// Whether anyone but its owner can read the file.
#[cfg(unix)]
fn open_to_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| format!("the file can be used by others than its owner (mode {:o})", mode & 0o777))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Option<String> {
    None
}
