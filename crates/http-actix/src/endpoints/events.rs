//! `/v1/events` and `/v1/webhook_deliveries`: what happened, and who has heard of it.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::{DeliveryFilters, EventFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, get, post};
use paylink_core::{
    Redelivered,
    forms::{DeliveryQuery, EventQuery},
};
use paylink_wire::v1::responses::{Event, List, Redelivery, WebhookDelivery};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(list_events);
    visitor.visit(get_event);
    visitor.visit(redeliver_event);
    visitor.visit(list_webhook_deliveries);
}

/// List events
#[utoipa::path(
    tag = "Events",
    params(Slice, EventFilters),
    responses((status = 200, description = "One page of events.", body = List<Event>))
)]
#[get("/v1/events")]
async fn list_events(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = EventQuery {
        merchant_id: params.take("merchant_id"),
        kind: params.take("type"),
        payment_link_id: params.take("payment_link_id"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    let listed = call.paylink().events(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |event| Event::from(event))))
}

/// Get an event
#[utoipa::path(tag = "Events", responses((status = 200, description = "The event.", body = Event)))]
#[get("/v1/events/{event_id}")]
async fn get_event(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let event = call.paylink().event(&caller, call.segment("event_id")).await?;
    Ok(json(200, &Event::from(&event)))
}

/// Send an event again
///
/// To every endpoint that subscribes to it now, whatever became of earlier deliveries.
#[utoipa::path(
    tag = "Events",
    responses((status = 202, description = "The deliveries that were queued.", body = Redelivery))
)]
#[post("/v1/events/{event_id}/redeliver")]
async fn redeliver_event(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(202, |again: &Redelivered| Redelivery::of(again.event_id, &again.deliveries));
    let outcome = call.paylink().redeliver(&caller, call.segment("event_id"), command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List webhook deliveries
#[utoipa::path(
    tag = "Events",
    params(Slice, DeliveryFilters),
    responses((status = 200, description = "One page of deliveries.", body = List<WebhookDelivery>))
)]
#[get("/v1/webhook_deliveries")]
async fn list_webhook_deliveries(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = DeliveryQuery {
        endpoint_id: params.take("webhook_endpoint_id"),
        event_id: params.take("event_id"),
        status: params.take("status"),
        list: params.list(),
    };
    let listed = call.paylink().deliveries(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |delivery| WebhookDelivery::from(delivery))))
}
