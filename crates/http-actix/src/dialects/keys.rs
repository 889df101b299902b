//! Credentials and idempotency keys wherever a dialect carries them.

use crate::{body::only, call::Call, failure::Failure};
use actix_web::http::header::HeaderName;
use paylink_core::{Caller, Code, IdempotencyKey, hash::sha256_hex};

impl Call {
    /// The one value of a header; `None` when there is none, several, or no text.
    pub(crate) fn header(&self, name: &'static str) -> Option<&str> {
        only(self.request().headers(), &HeaderName::from_static(name)).ok().flatten()
    }

    /// The parameters of the query, as they stand.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.request().query_string().as_bytes()).into_owned().collect()
    }

    /// The caller behind an API key or a merchant token, with one request taken from its bucket.
    ///
    /// # Errors
    /// `unauthenticated`, `rate_limited`, `storage_unavailable`.
    pub(crate) async fn caller_by(&self, credential: Option<&str>) -> Result<Caller, Failure> {
        let credential = credential.map(str::trim).filter(|text| !text.is_empty());
        self.caller_with(credential.ok_or_else(|| Failure::of(Code::Unauthenticated))?).await
    }

    /// The idempotency key in a header of the dialect's own: up to `most` printable characters. One that the core would
    /// not take is replaced by its hash.
    ///
    /// # Errors
    /// `invalid_idempotency_key`.
    pub(crate) fn key_in(&self, name: &'static str, most: usize) -> Result<Option<IdempotencyKey>, Failure> {
        let refused = || Failure::of(Code::InvalidIdempotencyKey);
        let given = only(self.request().headers(), &HeaderName::from_static(name)).map_err(|()| refused())?;
        let Some(text) = given.map(str::trim) else { return Ok(None) };
        let printable = text.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
        if text.is_empty() || text.len() > most || !printable {
            return Err(refused());
        }
        let key = IdempotencyKey::new(text).or_else(|_| IdempotencyKey::new(&sha256_hex(text)))?;
        Ok(Some(key))
    }
}
