//! What pages of other origins may use, without cookies: the checkout, the pay button's script, and what the pages of
//! merchants and payers use of a dialect, each with the token of its own in a header.

use crate::endpoints::pay_button;
use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap,
            HeaderValue,
        },
    },
};

/// Whether pages of any origin may read what is at `path`.
pub(crate) fn is_open(path: &str) -> bool {
    path.starts_with("/v1/checkout/") || path.starts_with("/public/") || path == pay_button::PATH
}

/// The answer to a browser's question before a request from another origin.
pub(crate) fn preflight(request: &ServiceRequest) -> Option<HttpResponse> {
    let asks = request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if request.method() != Method::OPTIONS || !asks || !is_open(request.path()) {
        return None;
    }
    Some(
        HttpResponse::NoContent()
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"))
            .insert_header((
                ACCESS_CONTROL_ALLOW_HEADERS,
                "content-type, idempotency-key, x-connectfi-jwtoken, x-request-id",
            ))
            .insert_header((ACCESS_CONTROL_MAX_AGE, "600"))
            .finish(),
    )
}

/// Lets pages of any origin read the answer.
pub(crate) fn allow(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("x-request-id, idempotent-replayed, retry-after"),
    );
}
