//! `/v1/orders`: what was ordered and is to be paid.

use super::bills::{self, Written};
use crate::{
    call::Call,
    failure::Failure,
    openapi::params::{OrderFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, delete, get, patch, post};
use paylink_core::records::BillKind;
use paylink_wire::v1::{
    bodies,
    responses::{List, Order},
};

impl Written for Order {
    const KIND: BillKind = BillKind::Order;
    const SEGMENT: &'static str = "order_id";
}

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_order);
    visitor.visit(list_orders);
    visitor.visit(get_order);
    visitor.visit(update_order);
    visitor.visit(delete_order);
    visitor.visit(cancel_order);
}

/// Create an order
///
/// Make a payment link with its id as `order_id` to have it paid; the payment that
/// completes the link marks it paid. A bank debit that comes back opens it again; a refund does not.
#[utoipa::path(
    tag = "Orders",
    request_body = bodies::CreateOrder,
    responses((status = 201, description = "The order.", body = Order))
)]
#[post("/v1/orders")]
async fn create_order(call: Call) -> Result<HttpResponse, Failure> {
    bills::create::<Order>(call).await
}

/// List orders
#[utoipa::path(
    tag = "Orders",
    params(Slice, OrderFilters),
    responses((status = 200, description = "One page of orders.", body = List<Order>))
)]
#[get("/v1/orders")]
async fn list_orders(call: Call) -> Result<HttpResponse, Failure> {
    bills::list::<Order>(call).await
}

/// Get an order
#[utoipa::path(tag = "Orders", responses((status = 200, description = "The order.", body = Order)))]
#[get("/v1/orders/{order_id}")]
async fn get_order(call: Call) -> Result<HttpResponse, Failure> {
    bills::get::<Order>(call).await
}

/// Change an order
///
/// Fields that are not mentioned stay; `null` clears an optional one. Number, amount or lines, tax and currency stay while
/// a payment link is open for it (`has_open_link`); one that is paid or cancelled does not change (`not_open`).
#[utoipa::path(
    tag = "Orders",
    request_body = bodies::UpdateOrder,
    responses((status = 200, description = "The order as it is now.", body = Order))
)]
#[patch("/v1/orders/{order_id}")]
async fn update_order(call: Call) -> Result<HttpResponse, Failure> {
    bills::update::<Order>(call).await
}

/// Delete an order
///
/// Its number is free again. Not once it is paid, and not while a payment link is open for it or a payment is under way.
#[utoipa::path(tag = "Orders", responses((status = 204, description = "Deleted.")))]
#[delete("/v1/orders/{order_id}")]
async fn delete_order(call: Call) -> Result<HttpResponse, Failure> {
    bills::delete::<Order>(call).await
}

/// Cancel an order
///
/// Its open payment links are cancelled with it. Not once it is paid, and not while a payment is under way.
#[utoipa::path(
    tag = "Orders",
    responses((status = 200, description = "The order as it is now.", body = Order))
)]
#[post("/v1/orders/{order_id}/cancel")]
async fn cancel_order(call: Call) -> Result<HttpResponse, Failure> {
    bills::take_back::<Order>(call).await
}
