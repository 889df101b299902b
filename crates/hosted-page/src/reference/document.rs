//! An OpenAPI document as groups of operations and a list of objects.

use super::{
    prose::{Paragraph, paragraphs},
    schema::{Field, Word, fields, kind, object_anchor, parameter, resolved, slug},
};
use crate::language::Messages;
use serde_json::Value;

/// Operations under one tag.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) text: Vec<Paragraph>,
    pub(super) operations: Vec<Operation>,
}

/// One method at one path.
pub(super) struct Operation {
    pub(super) anchor: String,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) text: Vec<Paragraph>,
    pub(super) deprecated: bool,
    pub(super) parameters: Vec<Field>,
    pub(super) request: Option<Request>,
    pub(super) answers: Vec<Reply>,
    /// Answers with a status of 400 or more.
    pub(super) refusals: Vec<Reply>,
}

/// What is sent along.
pub(super) struct Request {
    pub(super) media: String,
    pub(super) kind: Vec<Word>,
    pub(super) required: bool,
    pub(super) fields: Vec<Field>,
}

/// What comes back.
pub(super) struct Reply {
    pub(super) status: String,
    pub(super) text: Vec<Paragraph>,
    pub(super) media: String,
    pub(super) kind: Vec<Word>,
}

/// A named schema.
pub(super) struct Object {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) text: Vec<Paragraph>,
    pub(super) kind: Vec<Word>,
    pub(super) values: Vec<String>,
    pub(super) fields: Vec<Field>,
}

/// Methods in the order in which people look for them, with their names in the document.
const METHODS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("trace", "TRACE"),
];

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// All operations by tag: first the tags the document describes, in its order, then the others as they come.
pub(super) fn groups(root: &Value, words: &Messages) -> Vec<Group> {
    let described = list(root, "tags").iter().map(|tag| group(text(tag, "name"), text(tag, "description")));
    let mut groups: Vec<Group> = described.collect();
    for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for (key, method) in METHODS {
            let Some(found) = item.get(key) else { continue };
            let tag = list(found, "tags").first().and_then(Value::as_str).unwrap_or("API");
            let operation = operation(root, item, &Place { path, method, found }, words);
            match groups.iter_mut().find(|group| group.name == tag) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group { operations: vec![operation], ..group(tag, "") }),
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

fn group(name: &str, description: &str) -> Group {
    let anchor = format!("group-{}", slug(name));
    Group { name: name.to_owned(), anchor, text: paragraphs(description), operations: Vec::new() }
}

struct Place<'a> {
    path: &'a str,
    method: &'static str,
    found: &'a Value,
}

fn operation(root: &Value, item: &Value, place: &Place<'_>, words: &Messages) -> Operation {
    let Place { path, method, found } = *place;
    let id = text(found, "operationId");
    let shared = list(item, "parameters").iter();
    let parameters = shared.chain(list(found, "parameters")).map(|given| parameter(root, given, words));
    let replies = found.get("responses").and_then(Value::as_object).into_iter().flatten();
    let replies = replies.map(|(status, reply)| answer(status, resolved(root, reply), words));
    let (refusals, answers) = replies.partition(|reply| reply.status.starts_with(['4', '5']));
    Operation {
        anchor: slug(if id.is_empty() { path } else { id }) + if id.is_empty() { method } else { "" },
        method,
        path: path.to_owned(),
        summary: text(found, "summary").to_owned(),
        text: paragraphs(text(found, "description")),
        deprecated: found.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
        parameters: parameters.collect(),
        request: found.get("requestBody").and_then(|body| request(root, resolved(root, body), words)),
        answers,
        refusals,
    }
}

/// The first media type of a body, and its schema.
fn content(body: &Value) -> Option<(&str, &Value)> {
    let (media, content) = body.get("content")?.as_object()?.iter().next()?;
    Some((media, content.get("schema").unwrap_or(&Value::Null)))
}

fn request(root: &Value, body: &Value, words: &Messages) -> Option<Request> {
    let (media, schema) = content(body)?;
    Some(Request {
        media: media.to_owned(),
        kind: kind(schema, words),
        required: body.get("required").and_then(Value::as_bool).unwrap_or(false),
        fields: fields(root, schema, words),
    })
}

fn answer(status: &str, reply: &Value, words: &Messages) -> Reply {
    let content = content(reply);
    Reply {
        status: status.to_owned(),
        text: paragraphs(text(reply, "description")),
        media: content.map(|(media, _)| media.to_owned()).unwrap_or_default(),
        kind: content.map(|(_, schema)| kind(schema, words)).unwrap_or_default(),
    }
}

/// All named schemas.
pub(super) fn objects(root: &Value, words: &Messages) -> Vec<Object> {
    let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
    let object = |(name, schema): (&String, &Value)| Object {
        name: name.clone(),
        anchor: object_anchor(name),
        text: paragraphs(text(schema, "description")),
        kind: kind(schema, words),
        values: list(schema, "enum").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        fields: fields(root, schema, words),
    };
    schemas.into_iter().flatten().map(object).collect()
}
