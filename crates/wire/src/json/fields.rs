//! Taking typed fields out of an object, noting every field that does not fit.

use super::{Node, Object};
use paylink_core::{Code, FieldErrors, contains_card_data, forms::Patch, names_card_data};

/// The fields of one object that have not been taken yet, and what was wrong with those that were.
///
/// Take each known field once, then call [`Fields::finish`]: what is left is unknown.
#[derive(Debug, Default)]
pub struct Fields {
    path: String,
    left: Object,
    errors: FieldErrors,
    lenient: bool,
}

impl Fields {
    /// All fields of a body.
    #[must_use]
    pub fn of(object: Object) -> Self {
        Self { left: object, ..Self::default() }
    }

    /// All fields of a body whose unknown fields, and those of its objects, do not matter; but card data does.
    #[must_use]
    pub fn lenient(object: Object) -> Self {
        Self { left: object, lenient: true, ..Self::default() }
    }

    /// A string.
    pub fn text(&mut self, name: &str) -> Patch<String> {
        self.take(name, "a string", |node| match node {
            Node::Text(text) => Some(text),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => None,
        })
    }

    /// An amount: a string or a number, passed on exactly as it was written.
    pub fn amount(&mut self, name: &str) -> Patch<String> {
        self.take(name, "a string or a number", |node| match node {
            Node::Text(text) | Node::Number(text) => Some(text),
            Node::Null | Node::Bool(_) | Node::List(_) | Node::Object(_) => None,
        })
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Patch<bool> {
        self.take(name, "true or false", |node| match node {
            Node::Bool(flag) => Some(flag),
            Node::Null | Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => None,
        })
    }

    /// A whole number of at most 64 bits, written without fraction and exponent.
    pub fn whole(&mut self, name: &str) -> Patch<i64> {
        self.take(name, "a whole number", |node| match node {
            Node::Number(text) => text.parse().ok(),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => None,
        })
    }

    /// A list of strings; an item that is none is named as `name.0`.
    pub fn texts(&mut self, name: &str) -> Patch<Vec<String>> {
        let items = self.take(name, "a list of strings", |node| match node {
            Node::List(items) => Some(items),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Object(_) => None,
        });
        self.each(name, items.map(|items| items.into_iter().enumerate().map(|(place, node)| (place.to_string(), node))))
            .map(|items| items.into_iter().map(|(_, text)| text).collect())
    }

    /// An object whose values are strings; a value that is none is named as `name.key`.
    pub fn text_map(&mut self, name: &str) -> Patch<Vec<(String, String)>> {
        let members = self.members(name);
        self.each(name, members.map(Object::into_iter))
    }

    /// An object with known fields: `read` takes them, the rest is unknown.
    pub fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Patch<T> {
        let members = self.members(name);
        members.map(|left| {
            let mut inner = self.inner(name, left);
            let value = read(&mut inner);
            self.errors.extend(inner.finish());
            value
        })
    }

    /// A list of objects with known fields: `read` takes those of one, named as `name.0.field`. An item that is no object
    /// is refused, and read as an empty one.
    pub fn objects<T>(&mut self, name: &str, read: impl Fn(&mut Self) -> T) -> Patch<Vec<T>> {
        let items = self.take(name, "a list of objects", |node| match node {
            Node::List(items) => Some(items),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Object(_) => None,
        });
        items.map(|items| {
            let mut values = Vec::with_capacity(items.len());
            for (place, node) in items.into_iter().enumerate() {
                let item = format!("{name}.{place}");
                let left = match node {
                    Node::Object(members) => members,
                    Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => {
                        self.refuse(&item, Code::InvalidType, "must be an object");
                        Object::new()
                    }
                };
                let mut inner = self.inner(&item, left);
                values.push(read(&mut inner));
                self.errors.extend(inner.finish());
            }
            values
        })
    }

    /// Takes a field that is not read here; `None` when it is not mentioned.
    pub fn raw(&mut self, name: &str) -> Option<Node> {
        self.left.remove(name)
    }

    /// The fields that have not been taken yet.
    #[must_use]
    pub const fn left(&self) -> &Object {
        &self.left
    }

    /// Notes that a field of this object breaks a rule.
    pub fn refuse(&mut self, name: &str, code: Code, detail: impl Into<String>) {
        self.errors.add(self.path_of(name), code, detail);
    }

    /// The same for a key the caller made up, which is shown only if it looks like a name.
    pub fn refuse_key(&mut self, key: &str, code: Code, detail: impl Into<String>) {
        self.refuse(shown(key), code, detail);
    }

    /// Whether this field of this object was refused already.
    #[must_use]
    pub fn has_refused(&self, name: &str) -> bool {
        self.errors.names(&self.path_of(name))
    }

    /// What was wrong, after every field that is left has been refused; from lenient fields only card data is.
    #[must_use]
    pub fn finish(mut self) -> FieldErrors {
        for name in std::mem::take(&mut self.left).into_keys() {
            let card_data = names_card_data(&name) || contains_card_data(&name);
            if self.lenient && !card_data {
                continue;
            }
            let code = if card_data { Code::CardDataNotAllowed } else { Code::UnknownField };
            self.refuse_key(&name, code, code.meaning());
        }
        self.errors
    }

    fn inner(&self, name: &str, left: Object) -> Self {
        Self { path: self.path_of(name), left, errors: FieldErrors::default(), lenient: self.lenient }
    }

    fn members(&mut self, name: &str) -> Patch<Object> {
        self.take(name, "an object", |node| match node {
            Node::Object(members) => Some(members),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => None,
        })
    }

    fn take<T>(&mut self, name: &str, wanted: &str, read: impl FnOnce(Node) -> Option<T>) -> Patch<T> {
        match self.left.remove(name) {
            None => Patch::Keep,
            Some(Node::Null) => Patch::Clear,
            Some(node) => match read(node) {
                Some(value) => Patch::Set(value),
                None => {
                    self.refuse(name, Code::InvalidType, format!("must be {wanted}"));
                    Patch::Keep
                }
            },
        }
    }

    fn each(
        &mut self,
        name: &str,
        members: Patch<impl Iterator<Item = (String, Node)>>,
    ) -> Patch<Vec<(String, String)>> {
        members.map(|members| {
            let mut texts = Vec::new();
            for (key, node) in members {
                match node {
                    Node::Text(text) => texts.push((key, text)),
                    Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => {
                        self.refuse(&format!("{name}.{}", shown(&key)), Code::InvalidType, "must be a string");
                    }
                }
            }
            texts
        })
    }

    fn path_of(&self, name: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{name}", self.path)
    }
}

/// A key as it may stand in an answer: a name, never somebody's data.
fn shown(key: &str) -> &str {
    let name = key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if name && !key.is_empty() && !contains_card_data(key) { key } else { "?" }
}
