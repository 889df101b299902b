//! What every success is wrapped in, and what every body may say beside its own fields.

use crate::json::{Fields, Node, Object};
use paylink_core::Error;
use serde::Serialize;

/// A success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Success<T> {
    /// `"0"`, a text.
    pub code: &'static str,
    /// What was asked for.
    pub data: T,
    /// The id the caller gave the request, or its own.
    pub request_id: String,
}

impl<T> Success<T> {
    /// `data` in its envelope.
    pub fn of(data: T, request_id: &str) -> Self {
        Self { code: "0", data, request_id: request_id.to_owned() }
    }
}

/// Takes the id that a caller gave the request out of its body: 1 to 32 characters, no angle brackets, not blank. What
/// is no such id is left for whoever reads the body, who refuses it.
pub fn request_id(body: &mut Object) -> Option<String> {
    let Some(Node::Text(id)) = body.get("requestId") else { return None };
    let plain = id.chars().all(|c| !c.is_control() && c != '<' && c != '>') && !id.trim().is_empty();
    if !plain || id.chars().nth(32).is_some() {
        return None;
    }
    let id = id.clone();
    body.remove("requestId");
    Some(id)
}

/// Checks that a body says nothing.
///
/// # Errors
/// One that names every field it has.
pub fn nothing(body: Object) -> Result<(), Error> {
    Fields::of(body).finish().finish()
}
