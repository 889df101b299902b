//! The API reference: an OpenAPI 3.1 document as a page to read, without script.

mod document;
mod prose;
mod schema;

use crate::{
    assets::ASSETS,
    shell::{Frame, Shell},
};
use askama::Template;
use document::{Group, Object};
use paylink_core::Code;
use prose::Paragraph;

#[derive(Template)]
#[template(path = "reference.html", whitespace = "minimize")]
pub(crate) struct Reference<'a> {
    shell: Shell<'a>,
    name: String,
    version: String,
    introduction: Vec<Paragraph>,
    groups: Vec<Group>,
    objects: Vec<Object>,
    errors: &'static [Code],
    broken: bool,
}

impl<'a> Reference<'a> {
    /// Reads `document` (OpenAPI as JSON text). A document that is no JSON gives a page that says so.
    pub(crate) fn new(frame: &Frame<'a>, document: &str) -> Self {
        let words = &frame.language.messages;
        let parsed: Option<serde_json::Value> = serde_json::from_str(document).ok();
        let root = parsed.as_ref().unwrap_or(&serde_json::Value::Null);
        let text = |path: &str| root.pointer(path).and_then(|value| value.as_str()).unwrap_or_default();
        let name = text("/info/title").to_owned();
        let title = words.receipt_document_title(&words.reference_title, if name.is_empty() { "API" } else { &name });
        Self {
            shell: Shell::new(frame, title, &ASSETS.reference_css, None),
            version: text("/info/version").to_owned(),
            introduction: prose::paragraphs(text("/info/description")),
            groups: document::groups(root, words),
            objects: document::objects(root, words),
            errors: Code::ALL,
            broken: parsed.is_none(),
            name,
        }
    }
}

#[cfg(test)]
mod tests;
