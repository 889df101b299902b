//! `/v2/contacts`.

use super::{
    expands::Expands,
    listing::{can_be_own, done, found, gone, is_missing, missing},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Caller, Code, Export as _, MerchantId, Reply, forms::CustomerQuery, views::CustomerView};
use paylink_wire::dialects::fortis::{Ask, CONTACT_COLUMNS, Contact, One, Pager, create_contact, update_contact};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let object = call.lenient_command(None).await?.object()?;
    let wanted = create_contact(object.clone());
    if wanted.update_if_exists
        && let Some(name) = &wanted.contact_api_id
        && let Some(known) = by_name(&call, &caller, wanted.location_id.clone(), name).await?
    {
        let form = update_contact(object, &known.customer);
        let view = call.paylink().update_customer(&caller, &known.id().to_string(), &form).await?;
        return Ok(json(200, &One(&shown(&call, &caller, &ask, &view).await?)));
    }
    let made = call.paylink().create_customer(&caller, wanted.location_id.as_deref(), &wanted.form, None).await?;
    let Reply::Fresh(view) = made else { return Err(Failure::of(Code::Internal)) };
    Ok(json(201, &One(&shown(&call, &caller, &ask, &view).await?)))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, CONTACT_COLUMNS).await?;
    let query = CustomerQuery {
        merchant_id: call.location_of(&caller, &ask),
        external_id: ask.only("contact_api_id").filter(|name| name.chars().count() <= 64).map(str::to_owned),
        ..CustomerQuery::default()
    };
    let mut rows = call.paylink().export_customers(&caller, &query)?;
    let mut pager = Pager::new(&ask, ask.order() == Some(("created_ts", true)));
    loop {
        let page = rows.next().await?;
        if page.is_empty() {
            break;
        }
        for view in page {
            pager.push(&Contact::from(&view), view)?;
        }
    }
    let found = pager.finish();
    let mut page = Vec::with_capacity(found.rows.len());
    for view in &found.rows {
        page.push(shown(&call, &caller, &ask, view).await?);
    }
    Ok(call.page_of(&ask, &page, found.total))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    match named(&call, &caller).await? {
        None => Ok(gone()),
        Some(view) => Ok(json(200, &One(&shown(&call, &caller, &ask, &view).await?))),
    }
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let body = call.lenient_command(None).await?.object()?;
    let Some(old) = named(&call, &caller).await? else { return Ok(gone()) };
    let form = update_contact(body, &old.customer);
    let view = call.paylink().update_customer(&caller, &old.id().to_string(), &form).await?;
    Ok(json(200, &One(&shown(&call, &caller, &ask, &view).await?)))
}

pub(super) async fn delete(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let view = match named(&call, &caller).await {
        Ok(Some(view)) => view,
        Ok(None) => return Ok(missing()),
        Err(failure) if is_missing(&failure.error) => return Ok(missing()),
        Err(failure) => return Err(failure),
    };
    call.paylink().delete_customer(&caller, &view.id().to_string()).await?;
    Ok(done())
}

/// The contact that the path names, by its id or by the caller's own; nothing once it has been deleted.
async fn named(call: &Call, caller: &Caller) -> Result<Option<CustomerView>, Failure> {
    let id = call.segment("id");
    if let Some(view) = found(call.paylink().customer(caller, id).await)? {
        return Ok(Some(view));
    }
    if call.paylink().was_customer_deleted(caller, id).await? {
        return Ok(None);
    }
    let known = if can_be_own(id) { by_name(call, caller, None, id).await? } else { None };
    known.map(Some).ok_or_else(|| Failure::of(Code::NotFound))
}

/// The one contact with the caller's own id; what is wrong with the location is told elsewhere.
async fn by_name(
    call: &Call,
    caller: &Caller,
    location: Option<String>,
    name: &str,
) -> Result<Option<CustomerView>, Failure> {
    let merchant_id = location.filter(|id| id.parse::<MerchantId>().is_ok_and(|id| caller.sees(id)));
    let query = CustomerQuery { merchant_id, external_id: Some(name.to_owned()), ..CustomerQuery::default() };
    let mut rows = call.paylink().customers(caller, &query).await?.rows;
    let only = rows.pop();
    Ok(only.filter(|_| rows.is_empty()))
}

async fn shown(call: &Call, caller: &Caller, ask: &Ask, view: &CustomerView) -> Result<Contact, Failure> {
    let mut row = Contact::from(view).at(&call.base());
    let mut expands = Expands::default();
    if ask.expands("location") {
        let location = expands.location((call, caller), view.customer.merchant_id).await?;
        row.expands.insert("location", location);
    }
    if ask.expands("created_user") {
        let user = expands.user((call, caller), &row.created_user_id).await?;
        row.expands.insert("created_user", user);
    }
    Ok(row)
}
