//! `/v1/messages`: every mail and text, and what became of it.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
    openapi::params::{MessageFilters, Slice},
    routes::Visit,
};
use actix_web::{HttpResponse, get, post};
use paylink_core::forms::MessageQuery;
use paylink_wire::v1::{
    bodies, requests,
    responses::{List, Message, MessagePreview, PaymentLink},
};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(send_payment_link);
    visitor.visit(list_messages);
    visitor.visit(get_message);
    visitor.visit(preview_message);
    visitor.visit(retry_message);
}

/// Send a payment link
///
/// By mail, text message or both, to the link's customer; also when it was sent before. At most 3 payment requests
/// about one link and 10 to one recipient go out within an hour by each way (`too_many_messages`). What became of them
/// is under `/v1/messages`.
#[utoipa::path(
    tag = "Payment links",
    request_body(content = Option<bodies::SendPaymentLink>),
    responses((status = 200, description = "The payment link.", body = PaymentLink))
)]
#[post("/v1/payment_links/{payment_link_id}/send")]
async fn send_payment_link(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    let form = match command.is_empty() {
        true => paylink_core::forms::SendForm::default(),
        false => requests::send_link(command.object()?),
    };
    let render = call.renders(200, |link| PaymentLink::from(link));
    let id = call.segment("payment_link_id");
    let outcome = call.paylink().send_link(&caller, id, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// List messages
#[utoipa::path(
    tag = "Messages",
    params(Slice, MessageFilters),
    responses((status = 200, description = "One page of messages.", body = List<Message>))
)]
#[get("/v1/messages")]
async fn list_messages(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = MessageQuery {
        merchant_id: params.take("merchant_id"),
        payment_link_id: params.take("payment_link_id"),
        channel: params.take("channel"),
        status: params.take("status"),
        list: params.list(),
    };
    let listed = call.paylink().messages(&caller, &query).await?;
    Ok(json(200, &List::of(&listed, |message| Message::from(message))))
}

/// Get a message
#[utoipa::path(tag = "Messages", responses((status = 200, description = "The message.", body = Message)))]
#[get("/v1/messages/{message_id}")]
async fn get_message(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let message = call.paylink().message(&caller, call.segment("message_id")).await?;
    Ok(json(200, &Message::from(&message)))
}

/// Preview a message
///
/// What it says, exactly as it is sent.
#[utoipa::path(tag = "Messages", responses((status = 200, description = "Its words.", body = MessagePreview)))]
#[get("/v1/messages/{message_id}/preview")]
async fn preview_message(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let content = call.paylink().message_preview(&caller, call.segment("message_id")).await?;
    Ok(json(200, &MessagePreview::from(&content)))
}

/// Send a message again that was given up
///
/// Only one whose status is `failed`; it keeps its id.
#[utoipa::path(tag = "Messages", responses((status = 200, description = "The message, queued.", body = Message)))]
#[post("/v1/messages/{message_id}/retry")]
async fn retry_message(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(200, |message| Message::from(message));
    let id = call.segment("message_id");
    let outcome = call.paylink().retry_message(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}
