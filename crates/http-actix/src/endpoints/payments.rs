//! `/v1/payments`: what was paid, as the merchant sees it.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::{Export, PaymentFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, get, post};
use paylink_core::forms::PaymentQuery;
use paylink_wire::v1::responses::{List, Payment};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(list_payments);
    visitor.visit(get_payment);
    visitor.visit(cancel_payment);
}

/// List payments
///
/// As JSON one page; as CSV or JSON lines every payment that matches, streamed.
#[utoipa::path(
    tag = "Payments",
    params(Slice, PaymentFilters, Export),
    responses((status = 200, description = "One page of payments, or all of them.", content(
        (List<Payment> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/payments")]
async fn list_payments(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (mut params, format) = call.exportable_params();
    let query = PaymentQuery {
        merchant_id: params.take("merchant_id"),
        payment_link_id: params.take("payment_link_id"),
        customer_id: params.take("customer_id"),
        status: params.take("status"),
        method: params.take("method"),
        payer_email: params.take("payer_email"),
        currency: params.take("currency"),
        amount_min: params.take("amount_min"),
        amount_max: params.take("amount_max"),
        sort: params.take("sort"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    if let Some(format) = format {
        let export = call.paylink().export_payments(&caller, &query)?;
        return call.stream(export, format, |payment| Payment::from(payment)).await;
    }
    let listed = call.paylink().payments(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |payment| Payment::from(payment))))
}

/// Get a payment
#[utoipa::path(tag = "Payments", responses((status = 200, description = "The payment.", body = Payment)))]
#[get("/v1/payments/{payment_id}")]
async fn get_payment(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let payment = call.paylink().payment(&caller, call.segment("payment_id")).await?;
    Ok(json(200, &Payment::from(&payment)))
}

/// Cancel a payment
///
/// Only a bank debit that is still held, see `ach_hold_minutes` of its merchant. It shows as `failed` with the code
/// `cancelled`, and its link can be paid again. To take the link back with it, cancel the link.
#[utoipa::path(tag = "Payments", responses((status = 200, description = "The cancelled payment.", body = Payment)))]
#[post("/v1/payments/{payment_id}/cancel")]
async fn cancel_payment(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(200, |payment| Payment::from(payment));
    let id = call.segment("payment_id");
    let outcome = call.paylink().cancel_payment(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}
