//! The pages payers open: payment page, receipt, and the way there by link id.

use crate::{
    answers::log,
    call::Call,
    failure::{Failure, status},
    openapi::params::LinkAddress,
    routes::{Visit, get_only},
};
use actix_web::{
    HttpResponse, get,
    http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER},
    web::{self, ServiceConfig},
};
use paylink_core::{Class, Code, Error, ports::Page};

const HTML: &str = "text/html; charset=utf-8";

/// Nothing a page of ours may use of the browser.
const PERMISSIONS: (&str, &str) = (
    "permissions-policy",
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), usb=()",
);

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(payment_page);
    visitor.visit(receipt_page);
    visitor.visit(payment_page_by_id);
}

/// Open a payment page
///
/// A link that cannot be paid now has a page that says why.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[get("/p/{slug}")]
async fn payment_page(call: Call) -> Result<HttpResponse, Failure> {
    let page = call.paylink().checkout_page(call.segment("slug")).await;
    call.page(page)
}

/// Open a receipt
///
/// The confirmation of one payment; it shows nothing of the payer's.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[get("/p/{slug}/payments/{payment_id}")]
async fn receipt_page(call: Call) -> Result<HttpResponse, Failure> {
    let page = call.paylink().receipt_page(call.segment("slug"), call.segment("payment_id")).await;
    call.page(page)
}

/// Open a payment page by the link's id
#[utoipa::path(
    tag = "Pages",
    params(LinkAddress),
    responses(
        (status = 302, description = "The page is at `Location`.", headers(("Location" = String, description = "Path of the page."))),
        (status = 404, description = "A page that says so.", body = String, content_type = "text/html"),
        (status = 503, description = "A page that asks for patience.", body = String, content_type = "text/html"),
    )
)]
#[get("/paylink")]
async fn payment_page_by_id(call: Call) -> Result<HttpResponse, Failure> {
    payment_page_of(call).await
}

/// The other addresses by a link's id: the root, with `paylink_id`, and those of quick invoices.
pub(crate) fn mount(config: &mut ServiceConfig) {
    for path in ["/quickinvoice", "/quickinvoice/"] {
        config.service(get_only(path, web::get().to(payment_page_of)));
    }
    config.service(get_only("/", web::get().to(root)));
}

async fn root(call: Call) -> Result<HttpResponse, Failure> {
    match call.params().take("paylink_id") {
        Some(_) => payment_page_of(call).await,
        None => Err(Failure::of(Code::NotFound)),
    }
}

async fn payment_page_of(call: Call) -> Result<HttpResponse, Failure> {
    let mut params = call.params();
    let id = params.take("id").or_else(|| params.take("paylink_id")).unwrap_or_default();
    match call.paylink().link_address(&id).await {
        Ok(slug) => Ok(HttpResponse::Found().insert_header((LOCATION, format!("/p/{slug}"))).finish()),
        Err(error) if error.code.class() == Class::NotFound => call.page(Ok(Page::NotFound)),
        Err(error) => call.page(Err(error)),
    }
}

impl Call {
    /// The languages that the browser asks for.
    pub(crate) fn languages(&self) -> &str {
        let asked = self.request().headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        asked.unwrap_or_default()
    }

    /// Sends a page; trouble on our side has a page too.
    pub(crate) fn page(&self, page: Result<Page, Error>) -> Result<HttpResponse, Failure> {
        let (page, code) = match page {
            Ok(page @ Page::NotFound) => (page, 404),
            Ok(page @ Page::Unavailable) => (page, 503),
            Ok(
                page @ (Page::Checkout(_)
                | Page::Receipt(_)
                | Page::Unsubscribe(_)
                | Page::PaymentMethod(_)
                | Page::ApiReference(_)),
            ) => (page, 200),
            Err(error) => {
                log(&error, self.id());
                (Page::Unavailable, error.code.class().status())
            }
        };
        let nonce = self.state().nonce();
        let rendered = self.state().pages().render(&page, &nonce, self.languages());
        let rendered = rendered.map_err(|problem| Error::internal(problem.to_string()))?;
        let mut answer = html(code, rendered.csp, rendered.html);
        if code == 503 {
            answer.headers_mut().insert(RETRY_AFTER, actix_web::http::header::HeaderValue::from_static("5"));
        }
        Ok(answer)
    }
}

/// Sends HTML under its policy.
pub(crate) fn html(code: u16, policy: String, html: String) -> HttpResponse {
    HttpResponse::build(status(code))
        .insert_header((CONTENT_TYPE, HTML))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header(PERMISSIONS)
        .body(html)
}
