//! How a refusal leaves a handler: as the core's error, written down by the shell, which knows the request id.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use paylink_core::{Code, Error};
use std::fmt;

/// An error on its way to the client.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What went wrong.
    pub(crate) error: Error,
    /// The methods that exist here, for `method_not_allowed`.
    pub(crate) allow: Option<Box<str>>,
}

impl Failure {
    /// A code's own sentence.
    pub(crate) fn of(code: Code) -> Self {
        Error::of(code).into()
    }

    /// The method does not exist at this address; these do.
    pub(crate) fn method(allow: &str) -> Self {
        Self { error: Error::of(Code::MethodNotAllowed), allow: Some(allow.into()) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, allow: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(out)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status(self.error.code.class().status())
    }

    /// Only the status: the shell writes the body.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// A status by number; numbers that are none become 500.
pub(crate) fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
