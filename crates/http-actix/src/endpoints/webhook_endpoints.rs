//! `/v1/webhook_endpoints`: who hears of events.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::Slice,
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_wire::v1::{
    bodies, requests,
    responses::{List, WebhookDelivery, WebhookEndpoint},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_webhook_endpoint);
    visitor.visit(list_webhook_endpoints);
    visitor.visit(get_webhook_endpoint);
    visitor.visit(update_webhook_endpoint);
    visitor.visit(delete_webhook_endpoint);
    visitor.visit(rotate_webhook_secret);
    visitor.visit(test_webhook_endpoint);
}

/// Create a webhook endpoint
///
/// The answer shows the signing secret, this once.
#[utoipa::path(
    tag = "Webhooks",
    request_body = bodies::CreateWebhookEndpoint,
    responses((status = 201, description = "The endpoint with its secret.", body = WebhookEndpoint))
)]
#[post("/v1/webhook_endpoints")]
async fn create_webhook_endpoint(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::create_endpoint(command.object()?);
    let render = call.renders(201, WebhookEndpoint::with_secret);
    let outcome = call.paylink().create_endpoint(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List webhook endpoints
#[utoipa::path(
    tag = "Webhooks",
    params(Slice),
    responses((status = 200, description = "One page of endpoints.", body = List<WebhookEndpoint>))
)]
#[get("/v1/webhook_endpoints")]
async fn list_webhook_endpoints(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let listed = call.paylink().endpoints(&caller, &call.params().list()).await?;
    Ok(json(200, &List::of(&listed, |endpoint| WebhookEndpoint::from(endpoint))))
}

/// Get a webhook endpoint
#[utoipa::path(tag = "Webhooks", responses((status = 200, description = "The endpoint.", body = WebhookEndpoint)))]
#[get("/v1/webhook_endpoints/{webhook_endpoint_id}")]
async fn get_webhook_endpoint(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let endpoint = call.paylink().endpoint(&caller, call.segment("webhook_endpoint_id")).await?;
    Ok(json(200, &WebhookEndpoint::from(&endpoint)))
}

/// Change a webhook endpoint
#[utoipa::path(
    tag = "Webhooks",
    request_body = bodies::UpdateWebhookEndpoint,
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpoint))
)]
#[patch("/v1/webhook_endpoints/{webhook_endpoint_id}")]
async fn update_webhook_endpoint(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let form = requests::update_endpoint(call.command().await?.object()?);
    let endpoint = call.paylink().update_endpoint(&caller, call.segment("webhook_endpoint_id"), &form).await?;
    Ok(json(200, &WebhookEndpoint::from(&endpoint)))
}

/// Delete a webhook endpoint
#[utoipa::path(tag = "Webhooks", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/webhook_endpoints/{webhook_endpoint_id}")]
async fn delete_webhook_endpoint(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_endpoint(&caller, call.segment("webhook_endpoint_id")).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rotate the signing secret
///
/// The answer shows the new secret, this once. For 24 hours the old one signs as well.
#[utoipa::path(
    tag = "Webhooks",
    responses((status = 200, description = "The endpoint with its new secret.", body = WebhookEndpoint))
)]
#[post("/v1/webhook_endpoints/{webhook_endpoint_id}/rotate_secret")]
async fn rotate_webhook_secret(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(200, WebhookEndpoint::with_secret);
    let id = call.segment("webhook_endpoint_id");
    let outcome = call.paylink().rotate_secret(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// Send a test event
///
/// Queues a `webhook_endpoint.test` event for this endpoint alone.
#[utoipa::path(
    tag = "Webhooks",
    responses((status = 201, description = "The delivery that was queued.", body = WebhookDelivery))
)]
#[post("/v1/webhook_endpoints/{webhook_endpoint_id}/test")]
async fn test_webhook_endpoint(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(201, |delivery| WebhookDelivery::from(delivery));
    let id = call.segment("webhook_endpoint_id");
    let outcome = call.paylink().test_endpoint(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}
