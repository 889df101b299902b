//! The id that ties an answer, a log line and a support request together.

use crate::state::AppState;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use paylink_core::hash::hex;

/// `x-request-id`.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id of a client that is kept.
const MAX: usize = 128;

/// The id of the request under way.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

impl RequestId {
    /// Keeps the client's id when it is one header of 1 to 128 visible ASCII characters; makes one otherwise.
    pub(crate) fn of(headers: &HeaderMap, state: &AppState) -> Self {
        let mut given = headers.get_all(HEADER);
        let first = given.next().map(HeaderValue::as_bytes);
        match (first, given.next()) {
            (Some(id), None) if !id.is_empty() && id.len() <= MAX && id.iter().all(u8::is_ascii_graphic) => {
                Self(String::from_utf8_lossy(id).into_owned())
            }
            _ => Self::fresh(state),
        }
    }

    fn fresh(state: &AppState) -> Self {
        let mut bytes = [0; 16];
        state.ids().fill(&mut bytes);
        Self(format!("req_{}", hex(&bytes)))
    }
}
