//! Whether the server lives, whether it can work, and its numbers.

use crate::{
    answers::{json, log},
    call::Call,
    failure::Failure,
    routes::Visit,
};
use actix_web::{HttpResponse, get, http::header::CONTENT_TYPE};
use paylink_core::Error;
use paylink_wire::v1::responses::Health;

/// <https://prometheus.io/docs/specs/om/open_metrics_spec/>
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(live);
    visitor.visit(ready);
    visitor.visit(metrics);
}

/// Ask whether the server lives
#[utoipa::path(tag = "Health", responses((status = 200, description = "It does.", body = Health)))]
#[get("/health/live")]
async fn live(_call: Call) -> HttpResponse {
    json(200, &Health::OK)
}

/// Ask whether the server can work
#[utoipa::path(
    tag = "Health",
    responses(
        (status = 200, description = "The storage answers.", body = Health),
        (status = 503, description = "It does not.", body = Health),
    )
)]
#[get("/health/ready")]
async fn ready(call: Call) -> HttpResponse {
    match call.paylink().ping().await {
        Ok(()) => json(200, &Health::OK),
        Err(error) => {
            log(&error, call.id());
            json(503, &Health::UNAVAILABLE)
        }
    }
}

/// Get the server's numbers
///
/// OpenMetrics text, for Prometheus.
#[utoipa::path(
    tag = "Health",
    responses((status = 200, description = "The numbers.", body = String, content_type = "application/openmetrics-text"))
)]
#[get("/metrics")]
async fn metrics(call: Call) -> Result<HttpResponse, Failure> {
    let metrics = call.state().metrics();
    match call.paylink().backlog().await {
        Ok(backlog) => metrics.set_backlog(&backlog),
        // The other numbers are needed most when the storage is away.
        Err(error) => log(&error, call.id()),
    }
    match call.paylink().audit_backlog().await {
        Ok((waiting, late)) => metrics.set_unsealed(waiting, late),
        Err(error) => log(&error, call.id()),
    }
    let text = metrics.text().map_err(|_| Error::internal("the metrics could not be written"))?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, OPEN_METRICS)).body(text))
}
