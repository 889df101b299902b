//! Payment links.

use super::{caller, key, pairs};
use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{
    Code, Error,
    forms::LinkQuery,
    records::PaymentStatus,
    views::{LinkView, PaymentView, Window},
};
use paylink_wire::dialects::payengine::{
    query::link_list,
    requests,
    responses::{Cancelled, Data, Link, PagedData, Place},
};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = key(&call)?;
    let command = call.lenient_command(key).await?;
    let wanted = requests::create_link(command.object()?);
    let now = call.state().clock().now();
    let render = call.renders(200, |link: &LinkView| Data { data: Link::of(link, None, now, Place::Created) });
    let (merchant, once) = (wanted.merchant_id.as_deref(), command.once(&render));
    let outcome = call.paylink().create_link(&caller, merchant, &wanted.form, once).await?;
    Ok(reply(outcome, &render))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let link = call.paylink().link(&caller, call.segment("payment_link_id")).await?;
    show(&call, &link).await
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let command = call.lenient_command(None).await?;
    let change = requests::update_link(command.object()?);
    let id = call.segment("payment_link_id");
    let before = if change.looks_at_link() { Some(call.paylink().link(&caller, id).await?.link) } else { None };
    if let Some((merchant, link)) = change.merchant_id.as_ref().zip(before.as_ref())
        && link.merchant_id.to_string() != *merchant
    {
        let detail = "the merchant of a link cannot change";
        return Err(Error::field("merchant_id", Code::NotSupported, detail).into());
    }
    let link = call.paylink().update_link(&caller, id, &change.form(before.as_ref())).await?;
    show(&call, &link).await
}

pub(super) async fn cancel(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = key(&call)?;
    // whatever a client sends along says nothing
    let command = call.any_command(key).await?;
    let render = call.renders(200, |_: &LinkView| Cancelled::done());
    let id = call.segment("payment_link_id");
    let outcome = call.paylink().cancel_link(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let merchant = call.paylink().merchant(&caller, call.segment("merchant_id")).await?;
    let list = link_list(&pairs(&call))?;
    let query = LinkQuery {
        merchant_id: Some(merchant.id.to_string()),
        status: list.status.map(|word| word.listed().name().to_owned()),
        ..LinkQuery::default()
    };
    let window = Window { skip: list.paging.skip(), limit: usize::try_from(list.paging.limit).unwrap_or(500) };
    let found = call.paylink().links_window(&caller, &query, window).await?;
    let latest = call.paylink().latest_payments(&found.rows).await?;
    let now = call.state().clock().now();
    let shown = |(link, latest): (&LinkView, &Option<PaymentView>)| Link::of(link, status(latest), now, Place::Listed);
    let rows = found.rows.iter().zip(&latest).map(shown).collect();
    Ok(json(200, &PagedData::of(rows, list.paging, found.total)))
}

async fn show(call: &Call, link: &LinkView) -> Result<HttpResponse, Failure> {
    let latest = call.paylink().latest_payment(link).await?;
    let data = Link::of(link, status(&latest), call.state().clock().now(), Place::Details);
    Ok(json(200, &Data { data }))
}

fn status(latest: &Option<PaymentView>) -> Option<PaymentStatus> {
    latest.as_ref().map(|latest| latest.payment.status)
}
