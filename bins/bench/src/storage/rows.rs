//! What the floor writes: the rows that the store itself left behind, taken from a database after every commit.

use super::{
    changes::Order,
    target::{Act, Part, Target},
};
use crate::Outcome;
use paylink_core::ports::Store as _;
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use rusqlite::{Connection, params_from_iter, types::Value};
use std::{collections::HashMap, path::Path, sync::Arc};
use tokio::task::JoinSet;

/// A statement and its parameters.
pub(crate) struct Step {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// The steps of one order, commit by commit.
pub(crate) type Steps = Vec<Vec<Step>>;

/// What an update leaves alone.
pub(crate) const FIXED: [&str; 6] = ["id", "merchant_id", "link_id", "created_at", "scope", "key"];
/// Orders whose commits of the same place share one commit here: nobody measures this.
const AT_ONCE: usize = 64;

/// Commits `orders` into `database` and notes every row written.
pub(crate) async fn of(database: &Path, orders: &[Order]) -> Outcome<Vec<Steps>> {
    let store = Arc::new(SqliteStore::open(SqliteOptions::new(database))?);
    let reader = Reader { conn: Connection::open(database)?, columns: HashMap::new() };
    let reader = reader.with_columns(&["links", "payments", "events", "work", "idempotency", "ledger", "audit_log"])?;
    let mut all: Vec<Steps> = Vec::new();
    for some in orders.chunks(AT_ONCE) {
        let mut steps: Vec<Steps> = some.iter().map(|_| Vec::new()).collect();
        let most = some.iter().map(|order| order.commits.len()).max().unwrap_or(0);
        for place in 0..most {
            let mut commits = JoinSet::new();
            for changes in some.iter().filter_map(|order| order.commits.get(place)).cloned() {
                let store = Arc::clone(&store);
                commits.spawn(async move { store.commit(changes).await });
            }
            while let Some(done) = commits.join_next().await {
                done??;
            }
            for (order, steps) in some.iter().zip(&mut steps) {
                let Some(changes) = order.commits.get(place) else { continue };
                let mut noted = Vec::new();
                for change in changes.changes() {
                    for target in Target::all(change)? {
                        noted.extend(reader.step(target)?);
                    }
                }
                steps.push(noted);
            }
        }
        all.append(&mut steps);
    }
    store.close();
    Ok(all)
}

struct Reader {
    conn: Connection,
    columns: HashMap<&'static str, Vec<String>>,
}

impl Reader {
    fn with_columns(mut self, tables: &[&'static str]) -> Outcome<Self> {
        for table in tables {
            let mut query = self.conn.prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))?;
            let names: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            drop(query);
            self.columns.insert(table, names);
        }
        Ok(self)
    }

    /// The statement for a row, with the values the store wrote. Nothing for what only reads.
    fn step(&self, target: Target) -> Outcome<Option<Step>> {
        let place: Vec<String> = target.key.iter().map(|(column, _)| format!("{column} = ?")).collect();
        let place = place.join(" AND ");
        let key: Vec<Value> = target.key.into_iter().map(|(_, part)| value(part)).collect();
        let table = target.table;
        Ok(match target.act {
            Act::Insert => Some(self.insert(table, &place, key)?),
            Act::Update(version) => Some(self.update(table, &place, key, version)?),
            Act::Delete => Some(Step { sql: format!("DELETE FROM {table} WHERE {place}"), values: key }),
            Act::Expect(_) => None,
        })
    }

    fn insert(&self, table: &'static str, place: &str, key: Vec<Value>) -> Outcome<Step> {
        let values = self.row(table, place, key)?;
        let marks = vec!["?"; values.len()].join(", ");
        Ok(Step { sql: format!("INSERT INTO {table} VALUES ({marks})"), values })
    }

    fn update(&self, table: &'static str, place: &str, key: Vec<Value>, version: i64) -> Outcome<Step> {
        let row = self.row(table, place, key.clone())?;
        let columns = self.columns.get(table).into_iter().flatten();
        let (set, mut values): (Vec<String>, Vec<Value>) = columns
            .zip(row)
            .filter(|(column, _)| !FIXED.contains(&column.as_str()))
            .map(|(column, value)| (format!("{column} = ?"), value))
            .unzip();
        values.extend(key);
        values.push(Value::Integer(version));
        Ok(Step { sql: format!("UPDATE {table} SET {} WHERE {place} AND version = ?", set.join(", ")), values })
    }

    fn row(&self, table: &'static str, place: &str, key: Vec<Value>) -> Outcome<Vec<Value>> {
        let mut query = self.conn.prepare(&format!("SELECT * FROM {table} WHERE {place}"))?;
        let count = query.column_count();
        let row = query.query_row(params_from_iter(key), |row| (0..count).map(|column| row.get(column)).collect());
        row.map_err(|error| format!("a row of {table} that the store wrote is missing: {error}").into())
    }
}

fn value(part: Part) -> Value {
    match part {
        Part::Id(id) => Value::Blob(id.as_bytes().to_vec()),
        Part::Text(text) => Value::Text(text),
    }
}
