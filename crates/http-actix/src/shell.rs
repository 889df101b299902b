//! What every request passes on the way in and every answer on the way out.
//!
//! **Invariant:** every answer leaves through [`shell`], so each has a request id, safe headers, one log line
//! and one count, and no error leaves as anything but a problem document, or under the prefixes
//! of a dialect in its shape.

use crate::{
    answers::problem_response,
    cors,
    dialects::Asked,
    failure::Failure,
    gate,
    metrics::Seen,
    request_id::{HEADER, RequestId},
    state::AppState,
};
use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::{BodySize, BoxBody, MessageBody, None as NoBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method,
        header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
};
use futures_util::FutureExt as _;
use paylink_core::Error as CoreError;
use std::{panic::AssertUnwindSafe, time::Instant};

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The middleware around all routes.
pub(crate) async fn shell(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let Some(state) = request.app_data::<AppState>().cloned() else {
        return Err(Failure::from(CoreError::internal("the routes were mounted without their state")).into());
    };
    let id = RequestId::of(request.headers(), &state);
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let open = cors::is_open(request.path());
    let path = request.path().to_owned();
    let asked = Asked { request_id: &id.0, path: &path };
    if method == Method::HEAD {
        // The server drops the body of an answer to HEAD by itself; routes need not know the method.
        request.head_mut().method = Method::GET;
    }
    let outcome = if let Err(failure) = gate::admit(&request, &state) {
        Ok(request.into_response(problem_response(&failure, &asked)))
    } else if let Some(preflight) = cors::preflight(&request) {
        Ok(request.into_response(preflight))
    } else {
        run(request, next, &asked).await
    };
    let (route, mut outcome) = match outcome {
        // what has no end is not read just to be dropped
        Ok(answer) if method == Method::HEAD && answer.response().body().size() == BodySize::Stream => {
            (answer.request().match_pattern(), Ok(answer.map_body(|_, _| BoxBody::new(NoBody::new()))))
        }
        Ok(answer) => (answer.request().match_pattern(), Ok(answer)),
        Err(panicked) => (None, Err(panicked)),
    };
    let head = match &mut outcome {
        Ok(answer) => answer.response_mut(),
        Err(panicked) => panicked,
    };
    dress(head.headers_mut(), &id.0, open);
    let status = head.status().as_u16();
    let seen = Seen { method: known(&method), route: route.as_deref().unwrap_or("unmatched"), status };
    let took = begun.elapsed();
    state.metrics().count(&seen, took);
    tracing::info!(
        method = seen.method,
        route = seen.route,
        status,
        duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        request_id = id.0,
        "request"
    );
    outcome.map_err(|panicked| InternalError::from_response("the handler panicked", panicked).into())
}

/// Runs the routes; a panic becomes the answer in `Err`, because the request went down with it.
async fn run(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    asked: &Asked<'_>,
) -> Result<ServiceResponse<BoxBody>, HttpResponse> {
    let internal = |detail: &str| problem_response(&CoreError::internal(detail).into(), asked);
    match AssertUnwindSafe(async move { next.call(request).await }).catch_unwind().await {
        Ok(Ok(answer)) => Ok(written(answer, asked)),
        Ok(Err(error)) => Err(match error.as_error::<Failure>() {
            Some(failure) => problem_response(failure, asked),
            None => internal("a route failed without an answer"),
        }),
        Err(_) => Err(internal("a handler panicked")),
    }
}

/// Writes the body of an answer that is an error.
fn written(answer: ServiceResponse<impl MessageBody + 'static>, asked: &Asked<'_>) -> ServiceResponse<BoxBody> {
    let problem = match answer.response().error() {
        None => None,
        Some(error) => match error.as_error::<Failure>() {
            Some(failure) => Some(problem_response(failure, asked)),
            None => Some(problem_response(&CoreError::internal("an extractor failed").into(), asked)),
        },
    };
    match problem {
        None => answer.map_into_boxed_body(),
        Some(problem) => answer.into_response(problem),
    }
}

/// Puts on what every answer wears.
fn dress(headers: &mut HeaderMap, id: &str, open: bool) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HEADER, id);
    }
    let fixed: [(HeaderName, HeaderValue); 2] = [
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    for (name, value) in fixed {
        headers.insert(name, value);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, NO_STORE);
    }
    if open {
        cors::allow(headers);
    }
}

/// The method as it may stand in logs and labels.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 8] = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE"];
    KNOWN.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}
