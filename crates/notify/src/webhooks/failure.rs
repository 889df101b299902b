//! Saying why an attempt failed, in words that name no address and quote nobody.

use paylink_core::ports::{SendOutcome, UrlRefused};
use std::{error::Error, io};

/// The address may not be sent to.
pub(super) const REFUSED: &str = "the address is not allowed";
/// The stored secret cannot sign.
pub(super) const BAD_SECRET: &str = "the signing secret is damaged";

/// An attempt that ended without an answer.
pub(super) fn unanswered(reason: &str) -> SendOutcome {
    SendOutcome::Failed { status: None, reason: reason.to_owned(), retry_after: None }
}

/// What went wrong before there was an answer.
pub(crate) fn reason(error: &reqwest::Error) -> &'static str {
    let causes = || causes(error);
    if causes().any(|cause| cause.is::<UrlRefused>()) {
        REFUSED
    } else if causes().any(is_tls) {
        "the TLS handshake failed"
    } else if error.is_timeout() && error.is_connect() {
        "no connection in time"
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_dns() {
        "the name does not resolve"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke off"
    }
}

/// `error` and its causes.
pub(crate) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause_of(*error))
}

/// An `io::Error` hides what it wraps from `source`.
fn cause_of<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

pub(crate) fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    cause.is::<rustls::Error>()
}
