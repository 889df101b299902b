//! The API's own description, for programs and for people.

use crate::{call::Call, failure::Failure, routes::get_only};
use actix_web::{
    HttpResponse,
    http::header::CONTENT_TYPE,
    web::{self, ServiceConfig},
};
use paylink_core::ports::Page;

pub(crate) fn mount(config: &mut ServiceConfig) {
    config.service(get_only("/openapi.json", web::get().to(document)));
    config.service(get_only("/docs", web::get().to(readable)));
}

async fn document(call: Call) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/json")).body(call.state().document().to_owned())
}

async fn readable(call: Call) -> Result<HttpResponse, Failure> {
    call.page(Ok(Page::ApiReference(call.state().document().to_owned())))
}
