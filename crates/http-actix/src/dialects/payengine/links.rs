//! Payment links.

use super::{caller, key, pairs};
use crate::{
    answers::{json, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{
    Caller, Code, Error,
    forms::{LinkQuery, ListQuery},
    records::{LinkStateName, PaymentStatus},
    views::{LinkView, Window},
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
    show(&call, &caller, &link).await
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let command = call.lenient_command(None).await?;
    let change = requests::update_link(command.object()?);
    let id = call.segment("payment_link_id");
    if let Some(merchant) = change.merchant_id {
        let link = call.paylink().link(&caller, id).await?;
        if link.link.merchant_id.to_string() != merchant {
            let detail = "the merchant of a link cannot change";
            return Err(Error::field("merchant_id", Code::NotSupported, detail).into());
        }
    }
    let link = call.paylink().update_link(&caller, id, &change.form).await?;
    show(&call, &caller, &link).await
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
    let now = call.state().clock().now();
    let mut rows = Vec::with_capacity(found.rows.len());
    for link in &found.rows {
        rows.push(Link::of(link, latest(&call, &caller, link).await?, now, Place::Listed));
    }
    Ok(json(200, &PagedData::of(rows, list.paging, found.total)))
}

async fn show(call: &Call, caller: &Caller, link: &LinkView) -> Result<HttpResponse, Failure> {
    let latest = latest(call, caller, link).await?;
    let data = Link::of(link, latest, call.state().clock().now(), Place::Details);
    Ok(json(200, &Data { data }))
}

/// The state of the latest payment; asked for where it can make a difference, on an open link that was tried.
async fn latest(call: &Call, caller: &Caller, link: &LinkView) -> Result<Option<PaymentStatus>, Failure> {
    if link.link.state != LinkStateName::Open || link.totals.payments_count == 0 {
        return Ok(None);
    }
    let one = ListQuery { limit: Some("1".to_owned()), ..ListQuery::default() };
    let payments = call.paylink().link_payments(caller, &link.link.id.to_string(), &one).await?;
    Ok(payments.rows.first().map(|payment| payment.payment.status))
}
