//! QR codes of payment pages.

use crate::{call::Call, failure::Failure, routes::Visit};
use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use paylink_core::Error;

/// The address behind a slug never changes.
const A_DAY: &str = "public, max-age=86400";

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(qr_code_svg);
    visitor.visit(qr_code_png);
}

/// The bytes of a PNG file, for the description.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
struct Png(#[expect(dead_code, reason = "only described")] String);

/// Get the QR code of a payment page as SVG
#[utoipa::path(
    tag = "Pages",
    responses((status = 200, description = "The code.", body = String, content_type = "image/svg+xml"))
)]
#[get("/p/{slug}/qr.svg")]
async fn qr_code_svg(call: Call) -> Result<HttpResponse, Failure> {
    let svg = call.state().pages().qr_svg(&page_url(&call).await?);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/svg+xml"))
        .insert_header((CACHE_CONTROL, A_DAY))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .body(svg.map_err(|problem| Error::internal(problem.to_string()))?))
}

/// Get the QR code of a payment page as PNG
#[utoipa::path(
    tag = "Pages",
    responses((status = 200, description = "The code.", body = inline(Png), content_type = "image/png"))
)]
#[get("/p/{slug}/qr.png")]
async fn qr_code_png(call: Call) -> Result<HttpResponse, Failure> {
    let png = call.state().pages().qr_png(&page_url(&call).await?);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/png"))
        .insert_header((CACHE_CONTROL, A_DAY))
        .body(png.map_err(|problem| Error::internal(problem.to_string()))?))
}

/// The page's address, with the slug as the merchant wrote it.
async fn page_url(call: &Call) -> Result<String, Failure> {
    let view = call.paylink().checkout(call.segment("slug")).await?;
    Ok(format!("{}/p/{}", call.state().settings().public_url, view.page.slug))
}
