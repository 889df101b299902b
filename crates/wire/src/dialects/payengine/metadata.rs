//! Metadata of any JSON in a core that keeps texts: what is no text is kept as its JSON, and its keys are listed. Beside it
//! stands what the core has no other place for, under keys that are never shown as metadata.

use crate::json::{Fields, Node, Object};
use paylink_core::{Code, forms::Patch};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The key under which the keys of values that are JSON are listed; never shown here.
pub const JSON_KEYS: &str = "json_keys";

/// The key of a link under which its customer's postal address is kept.
pub const ADDRESS: &str = "customer_address";
/// The key of a refund under which the caller's own id of it is kept.
pub const REFUND_OWN_ID: &str = "payengine_internal_transaction_id";
/// The key of a refund under which the order number that it was made with is kept.
pub const REFUND_ORDER: &str = "payengine_order_number";
/// Every key that callers cannot use themselves.
const RESERVED: [&str; 4] = [JSON_KEYS, ADDRESS, REFUND_OWN_ID, REFUND_ORDER];

/// A value as it was sent.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text.
    Text(String),
    /// Anything else.
    Json(Box<RawValue>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Json(one), Self::Json(other)) => one.get() == other.get(),
            (Self::Text(_), Self::Json(_)) | (Self::Json(_), Self::Text(_)) => false,
        }
    }
}

impl Eq for Value {}

/// Reads the field `metadata`: the entries that are kept for it.
pub(super) fn read(fields: &mut Fields) -> Patch<Vec<(String, String)>> {
    match fields.raw("metadata") {
        None => Patch::Keep,
        Some(Node::Null) => Patch::Clear,
        Some(Node::Object(members)) => match RESERVED.iter().find(|key| members.contains_key(**key)) {
            Some(key) => {
                let detail = "a key that is kept for this server's own use";
                fields.refuse(&format!("metadata.{key}"), Code::NotSupported, detail);
                Patch::Keep
            }
            None => Patch::Set(kept(members)),
        },
        Some(Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_)) => {
            fields.refuse("metadata", Code::InvalidType, "must be an object");
            Patch::Keep
        }
    }
}

/// The entries that are kept for an object.
fn kept(members: Object) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let mut of_json = Vec::new();
    for (key, node) in members {
        match node {
            Node::Text(text) => entries.push((key, text)),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => {
                of_json.push(Node::Text(key.clone()));
                entries.push((key, written(&node)));
            }
        }
    }
    if !of_json.is_empty() {
        entries.push((JSON_KEYS.to_owned(), written(&Node::List(of_json))));
    }
    entries
}

/// The object that was kept as `entries`.
pub(super) fn shown(entries: &BTreeMap<String, String>) -> BTreeMap<String, Value> {
    let listed = entries.get(JSON_KEYS).and_then(|text| serde_json::from_str::<Vec<String>>(text).ok());
    let of_json = listed.as_deref().unwrap_or_default();
    // older rows may have that key from their callers
    let hidden = |key: &str| RESERVED.contains(&key) && (key != JSON_KEYS || listed.is_some());
    let value = |key: &String, text: &String| {
        let json = of_json.contains(key).then(|| RawValue::from_string(text.clone()).ok()).flatten();
        json.map_or_else(|| Value::Text(text.clone()), Value::Json)
    };
    entries.iter().filter(|(key, _)| !hidden(key)).map(|(key, text)| (key.clone(), value(key, text))).collect()
}

/// A value as JSON, its numbers as they were written.
fn written(node: &Node) -> String {
    match node {
        Node::Null => "null".to_owned(),
        Node::Bool(flag) => flag.to_string(),
        Node::Number(text) => text.clone(),
        Node::Text(text) => quoted(text),
        Node::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(",")),
        Node::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{}:{}", quoted(key), written(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

fn quoted(text: &str) -> String {
    // a string has no value that JSON could not hold
    serde_json::to_string(text).unwrap_or_default()
}
