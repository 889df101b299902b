//! The strict reader agrees with `serde_json` wherever that is strict enough.

use paylink_wire::json::{MAX_DEPTH, Node, Object, parse_object};
use proptest::{collection, prelude::*};
use serde_json::Value;

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no NaN", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            collection::hash_map(any::<String>(), inner, 0..8).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn same(node: &Node, value: &Value) -> bool {
    match (node, value) {
        (Node::Null, Value::Null) => true,
        (Node::Bool(left), Value::Bool(right)) => left == right,
        (Node::Number(left), Value::Number(right)) => *left == right.to_string(),
        (Node::Text(left), Value::String(right)) => left == right,
        (Node::List(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Node::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && right.iter().all(|(key, right)| left.get(key).is_some_and(|left| same(left, right)))
        }
        _ => false,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

proptest! {
    #[test]
    fn a_valid_document_is_read_as_serde_json_reads_it(inner in value(), pretty: bool) {
        let document = serde_json::json!({ "document": inner });
        prop_assume!(depth(&document) <= MAX_DEPTH);
        let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
        let object = parse_object(text.unwrap().as_bytes());
        prop_assert!(object.is_ok_and(|object: Object| same(&Node::Object(object), &document)));
    }

    #[test]
    fn a_truncated_document_is_refused(inner in value(), cut in 1..40_usize) {
        let text = serde_json::json!({ "document": inner }).to_string();
        let bytes = text.as_bytes();
        prop_assert!(parse_object(&bytes[..bytes.len().saturating_sub(cut)]).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused_as_serde_json_does(bytes in collection::vec(any::<u8>(), 0..60)) {
        let lenient = serde_json::from_slice::<serde_json::Map<String, Value>>(&bytes);
        if parse_object(&bytes).is_ok() {
            prop_assert!(lenient.is_ok());
        }
    }

    #[test]
    fn json_like_text_is_never_taken_when_serde_json_refuses_it(text in "[\\[\\]{}:,\"a0-9.eE+\\- \\\\ufd8]{0,40}") {
        let lenient = serde_json::from_str::<serde_json::Map<String, Value>>(&text);
        if parse_object(text.as_bytes()).is_ok() {
            prop_assert!(lenient.is_ok());
        }
    }
}
