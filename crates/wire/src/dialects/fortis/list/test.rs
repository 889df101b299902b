//! What the rows of a list have to be like.

use super::{Column, Kind, parts};
use crate::dialects::fortis::time::span;
use paylink_core::{Currency, Timestamp, Timezone, parse_amount};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a column has to be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    /// One of these, exactly.
    Is(Vec<String>),
    /// Contains one of these, given in lower case.
    Like(Vec<String>),
    /// In one of these, both ends included.
    Within(Vec<(i64, i64)>),
    /// The same of days.
    Days(Vec<(String, String)>),
}

impl Test {
    /// Reads what is asked of a column; `Err` says what may be asked.
    pub(super) fn read(
        column: Column,
        given: &BTreeMap<String, String>,
        now: Timestamp,
        zone: &Timezone,
    ) -> Result<Option<Self>, &'static str> {
        read(column, given, now, zone)
    }

    /// The one value that will do.
    pub(super) fn only(&self) -> Option<&str> {
        match self {
            Self::Is(values) => match values.as_slice() {
                [one] => Some(one),
                [] | [_, _, ..] => None,
            },
            Self::Like(_) | Self::Within(_) | Self::Days(_) => None,
        }
    }

    /// Whether a value of the column will do.
    pub(super) fn passes(&self, column: Column, value: Option<&Value>) -> bool {
        passes(column, self, value)
    }
}

fn read(
    column: Column,
    given: &BTreeMap<String, String>,
    now: Timestamp,
    zone: &Timezone,
) -> Result<Option<Test>, &'static str> {
    let said = |suffix: &str| given.get(&format!("{}{suffix}", column.name)).map(|text| text.trim());
    let text = said("").filter(|text| !text.is_empty());
    if column.kind == Kind::Stamp {
        let bound = |suffix: &str, open: i64| {
            match said(suffix) {
                None => Ok(None),
                Some(text) => text.parse::<i64>().map(Some).map_err(|_| "unix seconds"),
            }
            .map(|bound| (bound.is_some(), bound.unwrap_or(open)))
        };
        let (from, until) = (bound("_from", i64::MIN)?, bound("_to", i64::MAX)?);
        if from.0 || until.0 {
            return Ok(Some(Test::Within(vec![(from.1, until.1)])));
        }
    }
    let Some(text) = text else { return Ok(None) };
    Ok(Some(match column.kind {
        Kind::Id => Test::Is(parts(text)),
        Kind::Text => Test::Like(parts(&text.to_lowercase())),
        Kind::Amount => Test::Within(ranges(text, ten_thousandths).ok_or("an amount, or a range 10.00|10.99")?),
        Kind::Whole => Test::Within(ranges(text, |text| text.parse().ok()).ok_or("a whole number, or a range 1|3")?),
        Kind::Stamp => match span(&text.to_lowercase(), now, zone) {
            Some((from, before)) => Test::Within(vec![(from, before - 1)]),
            None => {
                let read = ranges(text, |text| text.parse().ok());
                Test::Within(read.ok_or("unix seconds, a range 1|2, or a word such as today")?)
            }
        },
        Kind::Day => {
            let day = |text: &str| text.parse::<paylink_core::Date>().ok().map(|day| day.to_string());
            Test::Days(ranges(text, day).ok_or("a date, or a range 2030-01-01|2030-01-31")?)
        }
    }))
}

/// A list of values and of ranges `a|b`.
fn ranges<T: Clone>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<(T, T)>> {
    let range = |part: String| match part.split_once('|') {
        Some((from, to)) => Some((read(from.trim())?, read(to.trim())?)),
        None => read(&part).map(|value| (value.clone(), value)),
    };
    parts(text).into_iter().map(range).collect()
}

/// An amount in a unit that is fine enough for every currency.
pub(super) fn ten_thousandths(text: &str) -> Option<i64> {
    let finest = Currency::named("CLF")?;
    parse_amount(text, finest, true).ok().map(|money| money.minor)
}

fn passes(column: Column, test: &Test, value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str);
    match test {
        Test::Is(wanted) => text.is_some_and(|text| wanted.iter().any(|one| one == text)),
        Test::Like(wanted) => {
            let lower = text.map(str::to_lowercase);
            lower.is_some_and(|text| wanted.iter().any(|one| text.contains(one)))
        }
        Test::Within(ranges) => {
            let number = match column.kind {
                Kind::Amount => text.and_then(ten_thousandths),
                Kind::Id | Kind::Text | Kind::Whole | Kind::Stamp | Kind::Day => value.and_then(Value::as_i64),
            };
            number.is_some_and(|number| ranges.iter().any(|(from, to)| (*from..=*to).contains(&number)))
        }
        Test::Days(ranges) => {
            text.is_some_and(|text| ranges.iter().any(|(from, to)| from.as_str() <= text && text <= to.as_str()))
        }
    }
}
