//! `/v1/customers`: who a merchant asks to pay.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::{CustomerFilters, Export, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_core::forms::CustomerQuery;
use paylink_wire::v1::{
    bodies, requests,
    responses::{Customer, List, Payment, PaymentLink},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_customer);
    visitor.visit(list_customers);
    visitor.visit(get_customer);
    visitor.visit(update_customer);
    visitor.visit(delete_customer);
    visitor.visit(merge_customer);
    visitor.visit(erase_customer);
    visitor.visit(list_payment_links_of_customer);
    visitor.visit(list_payments_of_customer);
}

/// Create a customer
///
/// An `external_id` that another customer of the merchant has is refused (`external_id_taken`); two customers that are
/// the same person can be merged.
#[utoipa::path(
    tag = "Customers",
    request_body = bodies::CreateCustomer,
    responses((status = 201, description = "The customer.", body = Customer))
)]
#[post("/v1/customers")]
async fn create_customer(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let wanted = requests::create_customer(command.object()?);
    let render = call.renders(201, |customer| Customer::from(customer));
    let (merchant, once) = (wanted.merchant_id.as_deref(), command.once(&render));
    let outcome = call.paylink().create_customer(&caller, merchant, &wanted.form, once).await?;
    Ok(reply(outcome, &render))
}

/// List customers
///
/// As JSON one page; as CSV or JSON lines every customer that matches, streamed.
#[utoipa::path(
    tag = "Customers",
    params(Slice, CustomerFilters, Export),
    responses((status = 200, description = "One page of customers, or all of them.", content(
        (List<Customer> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/customers")]
async fn list_customers(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (mut params, format) = call.exportable_params();
    let query = CustomerQuery {
        merchant_id: params.take("merchant_id"),
        external_id: params.take("external_id"),
        email: params.take("email"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    if let Some(format) = format {
        let export = call.paylink().export_customers(&caller, &query)?;
        return call.stream(export, format, |customer| Customer::from(customer)).await;
    }
    let listed = call.paylink().customers(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |customer| Customer::from(customer))))
}

/// Get a customer
#[utoipa::path(tag = "Customers", responses((status = 200, description = "The customer.", body = Customer)))]
#[get("/v1/customers/{customer_id}")]
async fn get_customer(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let customer = call.paylink().customer(&caller, call.segment("customer_id")).await?;
    Ok(json(200, &Customer::from(&customer)))
}

/// Change a customer
///
/// Fields that are not mentioned stay; `null` clears one, but one of name, mail address, phone number and external id
/// has to be left. Links that were made keep what they say of their customer.
#[utoipa::path(
    tag = "Customers",
    request_body = bodies::UpdateCustomer,
    responses((status = 200, description = "The customer as it is now.", body = Customer))
)]
#[patch("/v1/customers/{customer_id}")]
async fn update_customer(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let form = requests::update_customer(call.command().await?.object()?);
    let customer = call.paylink().update_customer(&caller, call.segment("customer_id"), &form).await?;
    Ok(json(200, &Customer::from(&customer)))
}

/// Delete a customer
///
/// It is not shown any more and its `external_id` is free again. Its links and payments stay as they are, with what they
/// say of the person; to have that gone too, erase the customer.
#[utoipa::path(tag = "Customers", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/customers/{customer_id}")]
async fn delete_customer(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_customer(&caller, call.segment("customer_id")).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge two customers
///
/// Links and payments of the customer `from` move to this one, empty fields are filled from it, and it is gone: it answers
/// 404 from now on. What belongs to a customer with more than 500 links or payments follows within seconds.
#[utoipa::path(
    tag = "Customers",
    request_body = bodies::MergeCustomer,
    responses((status = 200, description = "The customer that is left.", body = Customer))
)]
#[post("/v1/customers/{customer_id}/merge")]
async fn merge_customer(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::merge_customer(command.object()?);
    let render = call.renders(200, |customer| Customer::from(customer));
    let id = call.segment("customer_id");
    let outcome = call.paylink().merge_customer(&caller, id, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// Erase a person
///
/// The person is taken out of the customer, its links, payments, messages, events, webhooks and stored answers, and so is
/// whoever paid those links; amounts, states and the kind of card or account stay. That takes from seconds to minutes:
/// `erasure` says `running`, then `done`. It cannot be undone. Needs an API key with every right.
#[utoipa::path(
    tag = "Customers",
    request_body = bodies::EraseCustomer,
    responses((status = 202, description = "It runs, or was done before.", body = Customer))
)]
#[post("/v1/customers/{customer_id}/erase")]
async fn erase_customer(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::erase_customer(command.object()?);
    let render = call.renders(202, |customer| Customer::from(customer));
    let id = call.segment("customer_id");
    let outcome = call.paylink().erase_customer(&caller, id, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List the payment links of a customer
#[utoipa::path(
    tag = "Customers",
    params(Slice, Export),
    responses((status = 200, description = "One page of links for this customer, or all of them.", content(
        (List<PaymentLink> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/customers/{customer_id}/payment_links")]
async fn list_payment_links_of_customer(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (params, format) = call.exportable_params();
    let slice = params.list();
    if let Some(format) = format {
        let export = call.paylink().export_customer_links(&caller, call.segment("customer_id"), &slice).await?;
        return call.stream(export, format, |link| PaymentLink::from(link)).await;
    }
    let listed = call.paylink().customer_links(&caller, call.segment("customer_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |link| PaymentLink::from(link))))
}

/// List the payments of a customer
#[utoipa::path(
    tag = "Customers",
    params(Slice, Export),
    responses((status = 200, description = "One page of payments of this customer's links, or all of them.", content(
        (List<Payment> = "application/json"), (String = "text/csv"), (String = "application/x-ndjson")
    )))
)]
#[get("/v1/customers/{customer_id}/payments")]
async fn list_payments_of_customer(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let (params, format) = call.exportable_params();
    let slice = params.list();
    if let Some(format) = format {
        let export = call.paylink().export_customer_payments(&caller, call.segment("customer_id"), &slice).await?;
        return call.stream(export, format, |payment| Payment::from(payment)).await;
    }
    let listed = call.paylink().customer_payments(&caller, call.segment("customer_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |payment| Payment::from(payment))))
}
