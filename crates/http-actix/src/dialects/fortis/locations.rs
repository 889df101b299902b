//! `/v2/locations`.

use super::listing::{done, found, is_missing, missing};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Caller, Code, Reply, forms::ListQuery, records::MerchantRecord};
use paylink_wire::dialects::fortis::{LOCATION_COLUMNS, Location, One, Pager, create_location, update_location};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let form = create_location(call.lenient_command(None).await?.object()?);
    let made = call.paylink().create_merchant(&caller, &form, None).await?;
    let Reply::Fresh(merchant) = made else { return Err(Failure::of(Code::Internal)) };
    Ok(json(201, &One(&shown(&call, &merchant))))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, LOCATION_COLUMNS).await?;
    let mut pager = Pager::new(&ask, ask.order() == Some(("created_ts", true)));
    for merchant in all(&call, &caller).await? {
        let row = shown(&call, &merchant);
        pager.push(&row, row.clone())?;
    }
    let found = pager.finish();
    Ok(call.page_of(&ask, &found.rows, found.total))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    Ok(json(200, &One(&shown(&call, &named(&call, &caller).await?))))
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let body = call.lenient_command(None).await?.object()?;
    let old = named(&call, &caller).await?;
    let form = update_location(body, &old);
    let merchant = call.paylink().update_merchant(&caller, &old.id.to_string(), &form).await?;
    Ok(json(200, &One(&shown(&call, &merchant))))
}

pub(super) async fn delete(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let merchant = match named(&call, &caller).await {
        Ok(merchant) => merchant,
        Err(failure) if is_missing(&failure.error) => return Ok(missing()),
        Err(failure) => return Err(failure),
    };
    call.paylink().delete_merchant(&caller, &merchant.id.to_string()).await?;
    Ok(done())
}

/// Every merchant that the caller sees, the newest first.
async fn all(call: &Call, caller: &Caller) -> Result<Vec<MerchantRecord>, Failure> {
    let (mut merchants, mut cursor) = (Vec::new(), None);
    loop {
        let page = ListQuery { limit: Some("100".to_owned()), cursor, ..ListQuery::default() };
        let listed = call.paylink().merchants(caller, &page).await?;
        merchants.extend(listed.rows);
        match listed.next {
            Some(next) => cursor = Some(next),
            None => return Ok(merchants),
        }
    }
}

/// The merchant that the path names, by its id or by the caller's own.
async fn named(call: &Call, caller: &Caller) -> Result<MerchantRecord, Failure> {
    let id = call.segment("id");
    if let Some(merchant) = found(call.paylink().merchant(caller, id).await)? {
        return Ok(merchant);
    }
    if id.starts_with("mer_") {
        return Err(Failure::of(Code::NotFound));
    }
    let known = all(call, caller).await?.into_iter().find(|merchant| merchant.external_id.as_deref() == Some(id));
    known.ok_or_else(|| Failure::of(Code::NotFound))
}

fn shown(call: &Call, merchant: &MerchantRecord) -> Location {
    Location::of(merchant, call.paylink().logo_urls(merchant)).at(&call.base())
}
