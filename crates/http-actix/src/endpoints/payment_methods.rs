//! `/v1/payment_methods`: saved cards and accounts, for the merchant; `/payment-methods/{token}`: for their payers.

use crate::{
    answers::json,
    call::Call,
    failure::Failure,
    openapi::params::{PaymentMethodFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, post};
use paylink_core::forms::PaymentMethodQuery;
use paylink_wire::v1::responses::{List, SavedPaymentMethod};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(list_payment_methods);
    visitor.visit(list_payment_methods_of_customer);
    visitor.visit(get_payment_method);
    visitor.visit(revoke_payment_method);
    visitor.visit(payment_method_page);
    visitor.visit(remove_payment_method);
}

/// List saved payment methods
///
/// Removed ones too.
#[utoipa::path(
    tag = "Payment methods",
    params(Slice, PaymentMethodFilters),
    responses((status = 200, description = "One page of methods.", body = List<SavedPaymentMethod>))
)]
#[get("/v1/payment_methods")]
async fn list_payment_methods(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = PaymentMethodQuery {
        merchant_id: params.take("merchant_id"),
        customer_id: params.take("customer_id"),
        status: params.take("status"),
        list: params.list(),
    };
    let listed = call.paylink().payment_methods(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |method| SavedPaymentMethod::from(method))))
}

/// List the saved payment methods of a customer
#[utoipa::path(
    tag = "Payment methods",
    params(Slice),
    responses((status = 200, description = "One page of the customer's methods.", body = List<SavedPaymentMethod>))
)]
#[get("/v1/customers/{customer_id}/payment_methods")]
async fn list_payment_methods_of_customer(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let slice = call.params().list();
    let listed = call.paylink().customer_payment_methods(&caller, call.segment("customer_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |method| SavedPaymentMethod::from(method))))
}

/// Get a saved payment method
#[utoipa::path(
    tag = "Payment methods",
    responses((status = 200, description = "The method.", body = SavedPaymentMethod))
)]
#[get("/v1/payment_methods/{payment_method_id}")]
async fn get_payment_method(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let method = call.paylink().payment_method(&caller, call.segment("payment_method_id")).await?;
    Ok(json(200, &SavedPaymentMethod::from(&method)))
}

/// Remove a saved payment method
///
/// It cannot be used from now on, and the gateway is told to let it go. It stays in the list, with the evidence that its
/// payer had agreed. Payments that have begun go on.
#[utoipa::path(
    tag = "Payment methods",
    responses((status = 200, description = "The removed method.", body = SavedPaymentMethod))
)]
#[delete("/v1/payment_methods/{payment_method_id}")]
async fn revoke_payment_method(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let method = call.paylink().revoke_payment_method(&caller, call.segment("payment_method_id")).await?;
    Ok(json(200, &SavedPaymentMethod::from(&method)))
}

/// Open the page of a saved payment method
///
/// The address is in the receipt. It shows the card or account and asks before it removes it: opening changes nothing.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[get("/payment-methods/{method_token}")]
async fn payment_method_page(call: Call) -> Result<HttpResponse, Failure> {
    let page = call.paylink().payment_method_page(call.segment("method_token")).await;
    call.page(page)
}

/// Remove a saved payment method as its payer
///
/// The button of the page. Doing so again changes nothing.
#[utoipa::path(
    tag = "Pages",
    request_body(content = Option<String>, content_type = "application/x-www-form-urlencoded",
        description = "Nothing in it is read."),
    responses(
        (status = 200, description = "The page says that it is done.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[post("/payment-methods/{method_token}")]
async fn remove_payment_method(mut call: Call) -> Result<HttpResponse, Failure> {
    call.ignored_body().await?;
    let page = call.paylink().remove_payment_method(call.segment("method_token")).await;
    call.page(page)
}
