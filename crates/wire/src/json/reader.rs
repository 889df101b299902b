//! From bytes to an [`Object`]. `serde_json` checks the grammar; what it forgives is refused here.

use super::{InvalidJson, Node, Object};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::{collections::btree_map::Entry, fmt};

/// How deep arrays and objects may be nested, the outermost object included.
pub const MAX_DEPTH: usize = 32;

/// Reads a body that has to be one JSON object (RFC 8259).
///
/// # Errors
/// [`InvalidJson`], which becomes `invalid_json`.
pub fn parse_object(body: &[u8]) -> Result<Object, InvalidJson> {
    let text = std::str::from_utf8(body).map_err(|_| InvalidJson::Encoding)?;
    let document: &RawValue = syntax(serde_json::from_str(text))?;
    match node(document, 0)? {
        Node::Object(object) => Ok(object),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => Err(InvalidJson::NotAnObject),
    }
}

/// The keys of the object at `path` in the order in which a body has them, which [`Object`] does not keep; none where there
/// is no such object.
#[must_use]
pub fn keys_at(body: &[u8], path: &[&str]) -> Vec<String> {
    let found = std::str::from_utf8(body).ok().and_then(|text| {
        path.iter().try_fold(text, |text, name| {
            let Members(members) = serde_json::from_str(text).ok()?;
            members.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.get())
        })
    });
    let members = found.and_then(|text| serde_json::from_str(text).ok());
    members.map_or_else(Vec::new, |Members(members)| members.into_iter().map(|(key, _)| key).collect())
}

/// `depth`: how many arrays and objects are open around `raw`.
fn node(raw: &RawValue, depth: usize) -> Result<Node, InvalidJson> {
    let text = raw.get();
    let deeper = || if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(InvalidJson::TooDeep) };
    match text.as_bytes().first() {
        Some(b'{') => object(text, deeper()?).map(Node::Object),
        Some(b'[') => list(text, deeper()?).map(Node::List),
        Some(b'"') => syntax(serde_json::from_str(text)).map(Node::Text),
        Some(b't' | b'f') => syntax(serde_json::from_str(text)).map(Node::Bool),
        Some(b'n') => Ok(Node::Null),
        Some(_) => Ok(Node::Number(text.to_owned())),
        None => Err(InvalidJson::Syntax),
    }
}

fn object(text: &str, depth: usize) -> Result<Object, InvalidJson> {
    let Members(members) = syntax(serde_json::from_str(text))?;
    let mut object = Object::new();
    for (key, value) in members {
        match object.entry(key) {
            Entry::Vacant(place) => place.insert(node(value, depth)?),
            Entry::Occupied(_) => return Err(InvalidJson::RepeatedKey),
        };
    }
    Ok(object)
}

fn list(text: &str, depth: usize) -> Result<Vec<Node>, InvalidJson> {
    let items: Vec<&RawValue> = syntax(serde_json::from_str(text))?;
    items.into_iter().map(|item| node(item, depth)).collect()
}

fn syntax<T>(read: serde_json::Result<T>) -> Result<T, InvalidJson> {
    read.map_err(|_| InvalidJson::Syntax)
}

/// All members of an object, repeated ones too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
