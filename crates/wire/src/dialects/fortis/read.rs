//! Reading the fields of a wrapped body: `{"paylink": {…}}`.

use crate::json::{Fields, Node, Object};
use paylink_core::{Code, Phone, forms::Patch};

/// The fields inside the wrapper `name`; without it there are none, and that is noted.
pub(super) fn open(mut body: Object, name: &str) -> Fields {
    match body.remove(name) {
        Some(Node::Object(inner)) => Fields::lenient(inner),
        other => {
            let mut fields = Fields::lenient(Object::new());
            let (code, detail) = match other {
                None => (Code::Required, "the object around all fields is missing"),
                Some(_) => (Code::InvalidType, "must be an object"),
            };
            fields.refuse(name, code, detail);
            fields
        }
    }
}

/// A text of at most `most` characters; an empty one clears.
pub(super) fn text(fields: &mut Fields, name: &str, most: usize) -> Patch<String> {
    match fields.text(name) {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) if text.chars().nth(most).is_some() => {
            fields.refuse(name, Code::TooLong, format!("at most {most} characters"));
            Patch::Keep
        }
        read @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => read,
    }
}

/// A text that may also come as a number, kept as it is written.
pub(super) fn loose_text(fields: &mut Fields, name: &str, most: usize) -> Patch<String> {
    match fields.amount(name) {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) if text.chars().nth(most).is_some() => {
            fields.refuse(name, Code::TooLong, format!("at most {most} characters"));
            Patch::Keep
        }
        read @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => read,
    }
}

/// `true`, `false`, 1 or 0, the latter also as texts.
pub(super) fn flag(fields: &mut Fields, name: &str) -> Patch<bool> {
    match fields.raw(name) {
        None => Patch::Keep,
        Some(Node::Null) => Patch::Clear,
        Some(Node::Bool(flag)) => Patch::Set(flag),
        Some(Node::Number(text) | Node::Text(text)) if text == "1" || text == "true" => Patch::Set(true),
        Some(Node::Number(text) | Node::Text(text)) if text == "0" || text == "false" => Patch::Set(false),
        Some(Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Object(_)) => {
            fields.refuse(name, Code::InvalidType, "must be 1 or 0");
            Patch::Keep
        }
    }
}

/// A whole number in `from..=to`, also as a text.
pub(super) fn whole(fields: &mut Fields, name: &str, (from, to): (i64, i64)) -> Patch<i64> {
    let text = match fields.raw(name) {
        None => return Patch::Keep,
        Some(Node::Null) => return Patch::Clear,
        Some(Node::Number(text) | Node::Text(text)) => text,
        Some(Node::Bool(_) | Node::List(_) | Node::Object(_)) => String::new(),
    };
    match text.parse::<i64>() {
        Ok(number) if (from..=to).contains(&number) => Patch::Set(number),
        Ok(_) => {
            fields.refuse(name, Code::InvalidValue, format!("a whole number from {from} to {to}"));
            Patch::Keep
        }
        Err(_) => {
            fields.refuse(name, Code::InvalidType, "must be a whole number");
            Patch::Keep
        }
    }
}

/// An id: 24 to 36 characters. An empty text clears.
pub(super) fn id(fields: &mut Fields, name: &str) -> Patch<String> {
    match fields.text(name) {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) if !(24..=36).contains(&text.chars().count()) => {
            fields.refuse(name, Code::InvalidId, "an id has 24 to 36 characters");
            Patch::Keep
        }
        read @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => read,
    }
}

/// A telephone number as this dialect writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// One that can be reached, in E.164.
    Reachable(String),
    /// Ten digits that no telephone answers to: kept, and nothing is sent there.
    Dead(String),
}

impl Number {
    /// The number in E.164, if it can be reached.
    pub(super) fn reachable(&self) -> Option<&str> {
        match self {
            Self::Reachable(number) => Some(number),
            Self::Dead(_) => None,
        }
    }

    /// The digits of one that cannot.
    pub(super) fn dead(&self) -> Option<&str> {
        match self {
            Self::Dead(digits) => Some(digits),
            Self::Reachable(_) => None,
        }
    }
}

/// A number of ten digits in North America, or any number in E.164.
pub(super) fn number(fields: &mut Fields, name: &str) -> Patch<Number> {
    let text = match loose_text(fields, name, 32) {
        Patch::Keep => return Patch::Keep,
        Patch::Clear => return Patch::Clear,
        Patch::Set(text) => text,
    };
    let digits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    let written = if digits { format!("+1{text}") } else { text.clone() };
    match written.parse::<Phone>() {
        Ok(phone) => Patch::Set(Number::Reachable(phone.as_str().to_owned())),
        Err(_) if digits => Patch::Set(Number::Dead(text)),
        Err(_) => {
            fields.refuse(name, Code::InvalidPhone, "must be 10 digits");
            Patch::Keep
        }
    }
}

/// The last ten digits of a number in E.164.
pub(super) fn digits_of(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(10)).collect()
}

/// Texts to be kept in metadata, each under its name.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    pairs: std::collections::BTreeMap<String, String>,
    changed: bool,
}

impl Kept {
    /// What is kept so far.
    pub(super) fn from(metadata: &std::collections::BTreeMap<String, String>) -> Self {
        Self { pairs: metadata.clone(), changed: false }
    }

    /// Keeps, drops or leaves alone one text.
    pub(super) fn put(&mut self, name: &str, value: Patch<String>) {
        match value {
            Patch::Keep => {}
            Patch::Clear => self.changed |= self.pairs.remove(name).is_some(),
            Patch::Set(text) => {
                self.changed |= self.pairs.get(name) != Some(&text);
                self.pairs.insert(name.to_owned(), text);
            }
        }
    }

    /// Whether something is kept under this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.pairs.contains_key(name)
    }

    /// The metadata as a form wants it.
    pub(super) fn into_patch(self) -> Patch<Vec<(String, String)>> {
        if self.changed { Patch::Set(self.pairs.into_iter().collect()) } else { Patch::Keep }
    }
}
