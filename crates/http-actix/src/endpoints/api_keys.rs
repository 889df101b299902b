//! `/v1/api_keys`: credentials of servers.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::Slice,
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, post};
use paylink_wire::v1::{
    bodies, requests,
    responses::{ApiKey, List, NewApiKey},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_api_key);
    visitor.visit(list_api_keys);
    visitor.visit(get_api_key);
    visitor.visit(revoke_api_key);
}

/// Create an API key
///
/// The answer shows the secret, this once. A key with `merchant_id` acts for that merchant only.
#[utoipa::path(
    tag = "API keys",
    request_body = bodies::CreateApiKey,
    responses((status = 201, description = "The key with its secret.", body = NewApiKey))
)]
#[post("/v1/api_keys")]
async fn create_api_key(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::api_key(command.object()?);
    let render = call.renders(201, |new: &paylink_core::NewApiKey| NewApiKey::of(&new.key, &new.secret));
    let outcome = call.paylink().create_api_key(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List API keys
///
/// Revoked ones too.
#[utoipa::path(
    tag = "API keys",
    params(Slice),
    responses((status = 200, description = "One page of keys.", body = List<ApiKey>))
)]
#[get("/v1/api_keys")]
async fn list_api_keys(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let listed = call.paylink().api_keys(&caller, &call.params().list()).await?;
    Ok(json(200, &List::of(&listed, |key| ApiKey::from(key))))
}

/// Get an API key
#[utoipa::path(tag = "API keys", responses((status = 200, description = "The key.", body = ApiKey)))]
#[get("/v1/api_keys/{api_key_id}")]
async fn get_api_key(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let key = call.paylink().api_key(&caller, call.segment("api_key_id")).await?;
    Ok(json(200, &ApiKey::from(&key)))
}

/// Revoke an API key
///
/// It stops working at once and for good; it stays in the list.
#[utoipa::path(tag = "API keys", responses((status = 200, description = "The revoked key.", body = ApiKey)))]
#[delete("/v1/api_keys/{api_key_id}")]
async fn revoke_api_key(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let key = call.paylink().revoke_api_key(&caller, call.segment("api_key_id")).await?;
    Ok(json(200, &ApiKey::from(&key)))
}
