//! `/v1/merchants/{id}/logo`: a merchant's logos, and where everybody gets them.

use super::attachments::{Bytes, UploadForm};
use crate::{
    answers::json,
    call::Call,
    downloads::{is_known, to_show},
    failure::Failure,
    openapi::params::LogoChoice,
    routes::Visit,
    upload::Taken,
};
use actix_web::{HttpResponse, delete, get, put};
use paylink_core::{Code, Error, LogoScheme, records::FilePurpose};
use paylink_wire::v1::responses::Merchant;

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(put_logo);
    visitor.visit(get_logo);
    visitor.visit(delete_logo);
}

/// Shows what browsers and mail programs use.
pub(crate) fn show_to_payers(visitor: &mut impl Visit) {
    visitor.visit(show_logo);
}

/// Set a merchant's logo
///
/// A PNG, JPEG or WebP picture of at most 1 MiB and 4096 pixels a side: as a form with one file, or as the body itself
/// (`Content-Type: image/…`). It is kept as a new PNG of at most 1024 pixels a side, under a new address. With
/// `scheme=dark` it is the one for dark pages, which show the other one otherwise.
#[utoipa::path(
    tag = "Merchants",
    params(LogoChoice),
    request_body(content(
        (inline(UploadForm) = "multipart/form-data"),
        (inline(Bytes) = "image/png"),
        (inline(Bytes) = "image/jpeg"),
        (inline(Bytes) = "image/webp"),
    )),
    responses((status = 200, description = "The merchant with its logo.", body = Merchant))
)]
#[put("/v1/merchants/{merchant_id}/logo")]
async fn put_logo(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let scheme = call.scheme()?;
    call.paylink().may_set_logo(&caller, call.segment("merchant_id")).await?;
    let uploaded = call.upload(Taken { max: FilePurpose::Logo.max_bytes(), bare: true }).await?;
    let id = call.segment("merchant_id");
    let merchant = call.paylink().set_logo(&caller, id, scheme, &uploaded.file).await?;
    Ok(json(200, &Merchant::of(&merchant, call.paylink().logo_urls(&merchant))))
}

/// Get a merchant's logo
///
/// The picture itself. Browsers and mail programs get it at `logo_url`, where nobody needs credentials.
#[utoipa::path(
    tag = "Merchants",
    params(LogoChoice),
    responses((status = 200, description = "The picture.", body = inline(Bytes), content_type = "image/png"))
)]
#[get("/v1/merchants/{merchant_id}/logo")]
async fn get_logo(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let scheme = call.scheme()?;
    let logo = call.paylink().merchant_logo(&caller, call.segment("merchant_id"), scheme).await?;
    let mut answer = to_show(logo);
    // another one will be at this address
    answer.headers_mut().insert(
        actix_web::http::header::CACHE_CONTROL,
        actix_web::http::header::HeaderValue::from_static("private, no-store"),
    );
    Ok(answer)
}

/// Delete a merchant's logo
///
/// Mails that were sent before show its name in its place.
#[utoipa::path(
    tag = "Merchants",
    params(LogoChoice),
    responses((status = 204, description = "The merchant has no such logo any more."))
)]
#[delete("/v1/merchants/{merchant_id}/logo")]
async fn delete_logo(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let scheme = call.scheme()?;
    call.paylink().delete_logo(&caller, call.segment("merchant_id"), scheme).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Show a logo
///
/// For pages and mails. What is at an address never changes: another logo has another address.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The picture.", body = inline(Bytes), content_type = "image/png"),
        (status = 304, description = "The browser has it already."),
    )
)]
#[get("/logos/{logo}")]
async fn show_logo(call: Call) -> Result<HttpResponse, Failure> {
    let id = call.segment("logo").strip_suffix(".png").ok_or_else(|| Error::of(Code::NotFound))?;
    let logo = call.paylink().logo(id).await?;
    Ok(if call.has(id) { is_known(logo.id) } else { to_show(logo) })
}

impl Call {
    /// Which logo is meant.
    fn scheme(&self) -> Result<LogoScheme, Failure> {
        let mut params = self.params();
        let given = params.take("scheme");
        params.rest().finish()?;
        let scheme = given.as_deref().map_or(Some(LogoScheme::Light), LogoScheme::named);
        Ok(scheme.ok_or_else(|| Error::field("scheme", Code::InvalidParameter, "light or dark"))?)
    }
}
