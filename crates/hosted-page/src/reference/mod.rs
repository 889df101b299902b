//! The API reference: an OpenAPI document as a page to read.

use crate::shell::Frame;
use askama::Template;
#[derive(Template)]
#[template(source = "", ext = "html")]
pub(crate) struct Reference {}
impl Reference { pub(crate) fn new(_frame: &Frame<'_>, _document: &str) -> Self { Self {} } }
