//! Exports over HTTP: rows go out as fast as the client takes them, and no faster than they are read.
//!
//! The first page is read before the answer begins, so that what can be refused is refused with a status. After that a
//! failure can only break the answer off: the last chunk never comes, and no client takes it for whole.

use crate::{answers::log, call::Call, failure::Failure};
use actix_web::{
    HttpResponse,
    http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE},
    web::Bytes,
};
use futures_util::stream;
use paylink_core::{Date, Error, Export};
use paylink_wire::v1::exports::{Exported, Format};

/// Where an answer stands.
struct Progress<E> {
    /// What is to be sent first.
    ready: Option<String>,
    export: E,
    request_id: String,
}

impl Call {
    /// The format the client accepts rather than JSON, if so: the best of its ranges that is known here.
    pub(crate) fn accepted_format(&self) -> Option<Format> {
        let mut best: (u16, Option<Format>) = (0, None);
        let ranges = self.request().headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok());
        for range in ranges.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
            let format = match parts.next().unwrap_or_default().as_str() {
                "text/csv" => Some(Format::Csv),
                "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Some(Format::JsonLines),
                "application/json" | "application/*" | "*/*" => None,
                _ => continue,
            };
            let weight = parts.find_map(|part| weight(part.strip_prefix("q=")?)).unwrap_or(1000);
            if weight > best.0 {
                best = (weight, format);
            }
        }
        best.1
    }

    /// Streams every row of `export`, each written as a `T`.
    ///
    /// # Errors
    /// What reading the first page comes to.
    pub(crate) async fn stream<E, T>(
        &self,
        mut export: E,
        format: Format,
        write: fn(&E::Row) -> T,
    ) -> Result<HttpResponse, Failure>
    where
        E: Export + 'static,
        E::Row: 'static,
        T: Exported,
    {
        let name = format!("{}-{}.{}", T::NAME, Date::in_utc(export.began()), format.extension());
        let lines = move |rows: &[E::Row]| format.rows(&rows.iter().map(write).collect::<Vec<T>>());
        let first = lines(&export.next().await?);
        let ready = Some(format.head::<T>() + &first);
        let progress = Progress { ready, export, request_id: self.id().to_owned() };
        let chunks = stream::try_unfold(progress, move |mut progress| async move {
            if let Some(ready) = progress.ready.take() {
                return Ok(Some((Bytes::from(ready), progress)));
            }
            match progress.export.next().await {
                Ok(rows) if rows.is_empty() => Ok(None),
                Ok(rows) => Ok::<_, Error>(Some((Bytes::from(lines(&rows)), progress))),
                Err(error) => {
                    log(&error, &progress.request_id);
                    Err(error)
                }
            }
        });
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, format.content_type()))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .streaming(chunks))
    }
}

/// A weight in thousandths: `0.8` is 800.
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(decimals).filter(|weight| *weight <= 1000)
}
