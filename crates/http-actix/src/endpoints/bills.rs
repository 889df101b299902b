//! What invoices and orders have in common: every endpoint of the one is an endpoint of the other.

use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{forms::BillQuery, records::BillKind, views::BillView};
use paylink_wire::v1::{requests, responses::List};
use serde::Serialize;
use utoipa::ToSchema;

/// How one of the two is written down.
pub(super) trait Written: for<'a> From<&'a BillView> + Serialize + ToSchema + 'static {
    /// Which of the two it is.
    const KIND: BillKind;
    /// The part of its addresses that holds its id.
    const SEGMENT: &'static str;
}

pub(super) async fn create<B: Written>(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let wanted = requests::create_bill(command.object()?);
    let render = call.renders(201, |bill| B::from(bill));
    let (merchant, once) = (wanted.merchant_id.as_deref(), command.once(&render));
    let outcome = call.paylink().create_bill(&caller, B::KIND, merchant, &wanted.form, once).await?;
    Ok(reply(outcome, &render))
}

pub(super) async fn list<B: Written>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = BillQuery {
        merchant_id: params.take("merchant_id"),
        status: params.take("status"),
        number: params.take("number"),
        customer_id: params.take("customer_id"),
        due_after: params.take("due_after"),
        due_before: params.take("due_before"),
        created_after: params.take("created_after"),
        created_before: params.take("created_before"),
        list: params.list(),
    };
    let listed = call.paylink().bills(&caller, B::KIND, &query).await?;
    Ok(json(200, &List::of(&listed, |bill| B::from(bill))))
}

pub(super) async fn get<B: Written>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let bill = call.paylink().bill(&caller, B::KIND, call.segment(B::SEGMENT)).await?;
    Ok(json(200, &B::from(&bill)))
}

pub(super) async fn update<B: Written>(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let form = requests::update_bill(call.command().await?.object()?);
    let bill = call.paylink().update_bill(&caller, B::KIND, call.segment(B::SEGMENT), &form).await?;
    Ok(json(200, &B::from(&bill)))
}

pub(super) async fn delete<B: Written>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().delete_bill(&caller, B::KIND, call.segment(B::SEGMENT)).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(super) async fn take_back<B: Written>(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.bare_command().await?;
    command.nothing()?;
    let render = call.renders(200, |bill| B::from(bill));
    let id = call.segment(B::SEGMENT);
    let outcome = call.paylink().void_bill(&caller, B::KIND, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}
