//! `/v2/quickinvoices`: what is their own.

use super::{
    links::{made, named, shown, tie},
    listing::{found, gone},
    quick_files::{FILES, attach_all},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::{HttpResponse, http::header::CONTENT_TYPE};
use paylink_core::{
    Caller, Code, Error,
    forms::{Patch, SendForm},
    records::LinkStateName,
    views::LinkView,
};
use paylink_wire::dialects::fortis::{
    Ask, One, QuickInvoice, create_quick_invoice, quick_invoice_form, transaction_to_tie, update_quick_invoice,
};

/// Where the items stand in a body.
const ITEMS: &[&str] = &["quickinvoice", "item_list"];

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let by = caller.key.map(|key| key.to_string());
    let view = if is_form(&call) {
        from_form(&mut call, &caller, by.as_deref()).await?
    } else {
        let command = call.lenient_command(None).await?;
        let wanted = create_quick_invoice(command.object()?, &command.keys_at(ITEMS), by.as_deref());
        made(&call, &caller, wanted).await?
    };
    Ok(json(201, &One(&shown::<QuickInvoice>(&call, &caller, &ask, &view).await?)))
}

fn is_form(call: &Call) -> bool {
    let kind = call.request().headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Makes a quick invoice with its files, or none. It is mailed when they are on it.
async fn from_form(call: &mut Call, caller: &Caller, by: Option<&str>) -> Result<LinkView, Failure> {
    caller.may_write()?;
    let form = call.form(FILES).await?;
    let (body, order) = quick_invoice_form(form.texts)?;
    let mut wanted = create_quick_invoice(body, &order, by);
    let send = std::mem::replace(&mut wanted.form.delivery, Patch::from("none"));
    let mailed = send.set().is_some_and(|way| way == "email");
    let view = made(call, caller, wanted).await?;
    let id = view.link.id.to_string();
    let finished = async {
        attach_all(call, caller, &id, form.files).await?;
        if mailed {
            let by_mail = SendForm { delivery: Some("email".to_owned()), ..SendForm::default() };
            call.paylink().send_link(caller, &id, &by_mail, None).await?;
        }
        Ok(call.paylink().link(caller, &id).await?)
    };
    match finished.await {
        Ok(view) => Ok(view),
        Err(failure) => {
            // what is refused leaves nothing behind
            found(call.paylink().delete_link(caller, &id).await)?;
            Err(failure)
        }
    }
}

/// What the address in `_links` leads to.
pub(super) async fn view(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let id = call.given().find(|(name, _)| name == "id").map(|(_, id)| id).unwrap_or_default();
    match named::<QuickInvoice>(&call, &caller, &id).await? {
        None => Ok(gone()),
        Some(view) => Ok(json(200, &One(&shown::<QuickInvoice>(&call, &caller, &ask, &view).await?))),
    }
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let command = call.lenient_command(None).await?;
    let (body, order) = (command.object()?, command.keys_at(ITEMS));
    let Some(mut view) = named::<QuickInvoice>(&call, &caller, call.segment("id")).await? else { return Ok(gone()) };
    let by = caller.key.map(|key| key.to_string());
    let mut change = update_quick_invoice(body, &order, &view.link, by.as_deref());
    let closed = view.link.state != LinkStateName::Open;
    if change.open == Some(true) && closed {
        let detail = "a closed quick invoice is not opened again: make a new one";
        return Err(Error::field("status_id", Code::LinkClosed, detail).into());
    }
    let id = view.link.id.to_string();
    if change.says_more || change.open.is_none() {
        let merchant = view.link.merchant_id.to_string();
        tie((&call, &caller), Some(&merchant), change.contact_api_id.as_deref(), &mut change.form).await;
        view = call.paylink().update_link(&caller, &id, &change.form).await?;
    }
    if change.open == Some(false) && !closed {
        call.paylink().cancel_link(&caller, &id, None).await?;
        view = call.paylink().link(&caller, &id).await?;
    }
    caller.may_write()?;
    Ok(json(200, &One(&shown::<QuickInvoice>(&call, &caller, &ask, &view).await?)))
}

/// A payment is not taken from one link to another, nor put on one that it was not made on.
pub(super) async fn tie_transaction(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let body = call.lenient_command(None).await?.object()?;
    let Some(_) = named::<QuickInvoice>(&call, &caller, call.segment("id")).await? else { return Ok(gone()) };
    caller.may_write()?;
    Err(transaction_to_tie(body).into())
}
