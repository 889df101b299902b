//! `/v1/payment_links/{id}/attachments`: what the payer of a link can download.

use crate::{
    answers::{json, reply},
    call::Call,
    downloads::to_save,
    failure::Failure,
    openapi::params::Slice,
    routes::Visit,
    upload::Taken,
};
use actix_web::{HttpResponse, delete, get, post};
use paylink_core::records::FilePurpose;
use paylink_wire::v1::responses::{Attachment, List};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_attachment);
    visitor.visit(list_attachments);
    visitor.visit(delete_attachment);
}

/// Shows what payers use; it stands with what pages need.
pub(crate) fn show_to_payers(visitor: &mut impl Visit) {
    visitor.visit(download_attachment);
}

/// A form with one file.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct UploadForm {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: String,
}

/// A file's bytes, for the description.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct Bytes(#[expect(dead_code, reason = "only described")] String);

/// Attach a file to a link
///
/// A PDF, or a picture (PNG, JPEG, WebP; kept as a new PNG), up to 10 MiB; ten files a link. Its payer can download it
/// while the page shows the link. With an `Idempotency-Key` the same name and file are the same request, whatever the
/// boundary of the form.
#[utoipa::path(
    tag = "Payment links",
    request_body(content = inline(UploadForm), content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment.", body = Attachment))
)]
#[post("/v1/payment_links/{payment_link_id}/attachments")]
async fn create_attachment(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    call.paylink().may_attach(&caller, call.segment("payment_link_id")).await?;
    let taken = Taken { max: FilePurpose::Attachment.max_bytes(), bare: false };
    let uploaded = call.upload(taken).await?;
    let command = call.upload_command(&uploaded.file)?;
    let render = call.renders(201, |attachment| Attachment::from(attachment));
    let (link, once) = (call.segment("payment_link_id"), command.once(&render));
    let outcome = call.paylink().attach_file(&caller, link, &uploaded.file, once).await?;
    Ok(reply(outcome, &render))
}

/// List the attachments of a link
#[utoipa::path(
    tag = "Payment links",
    params(Slice),
    responses((status = 200, description = "One page of its attachments.", body = List<Attachment>))
)]
#[get("/v1/payment_links/{payment_link_id}/attachments")]
async fn list_attachments(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let slice = call.params().list();
    let listed = call.paylink().attachments(&caller, call.segment("payment_link_id"), &slice).await?;
    Ok(json(200, &List::of(&listed, |attachment| Attachment::from(attachment))))
}

/// Take a file off a link
///
/// Whatever state the link is in.
#[utoipa::path(tag = "Payment links", responses((status = 204, description = "The payer cannot download it any more.")))]
#[delete("/v1/payment_links/{payment_link_id}/attachments/{file_id}")]
async fn delete_attachment(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let (link, file) = (call.segment("payment_link_id"), call.segment("file_id"));
    call.paylink().detach_file(&caller, link, file).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Download an attachment
///
/// To be saved, never to be opened in the page's place. Not before the link opens, and not once it is cancelled.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The file.", content(
            (inline(Bytes) = "application/pdf"),
            (inline(Bytes) = "image/png"),
        ))
    )
)]
#[get("/p/{slug}/files/{file_id}")]
async fn download_attachment(call: Call) -> Result<HttpResponse, Failure> {
    let file = call.paylink().payer_file(call.segment("slug"), call.segment("file_id")).await?;
    Ok(to_save(file))
}
