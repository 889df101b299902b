//! The simulated processor's challenge page, in place of 3-D Secure.

use crate::{call::Call, endpoints::pages::html, failure::Failure, routes::refuse};
use actix_web::{
    HttpResponse,
    http::header::LOCATION,
    web::{self, ServiceConfig},
};
use paylink_core::{Code, Error, ports::Page};

pub(crate) fn mount(config: &mut ServiceConfig) {
    config.service(
        web::resource("/sandbox/challenges/{challenge_id}")
            .route(web::get().to(show))
            .route(web::post().to(answer))
            .default_service(web::to(refuse(&["GET", "POST"]))),
    );
}

async fn show(call: Call) -> Result<HttpResponse, Failure> {
    let Some(desk) = call.state().sandbox() else { return call.page(Ok(Page::NotFound)) };
    match desk.challenge(call.segment("challenge_id"), &call.state().nonce()).await {
        Ok(Some(page)) => Ok(html(200, page.csp, page.html)),
        Ok(None) => call.page(Ok(Page::NotFound)),
        Err(error) => call.page(Err(error)),
    }
}

/// `answer=approve` or `answer=decline`, from the page's own form; then back to the shop.
async fn answer(mut call: Call) -> Result<HttpResponse, Failure> {
    let pairs = call.html_form().await?;
    let approve = match pairs.as_slice() {
        [(name, value)] if name == "answer" && value == "approve" => true,
        [(name, value)] if name == "answer" && value == "decline" => false,
        _ => return Err(Error::field("answer", Code::InvalidValue, "must be approve or decline").into()),
    };
    let Some(desk) = call.state().sandbox() else { return call.page(Ok(Page::NotFound)) };
    match desk.answer(call.segment("challenge_id"), approve).await {
        Ok(Some(address)) => Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()),
        Ok(None) => call.page(Ok(Page::NotFound)),
        Err(error) => call.page(Err(error)),
    }
}
