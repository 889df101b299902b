//! Invoice files: what the payer of a payment can download.

use super::ask::{Answered, Ask, On as _, fresh};
use crate::{downloads::to_save, upload::Taken};
use paylink_core::{Caller, Code, Error, forms::ListQuery, records::FilePurpose, views::AttachmentView};
use paylink_wire::dialects::connectfi::{About, Invoice, invoice_list, nothing};
use serde_json::json;

/// Attaches a file to the payment that the query names.
pub(super) async fn upload(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let mut params = ask.call.params();
    let id = params.take("cFiTransactionId");
    params.rest().finish()?;
    let required =
        || Error::field("cFiTransactionId", Code::Required, "must have required property 'cFiTransactionId'");
    let id = id.ok_or_else(required)?;
    let about = || About::Payment(id.clone());
    let taken = Taken { max: FilePurpose::Attachment.max_bytes(), bare: false };
    let uploaded = ask.call.upload(taken).await?;
    let attached = ask.paylink().attach_file(&caller, &id, &uploaded.file, None).await.on(about())?;
    Ok(ask.ok(Invoice::of(&fresh(attached)?, &id)))
}

/// Lists the files of a payment, the newest first.
pub(super) async fn list(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = invoice_list(ask.body().await?)?;
    let files = ask.paylink().attachments(&caller, &wanted.payment, &ListQuery::all()).await;
    let files = files.on(About::Payment(wanted.payment.clone()))?.rows;
    Ok(ask.ok(shown(&files, &wanted.payment, wanted.invoice.as_deref())))
}

/// Takes a file off its payment.
pub(super) async fn remove(ask: &mut Ask) -> Answered {
    let caller: Caller = ask.caller().await?;
    nothing(ask.body().await?)?;
    let id = ask.call.segment("cFiInvoiceId").to_owned();
    let about = || About::Invoice(id.clone());
    let link = ask.paylink().link_of_attachment(&caller, &id).await.on(about())?.to_string();
    ask.paylink().detach_file(&caller, &link, &id).await.on(about())?;
    Ok(ask.ok(json!({ "cFiInvoiceId": id, "cFiTransactionId": link })))
}

/// Lists the files of the payment that a payer sees.
pub(super) async fn list_for_payer(ask: &mut Ask) -> Answered {
    let (link, _) = ask.payer()?;
    let wanted = invoice_list(ask.body().await?)?;
    let about = || About::Payment(wanted.payment.clone());
    if wanted.payment != link.to_string() {
        return Err(Error::of(Code::NotFound)).on(about());
    }
    let sight = ask.paylink().payer_sight(link).await?;
    let file = |file: &paylink_core::records::LinkFile| AttachmentView { file: file.clone(), url: String::new() };
    let files: Vec<_> = sight.link.link.details.attachments.iter().rev().map(file).collect();
    Ok(ask.ok(shown(&files, &wanted.payment, wanted.invoice.as_deref())))
}

/// Sends a file to the payer of its payment.
pub(super) async fn download(ask: &mut Ask) -> Answered {
    let (link, _) = ask.payer()?;
    let slug = ask.paylink().payer_sight(link).await?.link.link.slug;
    let id = ask.call.segment("cFiInvoiceId").to_owned();
    let file = ask.paylink().payer_file(&slug, &id).await.on(About::Invoice(id))?;
    Ok(to_save(file))
}

fn shown(files: &[AttachmentView], payment: &str, only: Option<&str>) -> Vec<Invoice> {
    let all = files.iter().map(|file| Invoice::of(file, payment));
    all.filter(|one| only.is_none_or(|id| one.id.to_string() == id)).collect()
}
