//! The database as an auditor reads it: from outside the server, without its code.

use crate::{Outcome, json::Fields as _};
use paylink_pg_cluster::Server;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::task::block_in_place;

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(PathBuf),
    /// A server and the name of a database there.
    Postgres(Server, String),
}

/// Reads one database; every call is a connection of its own.
#[derive(Debug, Clone)]
pub(crate) struct Books(Engine);

impl Books {
    pub(crate) fn sqlite(file: &Path) -> Self {
        Self(Engine::Sqlite(file.to_owned()))
    }

    pub(crate) fn postgres(server: &Server, url: &str) -> Self {
        let path = url.split('?').next().unwrap_or_default();
        Self(Engine::Postgres(server.clone(), path.rsplit('/').next().unwrap_or_default().to_owned()))
    }

    /// The rows of a query, each with one or two columns as text.
    pub(crate) fn rows(&self, query: &str) -> Outcome<Vec<(String, String)>> {
        match &self.0 {
            Engine::Sqlite(file) => sqlite_rows(file, query),
            Engine::Postgres(server, database) => postgres_rows(server, database, query),
        }
    }

    /// The one number of a query.
    pub(crate) fn number(&self, query: &str) -> Outcome<i64> {
        let rows = self.rows(query)?;
        let (number, _) = rows.first().ok_or_else(|| format!("no row: {query}"))?;
        Ok(number.parse()?)
    }

    /// The simulated processor's own book: what became of each idempotency key.
    pub(crate) fn charges(&self) -> Outcome<BTreeMap<String, Value>> {
        let rows = self.rows("SELECT key, text FROM documents WHERE kind = 'sandbox_charge'")?;
        rows.into_iter().map(|(key, text)| Ok((key, serde_json::from_str(&text)?))).collect()
    }

    /// The keys under which money was moved.
    pub(crate) fn charged(&self) -> Outcome<Vec<String>> {
        let moved =
            |entry: &Value| entry.at("course").at("is") == "succeeded" || entry.at("course").at("answer") == "approved";
        Ok(self.charges()?.into_iter().filter(|(_, entry)| moved(entry)).map(|(key, _)| key).collect())
    }

    /// Refunds the processor has made, by their keys: how much each gave back, in minor units.
    pub(crate) fn given_back(&self) -> Outcome<BTreeMap<String, i64>> {
        let mut made = BTreeMap::new();
        for charge in self.charges()?.values() {
            let refunds = charge.at("refunds").at("by_key").as_object();
            for (key, refund) in refunds.into_iter().flatten().filter(|(_, one)| one.at("course").at("is") == "made") {
                let amount = refund.at("amount").at("minor").as_i64().ok_or("a refund without an amount")?;
                made.insert(key.clone(), amount);
            }
        }
        Ok(made)
    }

    /// Whether the database finds itself whole.
    pub(crate) fn is_sound(&self) -> Outcome<bool> {
        match &self.0 {
            Engine::Sqlite(_) => {
                let whole = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
                let dangling = "SELECT count(*) FROM pragma_foreign_key_check";
                Ok(self.number(whole)? == 1 && self.number(dangling)? == 0)
            }
            // reads every row of every table
            Engine::Postgres(..) => Ok(self
                .number("SELECT count(*) FROM payments p JOIN links l ON l.id = p.link_id")?
                == self.number("SELECT count(*) FROM payments")?),
        }
    }
}

fn sqlite_rows(file: &Path, query: &str) -> Outcome<Vec<(String, String)>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(Duration::from_secs(20))?;
    connection.execute_batch("PRAGMA query_only = 1")?;
    let mut statement = connection.prepare(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| -> Outcome<String> {
            if column >= columns {
                return Ok(String::new());
            }
            Ok(match row.get_ref(column)? {
                rusqlite::types::ValueRef::Null => String::new(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                rusqlite::types::ValueRef::Real(number) => number.to_string(),
                rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                    String::from_utf8_lossy(bytes).into_owned()
                }
            })
        };
        found.push((text(0)?, text(1)?));
    }
    Ok(found)
}

fn postgres_rows(server: &Server, database: &str, query: &str) -> Outcome<Vec<(String, String)>> {
    let text = block_in_place(|| server.run(database, query))?;
    let rows = text.lines().map(|line| {
        // what may hold the separator itself is always asked for last
        let (first, second) = line.split_once('|').unwrap_or((line, ""));
        (first.to_owned(), second.to_owned())
    });
    Ok(rows.collect())
}
