//! `/v2/tags`.

use super::{
    expands::Expands,
    listing::{done, found, gone, missing},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Caller, Code, MerchantId, records::TagRecord};
use paylink_wire::dialects::fortis::{Ask, One, Pager, TAG_COLUMNS, Tag, create_tag, update_tag};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let wanted = create_tag(call.lenient_command(None).await?.object()?);
    let tag = call.paylink().create_tag(&caller, wanted.location_id.as_deref(), &wanted.form).await?;
    Ok(json(201, &One(&shown(&call, &caller, &ask, &tag).await?)))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, TAG_COLUMNS).await?;
    let location = call.location_of(&caller, &ask);
    let known = location.as_ref().is_none_or(|id| id.parse::<MerchantId>().is_ok());
    let tags = if known { found(call.paylink().tags(&caller, location.as_deref()).await)? } else { None };
    let mut pager = Pager::new(&ask, false);
    for tag in tags.unwrap_or_default() {
        pager.push(&Tag::from(&tag), tag)?;
    }
    let found = pager.finish();
    let mut page = Vec::with_capacity(found.rows.len());
    for tag in &found.rows {
        page.push(shown(&call, &caller, &ask, tag).await?);
    }
    Ok(call.page_of(&ask, &page, found.total))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    match named(&call, &caller).await? {
        None => Ok(gone()),
        Some(tag) => Ok(json(200, &One(&shown(&call, &caller, &ask, &tag).await?))),
    }
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let form = update_tag(call.lenient_command(None).await?.object()?);
    let Some(old) = named(&call, &caller).await? else { return Ok(gone()) };
    let tag = call.paylink().update_tag(&caller, &old.id.to_string(), &form).await?;
    Ok(json(200, &One(&shown(&call, &caller, &ask, &tag).await?)))
}

pub(super) async fn delete(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    match found(call.paylink().delete_tag(&caller, call.segment("id")).await)? {
        Some(()) => Ok(done()),
        None => Ok(missing()),
    }
}

/// The tag that the path names; nothing once it has been deleted.
async fn named(call: &Call, caller: &Caller) -> Result<Option<TagRecord>, Failure> {
    let id = call.segment("id");
    if let Some(tag) = found(call.paylink().tag(caller, id).await)? {
        return Ok(Some(tag));
    }
    if call.paylink().was_tag_deleted(caller, id).await? { Ok(None) } else { Err(Failure::of(Code::NotFound)) }
}

async fn shown(call: &Call, caller: &Caller, ask: &Ask, tag: &TagRecord) -> Result<Tag, Failure> {
    let mut row = Tag::from(tag).at(&call.base());
    if ask.expands("created_user") {
        let user = Expands::default().user((call, caller), &row.created_user_id).await?;
        row.expands.insert("created_user", user);
    }
    Ok(row)
}
