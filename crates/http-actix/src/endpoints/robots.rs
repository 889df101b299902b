//! What crawlers and browsers ask for by themselves.

use crate::routes::get_only;
use actix_web::{
    HttpResponse,
    http::header::CONTENT_TYPE,
    web::{self, ServiceConfig},
};

pub(crate) fn mount(config: &mut ServiceConfig) {
    config.service(get_only("/robots.txt", web::get().to(robots)));
    config.service(get_only("/favicon.ico", web::get().to(HttpResponse::NoContent)));
}

/// A link is known to those it was sent to, and to no search engine.
async fn robots() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body("User-agent: *\nDisallow: /\n")
}
