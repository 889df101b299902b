//! The floor of every commit: one thread, rusqlite, prepared statements, nothing else.

use super::rows::Steps;
use crate::{Outcome, compare::Turn};
use rusqlite::{Connection, Statement, params_from_iter, types::Value};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// A statement by its number, and its parameters.
type Bound = (usize, Vec<Value>);

/// The loop's work, its statements told apart once.
pub(crate) struct Floor {
    sql: Vec<String>,
    /// Order, commit, statement.
    orders: Vec<Vec<Vec<Bound>>>,
}

impl Floor {
    pub(crate) fn new(orders: Vec<Steps>) -> Self {
        let mut sql: Vec<String> = Vec::new();
        let mut number = |text: String| {
            sql.iter().position(|known| *known == text).unwrap_or_else(|| {
                sql.push(text);
                sql.len().saturating_sub(1)
            })
        };
        let mut bound = |commit: Vec<super::rows::Step>| -> Vec<Bound> {
            commit.into_iter().map(|step| (number(step.sql), step.values)).collect()
        };
        let orders = orders.into_iter().map(|commits| commits.into_iter().map(&mut bound).collect()).collect();
        Self { sql, orders }
    }

    /// Writes the first `count` orders, `batch` of them per commit.
    pub(crate) fn run(&self, database: &Path, count: usize, batch: usize) -> Outcome<Turn> {
        let conn = Connection::open(database)?;
        for pragma in ["journal_mode = wal", "synchronous = FULL", "foreign_keys = 1", "temp_store = 2"] {
            conn.execute_batch(&format!("PRAGMA {pragma}"))?;
        }
        let level: i64 = conn.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
        if level != 2 {
            return Err("the floor does not write durably".into());
        }
        let prepared: Result<Vec<Statement<'_>>, _> = self.sql.iter().map(|sql| conn.prepare(sql)).collect();
        let mut statements = prepared?;
        let (mut begin, mut commit) = (conn.prepare("BEGIN IMMEDIATE")?, conn.prepare("COMMIT")?);
        let mut latencies = Vec::with_capacity(count);
        let begun = Instant::now();
        for some in self.orders.get(..count).unwrap_or(&self.orders).chunks(batch) {
            let since = Instant::now();
            let most = some.iter().map(Vec::len).max().unwrap_or(0);
            for place in 0..most {
                begin.execute([])?;
                for (number, values) in some.iter().filter_map(|order| order.get(place)).flatten() {
                    let statement = statements.get_mut(*number).ok_or("an unknown statement")?;
                    if statement.execute(params_from_iter(values))? != 1 {
                        return Err("the floor wrote another number of rows than the store".into());
                    }
                }
                commit.execute([])?;
            }
            latencies.extend(std::iter::repeat_n(micros(since.elapsed()), some.len()));
        }
        Ok(Turn { span: begun.elapsed(), latencies, busy: None })
    }
}

fn micros(span: Duration) -> u32 {
    u32::try_from(span.as_micros()).unwrap_or(u32::MAX)
}
