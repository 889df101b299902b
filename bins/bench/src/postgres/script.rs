//! A script for pgbench: the statements of one order as any client sends them, a transaction per commit.
//!
//! They are derived from the rows that the store wrote for a sample. What is the same in every order is a variable given
//! on the command line; ids and keys are put together from numbers that pgbench draws.

use super::sample::Row;
use crate::{
    Outcome,
    storage::{
        rows::FIXED,
        target::{Act, Part, Target},
    },
};
use serde_json::Value;
use std::collections::HashMap;

/// Half of an id in decimal digits, which are hexadecimal digits too.
pub(super) const HALF: u64 = 1_000_000_000_000_000;
/// Texts of which there is only one each.
const DRAWN: [&str; 3] = ["slug", "slug_key", "key"];

/// A script and what it is told.
#[derive(Default)]
pub(super) struct Script {
    text: String,
    /// Variables of the command line.
    pub(super) fixed: Vec<(String, String)>,
    known: HashMap<String, String>,
    drawn: Vec<String>,
}

impl Script {
    /// Takes ids that stay the same, such as the merchant's.
    pub(super) fn keep(&mut self, id: &str) {
        let expression = format!("CAST({} AS uuid)", self.fix(id));
        self.known.insert(id.to_owned(), expression);
    }

    /// Takes the id of a row that is there before: its second half counts the orders, in some order.
    pub(super) fn count(&mut self, id: &str) {
        let first = self.fix(&HALF.to_string());
        self.known.insert(id.to_owned(), uuid(&first, ":k"));
        self.drawn.push(format!("\\set k {HALF} + permute((:n - 1) * :clients + :client_id, :orders)"));
    }

    /// Begins a transaction.
    pub(super) fn begin(&mut self) {
        self.text.push_str("BEGIN;\n");
    }

    /// Ends it.
    pub(super) fn commit(&mut self) {
        self.text.push_str("COMMIT;\n");
    }

    /// The statement for a change whose row is now `row`.
    pub(super) fn step(&mut self, target: &Target, row: &Row) -> Outcome<()> {
        let table = target.table;
        let mut place = Vec::new();
        for (column, part) in &target.key {
            let value = match part {
                Part::Id(id) => self.id(&id.to_string()),
                Part::Text(text) => self.text(column, text),
            };
            place.push(format!("{column} = {value}"));
        }
        let place = place.join(" AND ");
        let statement = match target.act {
            Act::Insert => {
                let (columns, values): (Vec<&str>, Vec<String>) = row
                    .columns
                    .iter()
                    .map(|(column, kind, value)| (column.as_str(), self.value(column, kind, value)))
                    .unzip();
                format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "))
            }
            Act::Update(version) => {
                let moved = row.columns.iter().filter(|(column, ..)| !FIXED.contains(&column.as_str()));
                let set: Vec<String> =
                    moved.map(|(column, kind, value)| self.assignment(column, kind, value)).collect();
                let version = self.fix(&version.to_string());
                format!("UPDATE {table} SET {} WHERE {place} AND version = {version}", set.join(", "))
            }
            Act::Delete => format!("DELETE FROM {table} WHERE {place}"),
            Act::Expect(version) => {
                let version = self.fix(&version.to_string());
                format!("SELECT version FROM {table} WHERE {place} AND version = {version} FOR SHARE")
            }
        };
        self.text.push_str(&statement);
        self.text.push_str(";\n");
        Ok(())
    }

    /// All of it.
    pub(super) fn finish(&self) -> String {
        format!("\\set n :n + 1\n{}\n{}", self.drawn.join("\n"), self.text)
    }

    /// What was drawn when the row was made stays.
    fn assignment(&mut self, column: &str, kind: &str, value: &Value) -> String {
        let value = if DRAWN.contains(&column) { column.to_owned() } else { self.value(column, kind, value) };
        format!("{column} = {value}")
    }

    fn value(&mut self, column: &str, kind: &str, value: &Value) -> String {
        match (kind, value) {
            (_, Value::Null) => "NULL".to_owned(),
            ("uuid", Value::String(id)) => self.id(id),
            ("timestamp with time zone", _) => "now()".to_owned(),
            (_, Value::String(text)) => self.text(column, text),
            (_, other) => self.fix(&other.to_string()),
        }
    }

    /// An id: one that is known, or a new one whose first half grows as time does.
    fn id(&mut self, id: &str) -> String {
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        let number = self.drawn.len();
        self.drawn.push(format!("\\set t{number} {HALF} + :n * :clients + :client_id"));
        self.drawn.push(format!("\\set r{number} random({HALF}, {})", HALF * 9));
        let expression = uuid(&format!(":t{number}"), &format!(":r{number}"));
        self.known.insert(id.to_owned(), expression.clone());
        expression
    }

    /// A text: drawn where it has to be the only one, otherwise always the same.
    fn text(&mut self, column: &str, text: &str) -> String {
        if !DRAWN.contains(&column) {
            return self.fix(text);
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let number = self.drawn.len();
        self.drawn.push(format!("\\set a{number} random({HALF}, {})", HALF * 9));
        self.drawn.push(format!("\\set b{number} random({HALF}, {})", HALF * 9));
        let expression = joined(&format!(":a{number}"), &format!(":b{number}"));
        self.known.insert(text.to_owned(), expression.clone());
        expression
    }

    fn fix(&mut self, text: &str) -> String {
        let name = self.fixed.iter().find(|(_, known)| known == text).map(|(name, _)| name.clone());
        let name = name.unwrap_or_else(|| {
            let name = format!("v{}", self.fixed.len());
            self.fixed.push((name.clone(), text.to_owned()));
            name
        });
        format!(":{name}")
    }
}

fn joined(first: &str, second: &str) -> String {
    format!("(CAST({first} AS text) || CAST({second} AS text))")
}

fn uuid(first: &str, second: &str) -> String {
    format!("CAST({} AS uuid)", joined(first, second))
}
