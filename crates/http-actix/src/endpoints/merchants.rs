//! `/v1/merchants`: the payees, and the tokens that act for one.

use crate::{
    answers::{json, json_answer, problem_answer, reply},
    call::Call,
    failure::Failure,
    openapi::params::Slice,
    routes::Visit,
    state::AppState,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_core::{Answer, Error, TokenGrant, forms::TokenForm};
use paylink_wire::v1::{
    bodies, requests,
    responses::{List, Merchant, MerchantToken},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_merchant);
    visitor.visit(list_merchants);
    visitor.visit(get_merchant);
    visitor.visit(update_merchant);
    visitor.visit(delete_merchant);
    visitor.visit(create_merchant_token);
    visitor.visit(revoke_merchant_tokens);
}

/// Create a merchant
///
/// Needs an API key of the platform.
#[utoipa::path(
    tag = "Merchants",
    request_body = bodies::CreateMerchant,
    responses((status = 201, description = "The merchant.", body = Merchant))
)]
#[post("/v1/merchants")]
async fn create_merchant(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::merchant(command.object()?);
    let paylink = call.paylink().clone();
    let render = call.renders(201, move |merchant| Merchant::of(merchant, paylink.logo_urls(merchant)));
    let outcome = call.paylink().create_merchant(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List merchants
#[utoipa::path(
    tag = "Merchants",
    params(Slice),
    responses((status = 200, description = "One page of merchants.", body = List<Merchant>))
)]
#[get("/v1/merchants")]
async fn list_merchants(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let listed = call.paylink().merchants(&caller, &call.params().list()).await?;
    Ok(json(200, &List::of(&listed, |merchant| Merchant::of(merchant, call.paylink().logo_urls(merchant)))))
}

/// Get a merchant
#[utoipa::path(tag = "Merchants", responses((status = 200, description = "The merchant.", body = Merchant)))]
#[get("/v1/merchants/{merchant_id}")]
async fn get_merchant(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let merchant = call.paylink().merchant(&caller, call.segment("merchant_id")).await?;
    Ok(json(200, &Merchant::of(&merchant, call.paylink().logo_urls(&merchant))))
}

/// Change a merchant
///
/// Fields that are not mentioned stay; `null` clears an optional one.
#[utoipa::path(
    tag = "Merchants",
    request_body = bodies::UpdateMerchant,
    responses((status = 200, description = "The merchant as it is now.", body = Merchant))
)]
#[patch("/v1/merchants/{merchant_id}")]
async fn update_merchant(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let form = requests::merchant(call.command().await?.object()?);
    let merchant = call.paylink().update_merchant(&caller, call.segment("merchant_id"), &form).await?;
    Ok(json(200, &Merchant::of(&merchant, call.paylink().logo_urls(&merchant))))
}

/// Delete a merchant
///
/// Needs an API key of the platform. Only a merchant with nothing of its own can go: no payment links, customers, invoices,
/// orders, API keys, webhook endpoints, suppressions, files and tags, deleted ones included; else `merchant_in_use`.
#[utoipa::path(tag = "Merchants", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/merchants/{merchant_id}")]
async fn delete_merchant(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_merchant(&caller, call.segment("merchant_id")).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Create a merchant token
///
/// A JWT of one hour that acts for this merchant, on one surface: for browsers and for the embedded dashboard.
#[utoipa::path(
    tag = "Merchants",
    request_body = Option<bodies::CreateMerchantToken>,
    responses((status = 201, description = "The token.", body = MerchantToken))
)]
#[post("/v1/merchants/{merchant_id}/token")]
async fn create_merchant_token(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    let form = if command.is_empty() { TokenForm::default() } else { requests::merchant_token(command.object()?) };
    let render = signed(call.state().clone(), call.id().to_owned());
    let id = call.segment("merchant_id");
    let outcome = call.paylink().grant_merchant_token(&caller, id, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// Revoke all merchant tokens of a merchant
///
/// Every token of this merchant that was made before stops working at once; tokens made from then on work.
#[utoipa::path(
    tag = "Merchants",
    responses((status = 200, description = "The merchant, with `tokens_valid_after`.", body = Merchant))
)]
#[post("/v1/merchants/{merchant_id}/revoke_tokens")]
async fn revoke_merchant_tokens(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let paylink = call.paylink().clone();
    let render = call.renders(200, move |merchant| Merchant::of(merchant, paylink.logo_urls(merchant)));
    let id = call.segment("merchant_id");
    let outcome = call.paylink().revoke_merchant_tokens(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// How a grant is written down: as a token.
fn signed(state: AppState, id: String) -> impl Fn(Result<&TokenGrant, &Error>) -> Answer + Send + Sync {
    move |outcome| {
        let token = outcome.map(|grant| (grant, state.tokens().sign(grant)));
        match token {
            Ok((TokenGrant { audience, expires_at, .. }, Ok(token))) => {
                json_answer(201, &MerchantToken { token, audience: *audience, expires_at: *expires_at })
            }
            Ok((_, Err(error))) => problem_answer(&error, &id),
            Err(error) => problem_answer(error, &id),
        }
    }
}
