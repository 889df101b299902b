//! `/v2/paylinks`: what is their own.

use super::{
    links::{made, named, shown, tie},
    listing::gone,
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_wire::dialects::fortis::{Ask, One, Paylink, create_paylink, update_paylink};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let by = caller.key.map(|key| key.to_string());
    let wanted = create_paylink(call.lenient_command(None).await?.object()?, by.as_deref());
    let view = made(&call, &caller, wanted).await?;
    Ok(json(201, &One(&shown::<Paylink>(&call, &caller, &ask, &view).await?)))
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let body = call.lenient_command(None).await?.object()?;
    let Some(view) = named::<Paylink>(&call, &caller, call.segment("id")).await? else { return Ok(gone()) };
    let by = caller.key.map(|key| key.to_string());
    let (mut form, contact_api_id) = update_paylink(body, &view.link, by.as_deref());
    let merchant = view.link.merchant_id.to_string();
    tie((&call, &caller), Some(&merchant), contact_api_id.as_deref(), &mut form).await;
    let view = call.paylink().update_link(&caller, &view.link.id.to_string(), &form).await?;
    Ok(json(200, &One(&shown::<Paylink>(&call, &caller, &ask, &view).await?)))
}
