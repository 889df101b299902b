//! `/v1/invoices`: what is owed, as the merchant bills it.

use super::bills::{self, Written};
use crate::{
    call::Call,
    failure::Failure,
    openapi::params::{InvoiceFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_core::records::BillKind;
use paylink_wire::v1::{
    bodies,
    responses::{Invoice, List},
};

impl Written for Invoice {
    const KIND: BillKind = BillKind::Invoice;
    const SEGMENT: &'static str = "invoice_id";
}

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_invoice);
    visitor.visit(list_invoices);
    visitor.visit(get_invoice);
    visitor.visit(update_invoice);
    visitor.visit(delete_invoice);
    visitor.visit(void_invoice);
}

/// Create an invoice
///
/// Make a payment link with its id as `invoice_id` to have it paid; the payment that
/// completes the link marks it paid. A bank debit that comes back opens it again; a refund does not.
#[utoipa::path(
    tag = "Invoices",
    request_body = bodies::CreateInvoice,
    responses((status = 201, description = "The invoice.", body = Invoice))
)]
#[post("/v1/invoices")]
async fn create_invoice(call: Call) -> Result<HttpResponse, Failure> {
    bills::create::<Invoice>(call).await
}

/// List invoices
#[utoipa::path(
    tag = "Invoices",
    params(Slice, InvoiceFilters),
    responses((status = 200, description = "One page of invoices.", body = List<Invoice>))
)]
#[get("/v1/invoices")]
async fn list_invoices(call: Call) -> Result<HttpResponse, Failure> {
    bills::list::<Invoice>(call).await
}

/// Get an invoice
#[utoipa::path(tag = "Invoices", responses((status = 200, description = "The invoice.", body = Invoice)))]
#[get("/v1/invoices/{invoice_id}")]
async fn get_invoice(call: Call) -> Result<HttpResponse, Failure> {
    bills::get::<Invoice>(call).await
}

/// Change an invoice
///
/// Fields that are not mentioned stay; `null` clears an optional one. Number, amount or lines, tax and currency stay while
/// a payment link is open for it (`has_open_link`); one that is paid or void does not change (`not_open`).
#[utoipa::path(
    tag = "Invoices",
    request_body = bodies::UpdateInvoice,
    responses((status = 200, description = "The invoice as it is now.", body = Invoice))
)]
#[patch("/v1/invoices/{invoice_id}")]
async fn update_invoice(call: Call) -> Result<HttpResponse, Failure> {
    bills::update::<Invoice>(call).await
}

/// Delete an invoice
///
/// Its number is free again. Not once it is paid, and not while a payment link is open for it or a payment is under way.
#[utoipa::path(tag = "Invoices", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/invoices/{invoice_id}")]
async fn delete_invoice(call: Call) -> Result<HttpResponse, Failure> {
    bills::delete::<Invoice>(call).await
}

/// Void an invoice
///
/// Its open payment links are cancelled with it. Not once it is paid, and not while a payment is under way.
#[utoipa::path(
    tag = "Invoices",
    responses((status = 200, description = "The invoice as it is now.", body = Invoice))
)]
#[post("/v1/invoices/{invoice_id}/void")]
async fn void_invoice(call: Call) -> Result<HttpResponse, Failure> {
    bills::take_back::<Invoice>(call).await
}
