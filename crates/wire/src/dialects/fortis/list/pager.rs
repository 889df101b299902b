//! Which rows of a list stand on a page.

use super::{Ask, Column, Kind, test::ten_thousandths};
use crate::dialects::fortis::show::Shown;
use paylink_core::{Code, Error};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// Most rows that are put in an order of their own.
const SORTED: usize = 10_000;

/// Takes rows in and keeps those of the page.
#[derive(Debug)]
pub struct Pager<'a, T> {
    ask: &'a Ask,
    /// Whether rows come in the order that is asked for.
    in_order: bool,
    kept: Vec<(Map<String, Value>, T)>,
    total: usize,
}

/// The rows of a page, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// Those of the page.
    pub rows: Vec<T>,
    /// All that match.
    pub total: usize,
}

impl<'a, T> Pager<'a, T> {
    /// For rows that come `in_order`, or have to be put in order here.
    #[must_use]
    pub const fn new(ask: &'a Ask, in_order: bool) -> Self {
        Self { ask, in_order, kept: Vec::new(), total: 0 }
    }

    /// Takes a row: how it is shown, and what it is made from.
    ///
    /// # Errors
    /// `invalid_parameter` when there are too many rows for an order of their own.
    pub fn push(&mut self, shown: &impl Shown, row: T) -> Result<(), Error> {
        let fields = shown.fields();
        if !self.ask.keeps(&fields) {
            return Ok(());
        }
        let (begin, end) = self.window();
        if self.in_order {
            if (begin..end).contains(&self.total) {
                self.kept.push((fields, row));
            }
        } else if self.kept.len() < SORTED {
            self.kept.push((fields, row));
        } else {
            let detail = "more than 10000 rows: filter them, or sort by created_ts";
            return Err(Error::field("sort", Code::InvalidParameter, detail));
        }
        self.total += 1;
        Ok(())
    }

    fn window(&self) -> (usize, usize) {
        let begin = (self.ask.page - 1).saturating_mul(self.ask.page_size);
        (begin, begin.saturating_add(self.ask.page_size))
    }

    /// The rows of the page.
    #[must_use]
    pub fn finish(mut self) -> Found<T> {
        let (begin, _) = self.window();
        if !self.in_order {
            let sort = &self.ask.sort;
            self.kept.sort_by(|one, other| compare(sort, &one.0, &other.0));
        }
        let skipped = if self.in_order { 0 } else { begin };
        let rows = self.kept.into_iter().skip(skipped).take(self.ask.page_size).map(|(_, row)| row).collect();
        Found { rows, total: self.total }
    }
}

fn compare(sort: &[(Column, bool)], one: &Map<String, Value>, other: &Map<String, Value>) -> Ordering {
    for (column, down) in sort {
        let keys = (key(*column, one.get(column.name)), key(*column, other.get(column.name)));
        let order = if *down { keys.1.cmp(&keys.0) } else { keys.0.cmp(&keys.1) };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// What a value is sorted by: nothing first, then numbers, then texts in any case.
fn key(column: Column, value: Option<&Value>) -> (u8, i64, String) {
    match value {
        Some(Value::Number(number)) => (1, number.as_i64().unwrap_or(i64::MAX), String::new()),
        Some(Value::String(text)) if column.kind == Kind::Amount => {
            (1, ten_thousandths(text).unwrap_or(i64::MAX), String::new())
        }
        Some(Value::String(text)) => (2, 0, text.to_lowercase()),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => (0, 0, String::new()),
    }
}
