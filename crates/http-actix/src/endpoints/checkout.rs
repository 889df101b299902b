//! `/v1/checkout/{slug}`: paying, for pages of one's own. No login; any origin.

use crate::{
    answers::{json, json_answer, problem_answer, problem_as, reply},
    call::Call,
    failure::Failure,
    gate::origin,
    routes::Visit,
};
use actix_web::{HttpResponse, get, post};
use paylink_core::{Answer, Error, records::PaymentStatus, views::PaymentView};
use paylink_wire::v1::{
    bodies,
    problem::Problem,
    requests,
    responses::{Checkout, CheckoutPayment},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(get_checkout);
    visitor.visit(create_checkout_payment);
    visitor.visit(get_checkout_payment);
}

/// Get what a payment page needs
#[utoipa::path(
    tag = "Checkout",
    responses((status = 200, description = "What payers may know of the link.", body = Checkout))
)]
#[get("/v1/checkout/{slug}")]
async fn get_checkout(call: Call) -> Result<HttpResponse, Failure> {
    call.no_params()?;
    let view = call.paylink().checkout(call.segment("slug")).await?;
    let consent = call.paylink().consent_asked(&view.page, call.languages());
    let base = &call.state().settings().public_url;
    Ok(json(200, &Checkout::of(view.link_id, view.payable, &view.page, consent.as_ref(), base)))
}

/// Pay
///
/// The amount comes from the link. A link that offers a saved payment method takes its id and no token. With
/// `save_payment_method` the payer says to have ticked the box whose words have the version `consent_version`; it must
/// never be ticked for them. Send the same `Idempotency-Key` again when no answer arrived; never
/// pay again with another key while a payment is `processing`.
#[utoipa::path(
    tag = "Checkout",
    request_body = bodies::CreatePayment,
    responses(
        (status = 201, description = "The payment, or the next step the payer has to take.", body = CheckoutPayment),
        (status = 202, description = "The outcome is not known yet; ask for the payment's state.", body = CheckoutPayment),
        (status = 402, description = "Declined; `code` is the reason.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/v1/checkout/{slug}/payments")]
async fn create_checkout_payment(mut call: Call) -> Result<HttpResponse, Failure> {
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::payment(command.object()?);
    let render = paid(call.id().to_owned());
    let origin = origin(call.request(), call.state()).map(|address| address.to_string());
    let (paylink, slug) = (call.paylink().clone(), call.segment("slug").to_owned());
    // A task of its own: a payer who hangs up does not stop it between its two commits.
    let task = actix_web::rt::spawn(async move {
        let outcome = paylink.pay(&slug, &form, origin.as_deref(), command.must_be_once(&render)?).await?;
        Ok::<_, Failure>(reply(outcome, &render))
    });
    task.await.map_err(|_| Error::internal("a payment's task ended early"))?
}

/// Get the state of a payment
#[utoipa::path(
    tag = "Checkout",
    responses((status = 200, description = "The payment.", body = CheckoutPayment))
)]
#[get("/v1/checkout/{slug}/payments/{payment_id}")]
async fn get_checkout_payment(call: Call) -> Result<HttpResponse, Failure> {
    call.no_params()?;
    let payment = call.paylink().checkout_payment(call.segment("slug"), call.segment("payment_id")).await?;
    Ok(json(200, &CheckoutPayment::from(&payment)))
}

/// How the outcome of a payment is written down.
fn paid(id: String) -> impl Fn(Result<&PaymentView, &Error>) -> Answer + Send + Sync + 'static {
    move |outcome| match outcome {
        Ok(view) => match view.payment.status {
            PaymentStatus::Failed => problem_as(&Problem::declined(view, &id)),
            PaymentStatus::Processing if view.payment.unknown => json_answer(202, &CheckoutPayment::from(view)),
            PaymentStatus::Processing
            | PaymentStatus::RequiresAction
            | PaymentStatus::Succeeded
            | PaymentStatus::Returned => json_answer(201, &CheckoutPayment::from(view)),
        },
        Err(error) => problem_answer(error, &id),
    }
}
