//! `/unsubscribe/{token}`: a payer ends a merchant's requests and reminders.

use crate::{call::Call, failure::Failure, routes::Visit};
use actix_web::{HttpResponse, get, post};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(unsubscribe_page);
    visitor.visit(unsubscribe);
}

/// Open the page that ends messages
///
/// It asks first: opening it changes nothing.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[get("/unsubscribe/{token}")]
async fn unsubscribe_page(call: Call) -> Result<HttpResponse, Failure> {
    let page = call.paylink().unsubscribe_page(call.segment("token")).await;
    call.page(page)
}

/// End messages
///
/// The button of the page, and the one click of mail programs (RFC 8058). Receipts and notices of payments still come.
#[utoipa::path(
    tag = "Pages",
    request_body(content = Option<String>, content_type = "application/x-www-form-urlencoded",
        description = "`List-Unsubscribe=One-Click`; anything else, or nothing, does as well."),
    responses(
        (status = 200, description = "The page says that it is done.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[post("/unsubscribe/{token}")]
async fn unsubscribe(mut call: Call) -> Result<HttpResponse, Failure> {
    call.ignored_body().await?;
    let page = call.paylink().unsubscribe(call.segment("token")).await;
    call.page(page)
}
