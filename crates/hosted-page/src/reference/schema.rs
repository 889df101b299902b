//! Schemas of an OpenAPI document: the name of a type, and the fields of an object.

use super::prose::{Paragraph, paragraphs};
use crate::language::Messages;
use serde_json::Value;

/// How deep objects inside objects are unfolded into dotted names.
const MAX_DEPTH: usize = 3;

/// A field, parameter or header.
pub(super) struct Field {
    pub(super) name: String,
    /// Where a parameter goes.
    pub(super) place: Option<String>,
    pub(super) kind: Vec<Word>,
    pub(super) required: bool,
    pub(super) text: Vec<Paragraph>,
    /// Allowed values.
    pub(super) values: Vec<String>,
    pub(super) default: Option<String>,
    pub(super) example: Option<String>,
}

/// Part of a type's name; `anchor` leads to an object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) anchor: Option<String>,
}

fn word(text: &str) -> Word {
    Word { text: text.to_owned(), anchor: None }
}

/// The last part of `#/components/schemas/Name`.
fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// The anchor of an object.
pub(super) fn object_anchor(name: &str) -> String {
    format!("object-{}", slug(name))
}

/// Letters, digits and dashes.
pub(super) fn slug(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Follows references, a bounded number of times.
pub(super) fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let mut current = schema;
    for _ in 0..8 {
        let Some(pointer) = current.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) else {
            break;
        };
        let Some(next) = root.pointer(pointer) else { break };
        current = next;
    }
    current
}

/// The name of a type, with links to the objects it is made of.
pub(super) fn kind(schema: &Value, words: &Messages) -> Vec<Word> {
    kind_within(schema, words, MAX_DEPTH)
}

fn kind_within(schema: &Value, words: &Messages, depth: usize) -> Vec<Word> {
    if let Some(name) = referred(schema) {
        return vec![Word { text: name.to_owned(), anchor: Some(object_anchor(name)) }];
    }
    let Some(depth) = depth.checked_sub(1) else { return vec![word(&words.reference_anything)] };
    let alternatives = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    if let Some(alternatives) = alternatives {
        let kinds = alternatives.iter().map(|schema| kind_within(schema, words, depth));
        return joined(kinds.collect());
    }
    let names: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(_) | None => Vec::new(),
    };
    if names.is_empty() {
        let object = schema.get("properties").is_some();
        return vec![word(if object { "object" } else { &words.reference_anything })];
    }
    joined(names.into_iter().map(|name| plain_kind(name, schema, words, depth)).collect())
}

fn plain_kind(name: &str, schema: &Value, words: &Messages, depth: usize) -> Vec<Word> {
    let inner = |key: &str| schema.get(key).filter(|inner| inner.is_object());
    match (name, inner("items"), inner("additionalProperties")) {
        ("array", Some(items), _) => around(words.reference_list_of("\n"), kind_within(items, words, depth)),
        ("object", _, Some(values)) => around(words.reference_map_of("\n"), kind_within(values, words, depth)),
        _ => match schema.get("format").and_then(Value::as_str).filter(|_| name != "null") {
            Some(format) => vec![word(&format!("{name} ({format})"))],
            None => vec![word(name)],
        },
    }
}

/// Puts a type's name into the blank (a line break) of a phrase.
fn around(phrase: String, inner: Vec<Word>) -> Vec<Word> {
    let (before, after) = phrase.split_once('\n').unwrap_or((&phrase, ""));
    let parts = [vec![word(before)], inner, vec![word(after)]];
    parts.into_iter().flatten().filter(|word| !word.text.is_empty()).collect()
}

fn joined(kinds: Vec<Vec<Word>>) -> Vec<Word> {
    let mut all = Vec::new();
    for kind in kinds {
        if !all.is_empty() {
            all.push(word(" | "));
        }
        all.extend(kind);
    }
    all
}

/// The fields of an object, objects inside it unfolded.
pub(super) fn fields(root: &Value, schema: &Value, words: &Messages) -> Vec<Field> {
    let mut found = Vec::new();
    collect(&Walk { root, words }, schema, "", MAX_DEPTH, &mut found);
    found
}

struct Walk<'a> {
    root: &'a Value,
    words: &'a Messages,
}

fn collect(walk: &Walk<'_>, schema: &Value, prefix: &str, depth: usize, found: &mut Vec<Field>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let schema = resolved(walk.root, schema);
    for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten() {
        collect(walk, part, prefix, depth, found);
    }
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let full = format!("{prefix}{name}");
        if found.iter().any(|field| field.name == full) {
            continue;
        }
        found.push(field(walk, full.clone(), property, required.contains(&name.as_str())));
        // objects with a section of their own are linked, not repeated
        if referred(property).is_none() {
            collect(walk, property, &format!("{full}."), depth, found);
        }
    }
}

fn field(walk: &Walk<'_>, name: String, schema: &Value, required: bool) -> Field {
    let target = resolved(walk.root, schema);
    let either = |key: &str| schema.get(key).or_else(|| target.get(key));
    let list = |key: &str| either(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let description = either("description").and_then(Value::as_str).unwrap_or_default();
    Field {
        name,
        place: None,
        kind: kind(schema, walk.words),
        required,
        text: paragraphs(description),
        values: list("enum").iter().map(literal).collect(),
        default: either("default").map(literal),
        example: list("examples").first().or_else(|| either("example")).map(literal),
    }
}

/// A parameter of an operation.
pub(super) fn parameter(root: &Value, parameter: &Value, words: &Messages) -> Field {
    let parameter = resolved(root, parameter);
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    let place = match text("in") {
        "path" => &words.reference_in_path,
        "header" => &words.reference_in_header,
        "cookie" => &words.reference_in_cookie,
        _ => &words.reference_in_query,
    };
    let required = parameter.get("required").and_then(Value::as_bool).unwrap_or(false);
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let mut field = field(&Walk { root, words }, text("name").to_owned(), schema, required);
    field.place = Some(place.clone());
    if !text("description").is_empty() {
        field.text = paragraphs(text("description"));
    }
    field
}

fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
