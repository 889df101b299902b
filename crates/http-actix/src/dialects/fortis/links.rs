//! What paylinks and quick invoices do alike: both are payment links.

use super::{
    expands::Expands,
    listing::{can_be_own, done, found, gone, is_missing, missing},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{
    Caller, Code, CustomerId, Export as _, Reply,
    forms::{CustomerQuery, LinkForm, LinkQuery, SendForm},
    views::{LinkPaymentStatus, LinkView, PaymentView, Window},
};
use paylink_wire::dialects::fortis::{Ask, Latest, LinkRow, NewLink, One, Pager, tie_contact};

/// Columns by which the core finds links itself.
const fn pushed<R: LinkRow>() -> [&'static str; 3] {
    ["location_id", "contact_id", R::API_ID]
}

pub(super) async fn list<R: LinkRow>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, R::COLUMNS).await?;
    let order = match ask.order() {
        Some(("created_ts", down)) => Some(("created_at", down)),
        Some(("modified_ts", down)) => Some(("updated_at", down)),
        Some(_) | None => None,
    };
    let customer = ask.only("contact_id").filter(|id| id.parse::<CustomerId>().is_ok());
    let query = LinkQuery {
        merchant_id: call.location_of(&caller, &ask),
        customer_id: customer.map(str::to_owned),
        external_id: ask.only(R::API_ID).filter(|name| name.chars().count() <= 64).map(str::to_owned),
        sort: order.map(|(name, down)| format!("{}{name}", if down { "-" } else { "" })),
        ..LinkQuery::default()
    };
    let mut expands = Expands::default();
    let (rows, total) = if R::EVERY && ask.is_plain(&pushed::<R>()) && is_pushed::<R>(&ask, &query) {
        let (skip, limit) = ask.window();
        let window = Window { skip: u64::try_from(skip).unwrap_or(u64::MAX), limit };
        let found = call.paylink().links_window(&caller, &query, window).await?;
        (found.rows, usize::try_from(found.total).unwrap_or(usize::MAX))
    } else {
        walked::<R>(&call, (&caller, &ask), &mut expands, &query).await?
    };
    let latest = call.paylink().latest_payments(&rows).await?;
    let mut page = Vec::with_capacity(rows.len());
    for (view, latest) in rows.iter().zip(latest) {
        let mut row = bare::<R>(&call, &caller, &mut expands, (view, latest.as_ref())).await?.at(&call.base());
        expands.of_link((&call, &caller, &ask), view, &mut row).await?;
        page.push(row);
    }
    Ok(call.page_of(&ask, &page, total))
}

/// Whether the core is asked for all that is asked: what cannot be an id finds nothing, and is not handed on.
fn is_pushed<R: LinkRow>(ask: &Ask, query: &LinkQuery) -> bool {
    let given = [&query.merchant_id, &query.customer_id, &query.external_id];
    pushed::<R>().iter().zip(given).all(|(name, given)| ask.only(name).is_none() || given.is_some())
}

/// The rows of the page, found by walking over all that the core finds.
async fn walked<R: LinkRow>(
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
        let views: Vec<LinkView> = views.into_iter().filter(|view| R::is_one(&view.link)).collect();
        let latest = call.paylink().latest_payments(&views).await?;
        for (view, latest) in views.into_iter().zip(latest) {
            let row = bare::<R>(call, caller, expands, (&view, latest.as_ref())).await?;
            pager.push(&row, view)?;
        }
    }
    let found = pager.finish();
    Ok((found.rows, found.total))
}

pub(super) async fn read<R: LinkRow>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    match named::<R>(&call, &caller, call.segment("id")).await? {
        None => Ok(gone()),
        Some(view) => Ok(json(200, &One(&shown::<R>(&call, &caller, &ask, &view).await?))),
    }
}

pub(super) async fn delete<R: LinkRow>(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let Some(view) = there::<R>(&call, &caller).await? else { return Ok(missing()) };
    if view.payment_status == LinkPaymentStatus::Paid {
        return Err(Failure::of(Code::LinkCompleted));
    }
    call.paylink().delete_link(&caller, &view.link.id.to_string()).await?;
    Ok(done())
}

pub(super) async fn resend<R: LinkRow>(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    call.ignored_body().await?;
    let Some(view) = there::<R>(&call, &caller).await? else { return Ok(missing()) };
    let form = SendForm { delivery: R::RESENT_BY.map(str::to_owned), ..SendForm::default() };
    call.paylink().send_link(&caller, &view.link.id.to_string(), &form, None).await?;
    Ok(done())
}

/// The link that the path names, for answers that have no body when there is none or it has been deleted.
pub(super) async fn there<R: LinkRow>(call: &Call, caller: &Caller) -> Result<Option<LinkView>, Failure> {
    match named::<R>(call, caller, call.segment("id")).await {
        Err(failure) if is_missing(&failure.error) => Ok(None),
        found => found,
    }
}

/// The link with this id, or this id of the caller's own; nothing once it has been deleted.
pub(super) async fn named<R: LinkRow>(call: &Call, caller: &Caller, id: &str) -> Result<Option<LinkView>, Failure> {
    let view = match found(call.paylink().link(caller, id).await)? {
        Some(view) => view,
        None if call.paylink().was_link_deleted(caller, id).await? => return Ok(None),
        None if !can_be_own(id) => return Err(Failure::of(Code::NotFound)),
        None => {
            let query = LinkQuery { external_id: Some(id.to_owned()), ..LinkQuery::default() };
            let mut rows = call.paylink().links(caller, &query).await?.rows;
            let only = rows.pop();
            // unique per location: to more than one of them it names nothing
            only.filter(|_| rows.is_empty()).ok_or_else(|| Failure::of(Code::NotFound))?
        }
    };
    if R::is_one(&view.link) { Ok(Some(view)) } else { Err(Failure::of(Code::NotFound)) }
}

/// Makes a link.
pub(super) async fn made(call: &Call, caller: &Caller, wanted: NewLink) -> Result<LinkView, Failure> {
    let NewLink { location_id, contact_api_id, mut form } = wanted;
    let location = location_id.as_deref();
    // a contact that is named by its id counts before one that is named otherwise
    let name = contact_api_id.filter(|_| form.customer.set().is_none_or(|customer| customer.id.is_none()));
    tie((call, caller), location, name.as_deref(), &mut form).await;
    match call.paylink().create_link(caller, location, &form, None).await? {
        Reply::Fresh(view) => Ok(view),
        Reply::Replayed(_) => Err(Failure::of(Code::Internal)),
    }
}

/// Ties a link to the contact with this id of the caller's own, if there is one.
pub(super) async fn tie(
    (call, caller): (&Call, &Caller),
    location: Option<&str>,
    name: Option<&str>,
    form: &mut LinkForm,
) {
    if let Some(name) = name
        && let Some(contact) = contact_named(call, caller, location, name).await
    {
        tie_contact(form, contact);
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
async fn bare<R: LinkRow>(
    call: &Call,
    caller: &Caller,
    expands: &mut Expands,
    (view, latest): (&LinkView, Option<&PaymentView>),
) -> Result<R, Failure> {
    let merchant = expands.merchants.get(call, caller, view.link.merchant_id).await?;
    Ok(R::of(view, latest.map(Latest::of), call.now(), merchant.map(|merchant| &merchant.timezone)))
}

/// A link as it is answered.
pub(super) async fn shown<R: LinkRow>(call: &Call, caller: &Caller, ask: &Ask, view: &LinkView) -> Result<R, Failure> {
    let mut expands = Expands::default();
    let latest = call.paylink().latest_payment(view).await?;
    let mut row = bare::<R>(call, caller, &mut expands, (view, latest.as_ref())).await?.at(&call.base());
    expands.of_link((call, caller, ask), view, &mut row).await?;
    Ok(row)
}
