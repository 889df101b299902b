//! Payments and refunds.

use super::{caller, key, pairs};
use crate::{
    answers::{json, json_answer, refusal, reply},
    call::Call,
    dialects::Asked,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{
    Error,
    forms::TransactionQuery,
    views::{PaymentView, RefundView, TransactionView, Window},
};
use paylink_wire::dialects::payengine::{
    REFUND_OWN_ID, payment_word,
    query::{self, Paging, Search},
    refund_word, requests,
    responses::{Data, PagedData, Refund, Transaction},
};

pub(super) async fn search(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let merchant = call.paylink().merchant(&caller, call.segment("merchant_id")).await?;
    let search = query::search(&pairs(&call))?;
    if search.nothing {
        return Ok(json(200, &PagedData::<Transaction>::of(Vec::new(), search.paging, 0)));
    }
    let compared = search.amount_from.is_some() || search.amount_to.is_some();
    let wanted = TransactionQuery {
        merchant_id: Some(merchant.id.to_string()),
        payment_link_id: search.payment_link_id.clone(),
        method: search.method,
        // amounts are the merchant's, as everywhere in this dialect
        currency: compared.then(|| merchant.currency.to_string()),
        amount_min: search.amount_from.clone(),
        amount_max: search.amount_to.clone(),
        created_from: search.from,
        created_until: search.until,
        // they may be the caller's own ids of links
        by_link: !search.ids.is_empty(),
        ..TransactionQuery::default()
    };
    let Paging { limit, .. } = search.paging;
    let window = Window { skip: search.paging.skip(), limit: usize::try_from(limit).unwrap_or(500) };
    let found = call.paylink().transactions(&caller, &wanted, window, |row| matches(&search, row)).await?;
    let rows = found.rows.iter().map(|row| match &row.refund {
        None => Transaction::of_payment(&row.payment, row.link.as_ref()),
        Some(refund) => Transaction::of_refund(refund, &row.payment, row.link.as_ref()),
    });
    Ok(json(200, &PagedData::of(rows.collect(), search.paging, found.total)))
}

/// Whether a row has one of the states, and one of the ids, that were asked for.
fn matches(search: &Search, row: &TransactionView) -> bool {
    let word = match &row.refund {
        None => payment_word(&row.payment.payment),
        Some(refund) => refund_word(refund.refund.status),
    };
    let of_link = row.link.as_ref().and_then(|link| link.details.internal_transaction_id.as_deref());
    let own = row.refund.as_ref().and_then(|refund| refund.refund.metadata.get(REFUND_OWN_ID));
    let named = |id: &String| {
        of_link == Some(id.as_str())
            || own == Some(id)
            || row.payment.payment.id.to_string() == *id
            || row.refund.as_ref().is_some_and(|refund| refund.refund.id.to_string() == *id)
    };
    (search.statuses.is_empty() || search.statuses.contains(&word))
        && (search.ids.is_empty() || search.ids.iter().any(named))
}

pub(super) async fn void(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = key(&call)?;
    let command = call.lenient_command(key).await?;
    let id = requests::void(command.object()?)?;
    let payment = call.paylink().payment(&caller, &id).await?;
    // one that was deleted has no number any more
    let link = call.paylink().link(&caller, &payment.payment.link_id.to_string()).await.ok();
    let (request_id, path) = (call.id().to_owned(), call.request().path().to_owned());
    let render = move |outcome: Result<&PaymentView, &Error>| match outcome {
        Ok(view) => {
            let data = Transaction::of_payment(view, link.as_ref().map(|link| &link.link));
            json_answer(200, &Data { data })
        }
        Err(error) => refusal(error, &Asked { request_id: &request_id, path: &path }),
    };
    let outcome = call.paylink().cancel_payment(&caller, &id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

pub(super) async fn refund(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = key(&call)?;
    let command = call.lenient_command(key).await?;
    let order = requests::refund(command.object()?);
    let Some(id) = order.transaction.clone() else {
        order.form.unread.finish()?;
        return Err(Error::internal("a refund without a transaction was not refused").into());
    };
    let payment = call.paylink().payment(&caller, &id).await?;
    // one that was deleted has no number any more
    let link = call.paylink().link(&caller, &payment.payment.link_id.to_string()).await.ok();
    let (request_id, path) = (call.id().to_owned(), call.request().path().to_owned());
    let form = order.form.clone();
    let render = move |outcome: Result<&RefundView, &Error>| match outcome {
        Ok(view) => {
            let data = Refund::of(view, link.as_ref().map(|link| &link.link));
            json_answer(200, &Data { data })
        }
        Err(error) => refusal(error, &Asked { request_id: &request_id, path: &path }),
    };
    let paylink = call.paylink().clone();
    // A task of its own: a caller who hangs up does not stop it between its two commits.
    let task = actix_web::rt::spawn(async move {
        let outcome = paylink.refund_payment(&caller, &id, &form, command.once(&render)).await?;
        Ok::<_, Failure>(reply(outcome, &render))
    });
    task.await.map_err(|_| Error::internal("a refund's task ended early"))?
}
