//! Query parameters, read strictly: each known, each once.

use crate::{call::Call, failure::Failure};
use paylink_core::{Code, FieldErrors, forms::ListQuery};
use std::collections::BTreeMap;

/// Filters the API will have; refused until then.
const LATER: &[&str] = &["tag", "q"];

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

    /// Refuses the filters of later work.
    pub(crate) fn refuse_later(&mut self) {
        for name in LATER {
            if self.take(name).is_some() {
                self.errors.add(*name, Code::NotAvailable, Code::NotAvailable.meaning());
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

    /// The parameters of a list that may one day be exported as CSV.
    ///
    /// # Errors
    /// `not_available` when CSV is asked for.
    pub(crate) fn exportable_params(&self) -> Result<Params, Failure> {
        let mut params = self.params();
        let accept = self.request().headers().get("accept").and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let accepts_csv = accept.split(',').any(|range| range.trim().to_ascii_lowercase().starts_with("text/csv"));
        let csv = params.left.get("format").is_some_and(|format| format == "csv");
        if csv || accepts_csv {
            return Err(
                paylink_core::Error::field("format", Code::NotAvailable, "export as CSV does not exist yet").into()
            );
        }
        params.refuse_later();
        Ok(params)
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
