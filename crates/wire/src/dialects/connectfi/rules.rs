//! The rules of connectFi's shared types, each for one field of a body.

use crate::json::{Fields, Node};
use paylink_core::{Code, Date, Timestamp, forms::Patch};
use std::collections::BTreeSet;

/// Most records of one list.
pub(super) const MOST_RECORDS: usize = 1000;
/// Records of a list that says nothing.
pub(super) const USUAL_RECORDS: usize = 100;
/// How something is paid.
const METHODS: [&str; 2] = ["card", "ach"];
/// Ids that a list can ask for at once.
const MOST_IDS: usize = 1000;

/// A text without angle brackets, of at most `max` characters; an empty one clears.
pub(super) fn words(fields: &mut Fields, name: &str, max: usize) -> Patch<String> {
    match fields.text(name) {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) if text.contains(['<', '>']) => {
            fields.refuse(name, Code::InvalidText, "must not have < or >");
            Patch::Keep
        }
        Patch::Set(text) if text.chars().nth(max).is_some() => {
            fields.refuse(name, Code::TooLong, format!("must NOT have more than {max} characters"));
            Patch::Keep
        }
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(text) => Patch::Set(text),
    }
}

/// The same for a text that may not be blank.
pub(super) fn some_words(fields: &mut Fields, name: &str, max: usize) -> Patch<String> {
    if matches!(fields.left().get(name), Some(Node::Text(text)) if text.trim().is_empty()) {
        fields.raw(name);
        fields.refuse(name, Code::InvalidText, "must not be blank");
        return Patch::Keep;
    }
    words(fields, name, max)
}

/// A field that has to be there and to be something.
pub(super) fn required<T: Default>(fields: &mut Fields, name: &str, patch: Patch<T>) -> T {
    match patch {
        Patch::Set(value) => value,
        Patch::Clear => {
            fields.refuse(name, Code::Required, "must not be null");
            T::default()
        }
        Patch::Keep => {
            // a field of the wrong type has been refused already, and is named once
            fields.refuse(name, Code::Required, format!("must have required property '{name}'"));
            T::default()
        }
    }
}

/// An id: 1 to 36 letters, digits and underscores.
pub(super) fn id(fields: &mut Fields, name: &str) -> Patch<String> {
    match fields.text(name) {
        Patch::Set(text) if is_id(&text) => Patch::Set(text),
        Patch::Set(_) => {
            fields.refuse(name, Code::InvalidId, "must match pattern \"^[0-9a-zA-Z_]+$\" and have 1 to 36 characters");
            Patch::Keep
        }
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
    }
}

/// An id that has to be there.
pub(super) fn required_id(fields: &mut Fields, name: &str) -> String {
    let given = id(fields, name);
    required(fields, name, given)
}

/// A list of ids; `None` when none was asked for.
pub(super) fn ids(fields: &mut Fields, name: &str) -> Option<BTreeSet<String>> {
    let given = fields.texts(name).into_set()?;
    if given.len() > MOST_IDS || !given.iter().all(|text| is_id(text)) {
        fields.refuse(name, Code::InvalidId, format!("must be at most {MOST_IDS} ids"));
        return None;
    }
    Some(given.into_iter().collect())
}

fn is_id(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A number of records, from `least` on; nothing and `null` are none.
pub(super) fn count(fields: &mut Fields, name: &str, least: usize) -> Option<usize> {
    let given = fields.whole(name).into_set()?;
    let count = usize::try_from(given).ok().filter(|count| *count >= least);
    if count.is_none() {
        fields.refuse(name, Code::InvalidValue, format!("must be >= {least}"));
    }
    count
}

/// How many records a list wants. More than there may be has a code of its own, for which `MOST_RECORDS` stands.
pub(super) fn records(fields: &mut Fields) -> usize {
    match count(fields, "numberOfRecords", 1) {
        Some(count) if count > MOST_RECORDS => {
            fields.refuse("numberOfRecords", Code::TooMany, format!("must be <= {MOST_RECORDS}"));
            MOST_RECORDS
        }
        Some(count) => count,
        None => USUAL_RECORDS,
    }
}

/// A day or an instant that begins a span.
pub(super) fn begins(fields: &mut Fields, name: &str) -> Option<Timestamp> {
    let text = fields.text(name).into_set()?;
    let day = text.parse::<Date>().ok().and_then(start_of);
    refused(fields, name, day.or_else(|| text.parse().ok()))
}

/// A day or an instant that ends a span; a day lasts to its end. The first instant after the span.
pub(super) fn ends(fields: &mut Fields, name: &str) -> Option<Timestamp> {
    let text = fields.text(name).into_set()?;
    let after_day = text.parse::<Date>().ok().map(Date::next).and_then(start_of);
    let after = text.parse::<Timestamp>().ok().map(|at| at.plus(std::time::Duration::from_micros(1)));
    refused(fields, name, after_day.or(after))
}

/// The day of a day or an instant.
pub(super) fn day(fields: &mut Fields, name: &str) -> Option<Date> {
    let text = fields.text(name).into_set()?;
    refused(fields, name, super::times::day_of(&text))
}

fn refused<T>(fields: &mut Fields, name: &str, value: Option<T>) -> Option<T> {
    if value.is_none() {
        fields.refuse(name, Code::InvalidDate, "must match format \"date\" or \"date-time\"");
    }
    value
}

fn start_of(day: Date) -> Option<Timestamp> {
    format!("{day}T00:00:00Z").parse().ok()
}

/// Any of `card` and `ach`; an item may be `null`, which names nothing. None of them: what the merchant takes.
pub(super) fn methods(fields: &mut Fields, name: &str) -> Patch<Vec<String>> {
    let items = match fields.raw(name) {
        None => return Patch::Keep,
        Some(Node::Null) => return Patch::Clear,
        Some(Node::List(items)) => items,
        Some(Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Object(_)) => {
            fields.refuse(name, Code::InvalidType, "must be array");
            return Patch::Keep;
        }
    };
    let mut named = Vec::new();
    for (place, item) in items.into_iter().enumerate() {
        match item {
            Node::Null => {}
            Node::Text(text) if METHODS.contains(&&*text) => named.push(text),
            Node::Text(_) => {
                let item = format!("{name}.{place}");
                fields.refuse(&item, Code::InvalidValue, "must be equal to one of the allowed values");
            }
            Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => {
                fields.refuse(&format!("{name}.{place}"), Code::InvalidType, "must be string,null");
            }
        }
    }
    if named.is_empty() { Patch::Clear } else { Patch::Set(named) }
}

/// One of `card` and `ach`.
pub(super) fn method(fields: &mut Fields, name: &str) -> Option<String> {
    let text = fields.text(name).into_set()?;
    if !METHODS.contains(&&*text) {
        fields.refuse(name, Code::InvalidValue, "must be equal to one of the allowed values");
        return None;
    }
    Some(text)
}
