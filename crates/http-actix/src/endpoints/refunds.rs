//! `/v1/payments/{id}/refunds` and `/v1/refunds`: money that goes back.

use crate::{
    answers::{json, json_answer, problem_answer, problem_as, reply},
    call::Call,
    failure::Failure,
    openapi::params::{Export, RefundFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, get, post};
use paylink_core::{
    Answer, Error,
    forms::{RefundForm, RefundQuery},
    records::RefundStatus,
    views::RefundView,
};
use paylink_wire::v1::{
    bodies,
    problem::Problem,
    requests,
    responses::{List, Refund},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_refund);
    visitor.visit(list_refunds_of_payment);
    visitor.visit(list_refunds);
    visitor.visit(get_refund);
}

/// Refund a payment
///
/// In part, or everything that is left; all refunds of a payment together never pass its amount. A bank debit can be
/// refunded once it has settled. Send an `Idempotency-Key`, and the same one again when no answer arrived.
#[utoipa::path(
    tag = "Refunds",
    request_body(content = Option<bodies::CreateRefund>),
    responses(
        (status = 201, description = "The refund: made, or taken on by the gateway.", body = Refund),
        (status = 202, description = "The outcome is not known yet; ask for the refund's state.", body = Refund),
        (status = 402, description = "Refused by the gateway; `code` is the reason.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/v1/payments/{payment_id}/refunds")]
async fn create_refund(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    let form = match command.is_empty() {
        true => RefundForm::default(),
        false => requests::refund(command.object()?),
    };
    let render = refunded(call.id().to_owned());
    let (paylink, id) = (call.paylink().clone(), call.segment("payment_id").to_owned());
    // A task of its own: a caller who hangs up does not stop it between its two commits.
    let task = actix_web::rt::spawn(async move {
        let outcome = paylink.refund_payment(&caller, &id, &form, command.once(&render)).await?;
        Ok::<_, Failure>(reply(outcome, &render))
    });
    task.await.map_err(|_| Error::internal("a refund's task ended early"))?
}

/// List the refunds of a payment
#[utoipa::path(
    tag = "Refunds",
    params(Slice, Export),
    responses((status = 200, description = "One page of its refunds, or all of them.", content(
        (List<Refund> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/payments/{payment_id}/refunds")]
async fn list_refunds_of_payment(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (params, format) = call.exportable_params();
    let slice = params.list();
    if let Some(format) = format {
        let export = call.paylink().export_payment_refunds(&caller, call.segment("payment_id"), &slice).await?;
        return call.stream(export, format, |refund| Refund::from(refund)).await;
    }
    let listed = call.paylink().payment_refunds(&caller, call.segment("payment_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |refund| Refund::from(refund))))
}

/// List refunds
///
/// As JSON one page; as CSV or JSON lines every refund that matches, streamed.
#[utoipa::path(
    tag = "Refunds",
    params(Slice, RefundFilters, Export),
    responses((status = 200, description = "One page of refunds, or all of them.", content(
        (List<Refund> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/refunds")]
async fn list_refunds(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (mut params, format) = call.exportable_params();
    let query = RefundQuery {
        merchant_id: params.take("merchant_id"),
        payment_id: params.take("payment_id"),
        payment_link_id: params.take("payment_link_id"),
        status: params.take("status"),
        currency: params.take("currency"),
        amount_min: params.take("amount_min"),
        amount_max: params.take("amount_max"),
        sort: params.take("sort"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    if let Some(format) = format {
        let export = call.paylink().export_refunds(&caller, &query)?;
        return call.stream(export, format, |refund| Refund::from(refund)).await;
    }
    let listed = call.paylink().refunds(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |refund| Refund::from(refund))))
}

/// Get a refund
#[utoipa::path(tag = "Refunds", responses((status = 200, description = "The refund.", body = Refund)))]
#[get("/v1/refunds/{refund_id}")]
async fn get_refund(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let refund = call.paylink().refund(&caller, call.segment("refund_id")).await?;
    Ok(json(200, &Refund::from(&refund)))
}

/// How the outcome of a refund is written down.
fn refunded(id: String) -> impl Fn(Result<&RefundView, &Error>) -> Answer + Send + Sync + 'static {
    move |outcome| match outcome {
        Ok(view) => match view.refund.status {
            RefundStatus::Failed => problem_as(&Problem::not_refunded(view, &id)),
            RefundStatus::Processing if view.refund.unknown => json_answer(202, &Refund::from(view)),
            RefundStatus::Processing | RefundStatus::Succeeded => json_answer(201, &Refund::from(view)),
        },
        Err(error) => problem_answer(error, &id),
    }
}
