//! Query parameters, read strictly: each known, each once.

use crate::{call::Call, failure::Failure};
use paylink_core::{Code, FieldErrors, forms::ListQuery};
use paylink_wire::v1::exports::Format;
use std::collections::BTreeMap;

/// The parameters of a request that have not been taken yet, and what was wrong with the others.
pub(crate) struct Params {
    left: BTreeMap<String, String>,
    errors: FieldErrors,
}

impl Params {
    fn of(query: &str) -> Self {
        let mut params = Self { left: BTreeMap::new(), errors: FieldErrors::default() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if params.left.contains_key(&*name) {
                params.errors.add(shown(&name), Code::InvalidParameter, "is given twice");
            } else {
                params.left.insert(name.into_owned(), value.into_owned());
            }
        }
        params
    }

    /// Takes a parameter.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.left.remove(name)
    }

    /// Takes the format: nothing is JSON.
    fn format(&mut self, accepted: Option<Format>) -> Option<Format> {
        match self.take("format").as_deref() {
            None => accepted,
            Some("json") => None,
            Some("csv") => Some(Format::Csv),
            Some("jsonl") => Some(Format::JsonLines),
            Some(_) => {
                self.errors.add("format", Code::InvalidParameter, "json, csv or jsonl");
                None
            }
        }
    }

    /// Takes the slice; everything that is left is unknown.
    pub(crate) fn list(mut self) -> ListQuery {
        let (limit, cursor) = (self.take("limit"), self.take("cursor"));
        ListQuery { limit, cursor, unread: self.finish() }
    }

    /// What was wrong; everything that is left is unknown.
    pub(crate) fn rest(self) -> FieldErrors {
        self.finish()
    }

    fn finish(mut self) -> FieldErrors {
        for name in std::mem::take(&mut self.left).into_keys() {
            self.errors.add(shown(&name), Code::InvalidParameter, "is not a parameter here");
        }
        self.errors
    }
}

impl Call {
    /// The request's parameters.
    pub(crate) fn params(&self) -> Params {
        Params::of(self.request().query_string())
    }

    /// The parameters of a list that can be exported, and the format if it is to be: `format`, or else what the client
    /// accepts.
    pub(crate) fn exportable_params(&self) -> (Params, Option<Format>) {
        let mut params = self.params();
        let format = params.format(self.accepted_format());
        (params, format)
    }

    /// Refuses every parameter.
    ///
    /// # Errors
    /// `invalid_parameter`.
    pub(crate) fn no_params(&self) -> Result<(), Failure> {
        Ok(self.params().finish().finish()?)
    }
}

/// A parameter's name as it may stand in an answer: a name, never somebody's data.
fn shown(name: &str) -> &str {
    let plain = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if plain && !name.is_empty() { name } else { "?" }
}
