//! `/v1/suppressions`: addresses that get nothing.

use crate::{
    answers::{json, json_answer, problem_answer, reply},
    call::Call,
    failure::Failure,
    openapi::params::{Slice, SuppressionFilters},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, post};
use paylink_core::{Answer, Error, Suppressed, forms::SuppressionQuery};
use paylink_wire::v1::{
    bodies, requests,
    responses::{List, Suppression},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_suppression);
    visitor.visit(list_suppressions);
    visitor.visit(get_suppression);
    visitor.visit(delete_suppression);
}

/// Suppress an address
///
/// Nothing is sent there any more; after `unsubscribed` no requests and reminders. Messages that were held back say so
/// under `/v1/messages`. A merchant's entry holds for its own messages, the platform's for all.
#[utoipa::path(
    tag = "Messages",
    request_body = bodies::CreateSuppression,
    responses(
        (status = 201, description = "The address gets nothing from now on.", body = Suppression),
        (status = 200, description = "It got nothing before; the entry that says so.", body = Suppression),
    )
)]
#[post("/v1/suppressions")]
async fn create_suppression(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::suppression(command.object()?);
    let render = made(call.id().to_owned());
    let outcome = call.paylink().create_suppression(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List suppressed addresses
///
/// A merchant sees its own entries, the platform all of them.
#[utoipa::path(
    tag = "Messages",
    params(Slice, SuppressionFilters),
    responses((status = 200, description = "One page of entries.", body = List<Suppression>))
)]
#[get("/v1/suppressions")]
async fn list_suppressions(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = SuppressionQuery {
        merchant_id: params.take("merchant_id"),
        channel: params.take("channel"),
        address: params.take("address"),
        list: params.list(),
    };
    let listed = call.paylink().suppressions(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |one| Suppression::from(one))))
}

/// Get a suppressed address
#[utoipa::path(tag = "Messages", responses((status = 200, description = "The entry.", body = Suppression)))]
#[get("/v1/suppressions/{suppression_id}")]
async fn get_suppression(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let known = call.paylink().suppression(&caller, call.segment("suppression_id")).await?;
    Ok(json(200, &Suppression::from(&known)))
}

/// Let an address get messages again
#[utoipa::path(tag = "Messages", responses((status = 204, description = "The entry is gone.")))]
#[delete("/v1/suppressions/{suppression_id}")]
async fn delete_suppression(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_suppression(&caller, call.segment("suppression_id")).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How an entry is written down: made, or there before.
fn made(id: String) -> impl Fn(Result<&Suppressed, &Error>) -> Answer + Send + Sync {
    move |outcome| match outcome {
        Ok(made) => json_answer(if made.is_new { 201 } else { 200 }, &Suppression::from(made)),
        Err(error) => problem_answer(error, &id),
    }
}
