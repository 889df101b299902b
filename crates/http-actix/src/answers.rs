//! From outcomes to bytes: JSON answers, problem documents, replays.

use crate::{
    call::Call,
    dialects::{self, Asked},
    failure::{Failure, status},
};
use actix_web::{
    HttpResponse,
    http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE},
};
use paylink_core::{Answer, Class, Code, Error, Reply};
use paylink_wire::v1::problem::{CONTENT_TYPE as PROBLEM, Problem};
use serde::Serialize;
use std::{error::Error as _, time::Duration};

const JSON: &str = "application/json";
const BEARER: &str = "Bearer realm=\"paylink\"";

/// Says that this answer was given before.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// `value` as JSON.
pub(crate) fn json_answer(status: u16, value: &impl Serialize) -> Answer {
    written(status, JSON, value)
}

/// The problem document of `error`.
pub(crate) fn problem_answer(error: &Error, request_id: &str) -> Answer {
    written(error.code.class().status(), PROBLEM, &Problem::of(error, request_id))
}

/// The refusal behind `error` in the shape of the path: the dialect's that owns it, or a problem document.
pub(crate) fn refusal(error: &Error, asked: &Asked<'_>) -> Answer {
    match dialects::of_path(asked.path) {
        Some(dialect) => (dialect.problem)(error, asked),
        None => problem_answer(error, asked.request_id),
    }
}

/// Any other problem document.
pub(crate) fn problem_as(problem: &Problem) -> Answer {
    written(problem.status, PROBLEM, problem)
}

fn written(status: u16, content_type: &str, value: &impl Serialize) -> Answer {
    // Answers are plain structs of text, numbers and lists: writing them cannot fail.
    let body = serde_json::to_string(value).unwrap_or_default();
    Answer { status, content_type: content_type.to_owned(), body }
}

/// Sends an answer.
pub(crate) fn send(answer: Answer) -> HttpResponse {
    HttpResponse::build(status(answer.status)).insert_header((CONTENT_TYPE, answer.content_type)).body(answer.body)
}

/// Sends `value` as JSON.
pub(crate) fn json(status: u16, value: &impl Serialize) -> HttpResponse {
    send(json_answer(status, value))
}

/// Sends the outcome of something that happens once: written now, or as it was written then.
pub(crate) fn reply<V>(reply: Reply<V>, render: &dyn Fn(Result<&V, &Error>) -> Answer) -> HttpResponse {
    match reply {
        Reply::Fresh(value) => send(render(Ok(&value))),
        Reply::Replayed(answer) => {
            let mut response = send(answer);
            response.headers_mut().insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
            response
        }
    }
}

impl Call {
    /// How an outcome is written down: with `status` as what `write` makes of it, or as a refusal.
    pub(crate) fn renders<V, B: Serialize>(
        &self,
        status: u16,
        write: impl Fn(&V) -> B + Send + Sync,
    ) -> impl Fn(Result<&V, &Error>) -> Answer + Send + Sync {
        let (id, path) = (self.id().to_owned(), self.request().path().to_owned());
        move |outcome| match outcome {
            Ok(value) => json_answer(status, &write(value)),
            Err(error) => refusal(error, &Asked { request_id: &id, path: &path }),
        }
    }
}

/// Sends a refusal in the shape of the path; what failed on our side is logged here.
pub(crate) fn problem_response(failure: &Failure, asked: &Asked<'_>) -> HttpResponse {
    refused_as(failure, asked, refusal(&failure.error, asked))
}

/// Sends a refusal that has been written down, with the headers that belong to it.
pub(crate) fn refused_as(failure: &Failure, asked: &Asked<'_>, answer: Answer) -> HttpResponse {
    let error = &failure.error;
    log(error, asked.request_id);
    let mut response = send(answer);
    let headers = response.headers_mut();
    if let Some(wait) = error.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
    }
    if error.code == Code::Unauthenticated {
        let challenge = dialects::of_path(asked.path).map_or(BEARER, |dialect| dialect.challenge);
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    if let Some(allow) = failure.allow.as_ref().and_then(|allow| HeaderValue::from_str(allow).ok()) {
        headers.insert(ALLOW, allow);
    }
    response
}

/// Rounded up: a client that waits this long is not turned away for being early.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1)
}

/// Logs what failed on our side, with its causes; refusals are not worth a line.
pub(crate) fn log(error: &Error, request_id: &str) {
    match error.code.class() {
        Class::Internal | Class::Unavailable => {}
        Class::Malformed
        | Class::Unauthenticated
        | Class::Declined
        | Class::Forbidden
        | Class::NotFound
        | Class::Method
        | Class::Conflict
        | Class::BodyTooLarge
        | Class::AddressTooLong
        | Class::MediaType
        | Class::Invalid
        | Class::TooMany
        | Class::HeadersTooLarge => return,
    }
    let causes = std::iter::successors(error.source(), |cause| (**cause).source());
    let causes = causes.take(8).map(ToString::to_string).collect::<Vec<_>>().join(": ");
    tracing::error!(code = error.code.name(), detail = error.detail, causes, request_id, "request failed");
}
