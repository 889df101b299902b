//! A setting that did not take must stop the start.

use super::super::{
    Conn, OpenError,
    connection::{Purpose, check, connect},
};
use diesel::connection::SimpleConnection;

fn damaged(purpose: Purpose, damage: &str) -> OpenError {
    let folder = tempfile::tempdir().unwrap();
    let mut conn: Conn = connect(&folder.path().join("x.db"), purpose).unwrap();
    check(&mut conn, purpose).unwrap();
    conn.batch_execute(damage).unwrap();
    check(&mut conn, purpose).unwrap_err()
}

#[test]
fn every_setting_that_keeps_data_safe_is_read_back() {
    let cases = [
        ("busy_timeout", "PRAGMA busy_timeout = 0"),
        ("journal_mode", "PRAGMA journal_mode = DELETE"),
        ("synchronous", "PRAGMA synchronous = NORMAL"),
        ("foreign_keys", "PRAGMA foreign_keys = OFF"),
        ("trusted_schema", "PRAGMA trusted_schema = ON"),
        ("temp_store", "PRAGMA temp_store = FILE"),
        ("recursive_triggers", "PRAGMA recursive_triggers = OFF"),
    ];
    for (setting, damage) in cases {
        let error = damaged(Purpose::Write, damage);
        assert!(matches!(error, OpenError::Setting { name, .. } if name == setting), "{setting}: {error}");
    }
}

#[test]
fn a_reader_that_could_write_is_refused() {
    let error = damaged(Purpose::Read, "PRAGMA query_only = OFF");
    assert!(matches!(error, OpenError::Setting { name: "query_only", .. }), "{error}");
}

#[test]
fn a_reader_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    connect(&path, Purpose::Write).unwrap().batch_execute("CREATE TABLE notes (note TEXT)").unwrap();
    let mut reader = connect(&path, Purpose::Read).unwrap();
    let error = reader.batch_execute("INSERT INTO notes VALUES ('x')").unwrap_err();
    assert!(error.to_string().contains("readonly"), "{error}");
}
