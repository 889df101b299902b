//! `/v2/postbackconfigs`: webhook endpoints in this format.

use super::listing::{done, missing};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Caller, Code, Reply, forms::ListQuery, records::EndpointRecord};
use paylink_wire::dialects::fortis::{One, POSTBACK_COLUMNS, Pager, Postback, create_postback, update_postback};

/// The format of endpoints that this dialect sees.
const FORMAT: &str = "fortis";

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let form = create_postback(call.lenient_command(None).await?.object()?);
    let made = call.paylink().create_endpoint(&caller, &form, None).await?;
    let Reply::Fresh(endpoint) = made else { return Err(Failure::of(Code::Internal)) };
    let shown = Postback::from(&endpoint).with_password(&endpoint).at(&call.base());
    Ok(json(201, &One(&shown)))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, POSTBACK_COLUMNS).await?;
    let (mut pager, mut cursor) = (Pager::new(&ask, ask.order() == Some(("created_ts", true))), None);
    loop {
        let page = ListQuery { limit: Some("100".to_owned()), cursor, ..ListQuery::default() };
        let listed = call.paylink().endpoints(&caller, &page).await?;
        for endpoint in listed.rows.iter().filter(|endpoint| endpoint.format.name() == FORMAT) {
            let row = Postback::from(endpoint).at(&call.base());
            pager.push(&row, row.clone())?;
        }
        match listed.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    let found = pager.finish();
    Ok(call.page_of(&ask, &found.rows, found.total))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let endpoint = named(&call, &caller).await?;
    Ok(json(200, &One(&Postback::from(&endpoint).at(&call.base()))))
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let body = call.lenient_command(None).await?.object()?;
    let old = named(&call, &caller).await?;
    let form = update_postback(body, &old);
    let endpoint = call.paylink().update_endpoint(&caller, &old.id.to_string(), &form).await?;
    Ok(json(200, &One(&Postback::from(&endpoint).at(&call.base()))))
}

pub(super) async fn delete(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    match named(&call, &caller).await {
        Ok(endpoint) => {
            call.paylink().delete_endpoint(&caller, &endpoint.id.to_string()).await?;
            Ok(done())
        }
        Err(failure) if super::listing::is_missing(&failure.error) => Ok(missing()),
        Err(failure) => Err(failure),
    }
}

/// The endpoint that the path names, if it is one of this format.
async fn named(call: &Call, caller: &Caller) -> Result<EndpointRecord, Failure> {
    let endpoint = call.paylink().endpoint(caller, call.segment("id")).await?;
    if endpoint.format.name() == FORMAT { Ok(endpoint) } else { Err(Failure::of(Code::NotFound)) }
}
