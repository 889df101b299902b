//! Merchants.

use super::{caller, key, pairs};
use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{Caller, forms::PayoutsQuery, records::MerchantRecord, views::Window};
use paylink_wire::dialects::payengine::{
    query::merchant_list,
    requests,
    responses::{Data, Merchant, PagedData},
};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = key(&call)?;
    let command = call.lenient_command(key).await?;
    let form = requests::create_merchant(command.object()?);
    let render = call.renders(200, |merchant: &MerchantRecord| Data { data: Merchant::of(merchant, 0) });
    let outcome = call.paylink().create_merchant(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let merchant = call.paylink().merchant(&caller, call.segment("merchant_id")).await?;
    let data = shown(&call, &caller, &merchant).await?;
    Ok(json(200, &Data { data }))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let paging = merchant_list(&pairs(&call))?;
    let window = Window { skip: paging.skip(), limit: usize::try_from(paging.limit).unwrap_or(100) };
    let found = call.paylink().merchants_window(&caller, window).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for merchant in &found.rows {
        rows.push(shown(&call, &caller, merchant).await?);
    }
    Ok(json(200, &PagedData::of(rows, paging, found.total)))
}

/// The merchant with all that was ever paid to it in its own currency.
async fn shown(call: &Call, caller: &Caller, merchant: &MerchantRecord) -> Result<Merchant, Failure> {
    let query = PayoutsQuery {
        merchant_id: Some(merchant.id.to_string()),
        currency: Some(merchant.currency.to_string()),
        ..PayoutsQuery::default()
    };
    let money = call.paylink().payouts_preview(caller, &query).await?;
    Ok(Merchant::of(merchant, money.currencies.first().map_or(0, |figures| figures.gross_minor)))
}
