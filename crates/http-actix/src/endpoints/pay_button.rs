//! `/paylink-button.js`: the element `<paylink-button>` for anybody's page.

use crate::{call::Call, failure::Failure, routes::Visit};
use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Where it is.
pub(crate) const PATH: &str = "/paylink-button.js";

/// Browsers ask again after an hour, and get nothing but "the same" while it is the same.
const AN_HOUR: &str = "public, max-age=3600, stale-while-revalidate=86400";
/// A page that lets in nothing from elsewhere by itself may have this.
const ANYBODY: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(pay_button);
}

/// Get the pay button
///
/// The script that makes the element `<paylink-button link="…">`; pages of any origin may load it.
#[utoipa::path(
    tag = "Pages",
    responses(
        (status = 200, description = "The script.", body = String, content_type = "text/javascript",
            headers(("ETag" = String, description = "Send it back as `If-None-Match`."))),
        (status = 304, description = "The same as before."),
    )
)]
#[get("/paylink-button.js")]
async fn pay_button(call: Call) -> Result<HttpResponse, Failure> {
    let script = call.state().pages().pay_button();
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(script)));
    let known = knows(call.request().headers(), &tag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, AN_HOUR)).insert_header((ETAG, tag)).insert_header(ANYBODY);
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "text/javascript; charset=utf-8")).body(script.to_owned()))
}

/// Whether the browser has this version. Source: RFC 9110, section 13.1.2; proxies that change the encoding mark the
/// tag as weak.
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    })
}
