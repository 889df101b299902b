//! `/v2/paylinks`.

use super::{
    expands::Expands,
    listing::{can_be_own, done, found, gone, is_missing, missing},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{
    Caller, Code, CustomerId, Export as _, Reply,
    forms::{CustomerQuery, LinkQuery, SendForm},
    views::{LinkPaymentStatus, LinkView, PaymentView, Window},
};
use paylink_wire::dialects::fortis::{
    Ask, Latest, One, PAYLINK_COLUMNS, Pager, Paylink, create_paylink, tie_contact, update_paylink,
};

/// Columns by which the core finds links itself.
const PUSHED: &[&str] = &["location_id", "contact_id", "paylink_api_id"];

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let by = caller.key.map(|key| key.to_string());
    let mut wanted = create_paylink(call.lenient_command(None).await?.object()?, by.as_deref());
    if let Some(name) = &wanted.contact_api_id
        && wanted.form.customer.set().is_none_or(|customer| customer.id.is_none())
        && let Some(contact) = contact_named(&call, &caller, wanted.location_id.as_deref(), name).await
    {
        tie_contact(&mut wanted.form, contact);
    }
    let made = call.paylink().create_link(&caller, wanted.location_id.as_deref(), &wanted.form, None).await?;
    let Reply::Fresh(view) = made else { return Err(Failure::of(Code::Internal)) };
    Ok(json(201, &One(&shown(&call, &caller, &ask, &view).await?)))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, PAYLINK_COLUMNS).await?;
    let order = match ask.order() {
        Some(("created_ts", down)) => Some(("created_at", down)),
        Some(("modified_ts", down)) => Some(("updated_at", down)),
        Some(_) | None => None,
    };
    let customer = ask.only("contact_id").filter(|id| id.parse::<CustomerId>().is_ok());
    let query = LinkQuery {
        merchant_id: call.location_of(&caller, &ask),
        customer_id: customer.map(str::to_owned),
        external_id: ask.only("paylink_api_id").filter(|name| name.chars().count() <= 64).map(str::to_owned),
        sort: order.map(|(name, down)| format!("{}{name}", if down { "-" } else { "" })),
        ..LinkQuery::default()
    };
    let mut expands = Expands::default();
    let (rows, total) = if ask.is_plain(PUSHED) && is_pushed(&ask, &query) {
        let (skip, limit) = ask.window();
        let window = Window { skip: u64::try_from(skip).unwrap_or(u64::MAX), limit };
        let found = call.paylink().links_window(&caller, &query, window).await?;
        (found.rows, usize::try_from(found.total).unwrap_or(usize::MAX))
    } else {
        walked(&call, (&caller, &ask), &mut expands, &query).await?
    };
    let latest = call.paylink().latest_payments(&rows).await?;
    let mut page = Vec::with_capacity(rows.len());
    for (view, latest) in rows.iter().zip(latest) {
        let mut row = bare(&call, &caller, &mut expands, (view, latest.as_ref())).await?.at(&call.base());
        expands.of_link((&call, &caller, &ask), view, &mut row).await?;
        page.push(row);
    }
    Ok(call.page_of(&ask, &page, total))
}

/// Whether the core is asked for all that is asked: what cannot be an id finds nothing, and is not handed on.
fn is_pushed(ask: &Ask, query: &LinkQuery) -> bool {
    let given = [&query.merchant_id, &query.customer_id, &query.external_id];
    PUSHED.iter().zip(given).all(|(name, given)| ask.only(name).is_none() || given.is_some())
}

/// The rows of the page, found by walking over all that the core finds.
async fn walked(
    call: &Call,
    (caller, ask): (&Caller, &Ask),
    expands: &mut Expands,
    query: &LinkQuery,
) -> Result<(Vec<LinkView>, usize), Failure> {
    let mut export = call.paylink().export_links(caller, query)?;
    let mut pager = Pager::new(ask, query.sort.is_some());
    loop {
        let views = export.next().await?;
        if views.is_empty() {
            break;
        }
        let latest = call.paylink().latest_payments(&views).await?;
        for (view, latest) in views.into_iter().zip(latest) {
            let row = bare(call, caller, expands, (&view, latest.as_ref())).await?;
            pager.push(&row, view)?;
        }
    }
    let found = pager.finish();
    Ok((found.rows, found.total))
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
    let Some(view) = named(&call, &caller).await? else { return Ok(gone()) };
    let by = caller.key.map(|key| key.to_string());
    let (mut form, contact_api_id) = update_paylink(body, &view.link, by.as_deref());
    let merchant = view.link.merchant_id.to_string();
    if let Some(name) = contact_api_id
        && let Some(contact) = contact_named(&call, &caller, Some(&merchant), &name).await
    {
        tie_contact(&mut form, contact);
    }
    let view = call.paylink().update_link(&caller, &view.link.id.to_string(), &form).await?;
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
    if view.payment_status == LinkPaymentStatus::Paid {
        return Err(Failure::of(Code::LinkCompleted));
    }
    call.paylink().delete_link(&caller, &view.link.id.to_string()).await?;
    Ok(done())
}

pub(super) async fn resend(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    call.ignored_body().await?;
    let view = match named(&call, &caller).await {
        Ok(Some(view)) => view,
        Ok(None) => return Ok(missing()),
        Err(failure) if is_missing(&failure.error) => return Ok(missing()),
        Err(failure) => return Err(failure),
    };
    call.paylink().send_link(&caller, &view.link.id.to_string(), &SendForm::default(), None).await?;
    Ok(done())
}

/// The link that the path names, by its id or by the caller's own; nothing once it has been deleted.
async fn named(call: &Call, caller: &Caller) -> Result<Option<LinkView>, Failure> {
    let id = call.segment("id");
    if let Some(view) = found(call.paylink().link(caller, id).await)? {
        return Ok(Some(view));
    }
    if call.paylink().was_link_deleted(caller, id).await? {
        return Ok(None);
    }
    if !can_be_own(id) {
        return Err(Failure::of(Code::NotFound));
    }
    let query = LinkQuery { external_id: Some(id.to_owned()), ..LinkQuery::default() };
    let mut rows = call.paylink().links(caller, &query).await?.rows;
    match (rows.pop(), rows.is_empty()) {
        (Some(view), true) => Ok(Some(view)),
        // unique per location: to more than one of them it names nothing
        (Some(_), false) | (None, _) => Err(Failure::of(Code::NotFound)),
    }
}

/// The contact with the caller's own id; what is wrong with the location is told elsewhere.
async fn contact_named(call: &Call, caller: &Caller, location: Option<&str>, name: &str) -> Option<String> {
    let query = CustomerQuery {
        merchant_id: location.map(str::to_owned),
        external_id: Some(name.to_owned()),
        ..CustomerQuery::default()
    };
    let listed = call.paylink().customers(caller, &query).await.ok()?;
    listed.rows.first().map(|view| view.id().to_string())
}

/// A link as filters and orders see it.
async fn bare(
    call: &Call,
    caller: &Caller,
    expands: &mut Expands,
    (view, latest): (&LinkView, Option<&PaymentView>),
) -> Result<Paylink, Failure> {
    let merchant = expands.merchants.get(call, caller, view.link.merchant_id).await?;
    Ok(Paylink::of(view, latest.map(Latest::of), call.now(), merchant.map(|merchant| &merchant.timezone)))
}

/// A link as it is answered.
async fn shown(call: &Call, caller: &Caller, ask: &Ask, view: &LinkView) -> Result<Paylink, Failure> {
    let mut expands = Expands::default();
    let latest = call.paylink().latest_payment(view).await?;
    let mut row = bare(call, caller, &mut expands, (view, latest.as_ref())).await?.at(&call.base());
    expands.of_link((call, caller, ask), view, &mut row).await?;
    Ok(row)
}
