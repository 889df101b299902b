//! Refunds: made, shown, listed.

use super::ask::{Answered, Ask, On as _, Trouble, fresh};
use paylink_core::{
    Caller, Code, Error, Export as _,
    forms::PaymentQuery,
    records::{PaymentStatus, RefundStatus, StatusNote},
    views::RefundView,
};
use paylink_wire::dialects::connectfi::{About, NewRefund, Refund, create_refund, one_payment, refund_list};
use serde_json::json;

/// Gives money of a payment back: the last one of its link that succeeded.
pub(super) async fn create(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let NewRefund { id, form } = create_refund(ask.body().await?)?;
    let about = || About::Payment(id.clone());
    let link = ask.paylink().link(&caller, &id).await.on(about())?.link;
    let query = PaymentQuery {
        payment_link_id: Some(link.id.to_string()),
        status: Some(PaymentStatus::Succeeded.name().to_owned()),
        ..PaymentQuery::default()
    };
    let paid = ask.paylink().payments(&caller, &query).await.on(about())?.rows.into_iter().next();
    let paid = paid.ok_or_else(|| Error::of(Code::PaymentNotRefundable)).on(about())?.payment.id.to_string();
    let paylink = ask.paylink().clone();
    // A task of its own: a caller who hangs up does not stop it between its two commits.
    let task = actix_web::rt::spawn(async move { paylink.refund_payment(&caller, &paid, &form, None).await });
    let made = task.await.map_err(|_| Error::internal("a refund's task ended early"))?;
    let view = fresh(made.on(about())?)?;
    if view.refund.status == RefundStatus::Failed {
        let context = json!({ "entityId": view.refund.id, "reason": view.refund.failure_code });
        return Err(Trouble::Own("refundDeclined", context, "the refund was refused"));
    }
    Ok(ask.ok(Refund::of(&view, None)))
}

/// Shows a refund.
pub(super) async fn details(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = one_payment(ask.body().await?)?;
    let view = ask.paylink().refund(&caller, &id).await.on(About::Refund(id))?;
    let refund = shown(ask, &caller, &view).await?;
    Ok(ask.ok(refund))
}

/// Lists refunds, the newest first.
pub(super) async fn list(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = refund_list(ask.body().await?)?;
    let mut rows = ask.paylink().export_refunds(&caller, &wanted.query())?;
    let (mut found, mut passed) = (Vec::new(), 0_usize);
    while found.len() < wanted.take {
        let page = rows.next().await?;
        if page.is_empty() {
            break;
        }
        for view in page {
            let refund = shown(ask, &caller, &view).await?;
            if !wanted.holds(&view.refund, &refund) {
                continue;
            }
            passed = passed.saturating_add(1);
            if passed > wanted.skip && found.len() < wanted.take {
                found.push(refund);
            }
        }
    }
    Ok(ask.ok(found))
}

/// A refund, with what somebody says of it.
pub(super) async fn shown(ask: &Ask, caller: &Caller, view: &RefundView) -> Result<Refund, Trouble> {
    let note = note(ask, caller, view).await?;
    Ok(Refund::of(view, note.as_ref()))
}

/// Notes are kept on the link; of one that is deleted there are none.
async fn note(ask: &Ask, caller: &Caller, view: &RefundView) -> Result<Option<StatusNote>, Error> {
    match ask.paylink().link(caller, &view.refund.link_id.to_string()).await {
        Ok(link) => Ok(link.link.details.status_notes.get(&view.refund.id.to_string()).cloned()),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
