//! `/v1/payment_links`: what people pay.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::{Export, LinkFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_core::forms::LinkQuery;
use paylink_wire::v1::{
    bodies, requests,
    responses::{List, Payment, PaymentLink},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_payment_link);
    visitor.visit(list_payment_links);
    visitor.visit(get_payment_link);
    visitor.visit(update_payment_link);
    visitor.visit(delete_payment_link);
    visitor.visit(cancel_payment_link);
    visitor.visit(list_payments_of_link);
}

/// Create a payment link
#[utoipa::path(
    tag = "Payment links",
    request_body = bodies::CreatePaymentLink,
    responses((status = 201, description = "The payment link.", body = PaymentLink))
)]
#[post("/v1/payment_links")]
async fn create_payment_link(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let wanted = requests::create_link(command.object()?);
    let render = call.renders(201, |link| PaymentLink::from(link));
    let (merchant, once) = (wanted.merchant_id.as_deref(), command.once(&render));
    let outcome = call.paylink().create_link(&caller, merchant, &wanted.form, once).await?;
    Ok(reply(outcome, &render))
}

/// List payment links
///
/// As JSON one page; as CSV or JSON lines every link that matches, streamed.
#[utoipa::path(
    tag = "Payment links",
    params(Slice, LinkFilters, Export),
    responses((status = 200, description = "One page of payment links, or all of them.", content(
        (List<PaymentLink> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/payment_links")]
async fn list_payment_links(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (mut params, format) = call.exportable_params();
    let query = LinkQuery {
        merchant_id: params.take("merchant_id"),
        customer_id: params.take("customer_id"),
        status: params.take("status"),
        payment_status: params.take("payment_status"),
        external_id: params.take("external_id"),
        order_number: params.take("order_number"),
        invoice_number: params.take("invoice_number"),
        customer_email: params.take("customer_email"),
        invoice_id: params.take("invoice_id"),
        order_id: params.take("order_id"),
        tag: params.take("tag"),
        usage: params.take("usage"),
        currency: params.take("currency"),
        amount_min: params.take("amount_min"),
        amount_max: params.take("amount_max"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        updated_after: params.take("updated_after"),
        updated_before: params.take("updated_before"),
        due_after: params.take("due_after"),
        due_before: params.take("due_before"),
        q: params.take("q"),
        sort: params.take("sort"),
        list: params.list(),
    };
    if let Some(format) = format {
        let export = call.paylink().export_links(&caller, &query)?;
        return call.stream(export, format, |link| PaymentLink::from(link)).await;
    }
    let listed = call.paylink().links(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |link| PaymentLink::from(link))))
}

/// Get a payment link
#[utoipa::path(
    tag = "Payment links",
    responses((status = 200, description = "The payment link.", body = PaymentLink))
)]
#[get("/v1/payment_links/{payment_link_id}")]
async fn get_payment_link(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let link = call.paylink().link(&caller, call.segment("payment_link_id")).await?;
    Ok(json(200, &PaymentLink::from(&link)))
}

/// Change a payment link
///
/// Fields that are not mentioned stay; `null` clears an optional one. Completed and cancelled links
/// do not change (`link_closed`), nor does a price once a payment has begun (`link_has_payments`).
#[utoipa::path(
    tag = "Payment links",
    request_body = bodies::UpdatePaymentLink,
    responses((status = 200, description = "The payment link as it is now.", body = PaymentLink))
)]
#[patch("/v1/payment_links/{payment_link_id}")]
async fn update_payment_link(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let form = requests::update_link(call.command().await?.object()?);
    let link = call.paylink().update_link(&caller, call.segment("payment_link_id"), &form).await?;
    Ok(json(200, &PaymentLink::from(&link)))
}

/// Delete a payment link
///
/// The link and its page are gone; its payments stay. Not while a payment is under way.
#[utoipa::path(tag = "Payment links", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/payment_links/{payment_link_id}")]
async fn delete_payment_link(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_link(&caller, call.segment("payment_link_id")).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Cancel a payment link
///
/// Its page stays and says so. Not while a payment is under way; a bank debit of a one-time link that is still held is
/// cancelled with it.
#[utoipa::path(
    tag = "Payment links",
    responses((status = 200, description = "The cancelled link.", body = PaymentLink))
)]
#[post("/v1/payment_links/{payment_link_id}/cancel")]
async fn cancel_payment_link(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(200, |link| PaymentLink::from(link));
    let id = call.segment("payment_link_id");
    let outcome = call.paylink().cancel_link(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List the payments of a link
#[utoipa::path(
    tag = "Payment links",
    params(Slice, Export),
    responses((status = 200, description = "One page of its payments, or all of them.", content(
        (List<Payment> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/payment_links/{payment_link_id}/payments")]
async fn list_payments_of_link(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (params, format) = call.exportable_params();
    let slice = params.list();
    if let Some(format) = format {
        let export = call.paylink().export_link_payments(&caller, call.segment("payment_link_id"), &slice).await?;
        return call.stream(export, format, |payment| Payment::from(payment)).await;
    }
    let listed = call.paylink().link_payments(&caller, call.segment("payment_link_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |payment| Payment::from(payment))))
}
