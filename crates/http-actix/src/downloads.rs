//! Sending files: attachments to be saved, never opened here; logos to be shown.

use crate::call::Call;
use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
    },
};
use futures_util::TryStreamExt as _;
use paylink_core::{Download, Error, FileId, ports::FileContent};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in an extended parameter as it is (RFC 8187, `attr-char`).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// A file of ours runs and loads nothing, whatever is in it.
const POLICY: &str = "sandbox; default-src 'none'";
/// Another logo has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Sends a file to be saved.
pub(crate) fn to_save(file: Download) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.content_type.name()))
        .insert_header((CONTENT_DISPOSITION, disposition(&file.name)))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(stream(file.content))
}

impl Call {
    /// Whether the browser has this file already.
    pub(crate) fn has(&self, id: &str) -> bool {
        let known = self.request().headers().get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
        let tag = format!("\"{id}\"");
        known.flat_map(|line| line.split(',')).any(|one| one.trim().trim_start_matches("W/") == tag)
    }
}

/// Sends a picture to be shown and kept.
pub(crate) fn to_show(file: Download) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.content_type.name()))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, FOR_EVER))
        .insert_header((ETAG, tag(file.id)))
        .body(stream(file.content))
}

/// Says that the browser has the picture already.
pub(crate) fn is_known(id: FileId) -> HttpResponse {
    HttpResponse::NotModified().insert_header((CACHE_CONTROL, FOR_EVER)).insert_header((ETAG, tag(id))).finish()
}

fn tag(id: FileId) -> String {
    format!("\"{id}\"")
}

fn stream(content: FileContent) -> SizedStream<impl futures_util::Stream<Item = Result<actix_web::web::Bytes, Error>>> {
    let broken = |error| Error { source: Some(Box::new(error)), ..Error::internal("a file broke off") };
    SizedStream::new(content.size, content.pieces.map_err(broken))
}

/// The name twice: for old readers in plain ASCII, and as it is.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let whole = utf8_percent_encode(name, PLAIN);
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}
