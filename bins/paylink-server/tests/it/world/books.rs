//! The database as an auditor reads it: from outside the server, without its code.

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection,
    connection::SimpleConnection as _,
    sql_query,
    sql_types::{BigInt, Text},
};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// A connection of one's own to a server's database.
pub(crate) struct Books(SqliteConnection);

impl Books {
    /// Opens the database for reading.
    pub(crate) fn open(database: &Path) -> Self {
        let mut books = Self::open_to_change(database);
        books.run("PRAGMA query_only = 1");
        books
    }

    /// Opens the database to plant something in it.
    pub(crate) fn open_to_change(database: &Path) -> Self {
        let mut books = Self(SqliteConnection::establish(database.to_str().unwrap()).unwrap());
        books.run("PRAGMA busy_timeout = 20000");
        books
    }

    pub(crate) fn run(&mut self, statements: &str) {
        self.0.batch_execute(statements).unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    /// Whether somebody has been writing for longer than `patience_ms`.
    pub(crate) fn writer_is_stuck(&mut self, patience_ms: u32) -> bool {
        self.run(&format!("PRAGMA busy_timeout = {patience_ms}"));
        let free = self.0.batch_execute("BEGIN IMMEDIATE; ROLLBACK").is_ok();
        !free
    }

    /// The columns of a table.
    pub(crate) fn columns(&mut self, table: &str) -> Vec<String> {
        let query = format!("SELECT name AS key, '' AS text FROM pragma_table_info('{table}')");
        let rows: Vec<Document> = sql_query(query).load(&mut self.0).unwrap();
        rows.into_iter().map(|row| row.key).collect()
    }

    /// The one number a query called `number`.
    pub(crate) fn number(&mut self, query: &str) -> i64 {
        let row: Number = sql_query(query).get_result(&mut self.0).unwrap_or_else(|error| panic!("{query}: {error}"));
        row.number
    }

    /// The simulated processor's own book: what became of each idempotency key.
    pub(crate) fn charges(&mut self) -> BTreeMap<String, Value> {
        let rows: Vec<Document> =
            sql_query("SELECT key, text FROM documents WHERE kind = 'sandbox_charge'").load(&mut self.0).unwrap();
        rows.into_iter().map(|row| (row.key, serde_json::from_str(&row.text).unwrap())).collect()
    }

    /// The keys under which money was moved.
    pub(crate) fn charged(&mut self) -> Vec<String> {
        let moved = |entry: &Value| entry["course"]["is"] == "succeeded" || entry["course"]["answer"] == "approved";
        self.charges().into_iter().filter(|(_, entry)| moved(entry)).map(|(key, _)| key).collect()
    }

    /// Whether the database finds itself whole.
    pub(crate) fn is_sound(&mut self) -> bool {
        self.number("SELECT count(*) AS number FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1
            && self.number("SELECT count(*) AS number FROM pragma_foreign_key_check") == 0
    }
}
