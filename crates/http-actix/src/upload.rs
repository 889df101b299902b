//! Reading uploaded files: `multipart/form-data`, or where that is allowed the bare bytes of one.
//!
//! A body waits in a temporary file until it is whole, so that slow senders take no memory. Only then does it take its
//! turn in memory, of which all uploads together get [`IN_MEMORY`].

mod arriving;
mod form;

pub(crate) use form::{Arrived, Form, Wanted};

use crate::{
    body::{Command, idempotency_key, only},
    call::Call,
    failure::Failure,
};
use actix_web::{
    http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap},
    web::Bytes,
};
use arriving::{Body, Spool};
use futures_util::StreamExt as _;
use paylink_core::{Code, Error, FileUpload, Fingerprint, hash::sha256_hex_of};
use std::{io, sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The usual name of the part with the file.
const FILE: &str = "file";
/// How long a body may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(120);
/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_secs(60);
/// Uploads that may be arriving at the same time.
const ARRIVING: usize = 64;
/// What all uploads together may take in memory, in units of [`UNIT`] bytes.
const IN_MEMORY: u32 = 192;
const UNIT: usize = 64 * 1024;

/// The places that uploads share.
#[derive(Debug, Clone)]
pub(crate) struct Uploads {
    arriving: Arc<Semaphore>,
    in_memory: Arc<Semaphore>,
}

impl Uploads {
    pub(crate) fn new() -> Self {
        let units = usize::try_from(IN_MEMORY).unwrap_or(1);
        Self { arriving: Arc::new(Semaphore::new(ARRIVING)), in_memory: Arc::new(Semaphore::new(units)) }
    }

    /// A place in memory for so many bytes.
    async fn memory(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Failure> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(IN_MEMORY).clamp(1, IN_MEMORY);
        let waiting = Arc::clone(&self.in_memory).acquire_many_owned(units);
        let turn = tokio::time::timeout(PATIENCE, waiting).await;
        turn.map_err(|_| busy())?.map_err(|_| Error::internal("the uploads are closed").into())
    }
}

/// Others are uploading.
fn busy() -> Failure {
    Error::new(Code::RateLimited, "too many uploads at once").retry_after(Duration::from_secs(5)).into()
}

/// What an upload may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    /// The largest file, in bytes.
    pub(crate) max: usize,
    /// Whether the body may be the file itself.
    pub(crate) bare: bool,
}

/// An upload in memory. It keeps its place there until it is dropped.
pub(crate) struct Uploaded {
    pub(crate) file: FileUpload,
    _place: OwnedSemaphorePermit,
}

impl Call {
    /// Reads an uploaded file.
    ///
    /// # Errors
    /// `unsupported_media_type`, `payload_too_large`, `invalid_multipart`, `rate_limited`, field errors.
    pub(crate) async fn upload(&mut self, taken: Taken) -> Result<Uploaded, Failure> {
        let wanted = Wanted { part: FILE, field: FILE, max: taken.max, many: None };
        self.one_file(wanted, taken.bare).await
    }

    /// Reads the one file of a form whose part has another name than usual.
    ///
    /// # Errors
    /// As [`Call::upload`].
    pub(crate) async fn upload_named(&mut self, part: &'static str, max: usize) -> Result<Uploaded, Failure> {
        self.one_file(Wanted { part, field: FILE, max, many: None }, false).await
    }

    async fn one_file(&mut self, wanted: Wanted, may_be_bare: bool) -> Result<Uploaded, Failure> {
        let mut form = self.arriving(wanted, may_be_bare).await?;
        let file = form.files.pop().ok_or_else(|| Error::internal("a form without file was taken"))?;
        self.in_memory(file).await
    }

    /// Reads a form with texts and files; the files wait outside of memory.
    ///
    /// # Errors
    /// As [`Call::upload`].
    pub(crate) async fn form(&mut self, wanted: Wanted) -> Result<Form, Failure> {
        self.arriving(wanted, false).await
    }

    async fn arriving(&mut self, wanted: Wanted, may_be_bare: bool) -> Result<Form, Failure> {
        let headers = self.request().headers().clone();
        if headers.contains_key(CONTENT_ENCODING) {
            return Err(Failure::of(Code::UnsupportedMediaType));
        }
        let is_form = is_form(&headers, may_be_bare)?;
        let uploads = self.state().uploads().clone();
        let _arriving = uploads.arriving.try_acquire().map_err(|_| busy())?;
        let body = Body::of(self.payload().take());
        let arriving = async {
            let arrived =
                if is_form { wanted.read(&headers, body.clone()).await } else { bare(body.clone(), wanted.max).await };
            if arrived.is_err() {
                body.drain().await;
            }
            arrived
        };
        let late = |_| Error::new(Code::InvalidMultipart, "the file did not arrive in time");
        tokio::time::timeout(ARRIVAL, arriving).await.map_err(late)?
    }

    /// Brings a file into memory when it is its turn.
    ///
    /// # Errors
    /// `rate_limited`, `storage_unavailable`.
    pub(crate) async fn in_memory(&self, file: Arrived) -> Result<Uploaded, Failure> {
        let Arrived { name, content } = file;
        let place = self.state().uploads().memory(content.size).await?;
        let content = content.read().await.map_err(|error| spooling(&error))?;
        Ok(Uploaded { file: FileUpload { name, content }, _place: place })
    }

    /// The command that an upload is: the same name and file with the same key are the same request, however the form
    /// around them is written.
    ///
    /// # Errors
    /// `invalid_idempotency_key`.
    pub(crate) fn upload_command(&self, file: &FileUpload) -> Result<Command, Failure> {
        let request = self.request();
        let said = format!("{}\0{}", sha256_hex_of(&file.content), file.name.as_deref().unwrap_or_default());
        let (method, path) = (request.method().as_str(), request.path());
        let fingerprint = Fingerprint::of(method, path, request.query_string(), said.as_bytes());
        Ok(Command::of(Bytes::new(), idempotency_key(request.headers())?, fingerprint))
    }
}

/// Whether the body is a form; otherwise it is the file itself.
fn is_form(headers: &HeaderMap, bare: bool) -> Result<bool, Failure> {
    let unsupported = || Failure::of(Code::UnsupportedMediaType);
    let Some(given) = only(headers, &CONTENT_TYPE).map_err(|()| unsupported())? else {
        return if bare { Ok(false) } else { Err(unsupported()) };
    };
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "multipart/form-data" => Ok(true),
        "application/octet-stream" if bare => Ok(false),
        // what it truly is, its bytes tell
        image if bare && image.starts_with("image/") => Ok(false),
        _ => Err(unsupported()),
    }
}

async fn bare(mut body: Body, max: usize) -> Result<Form, Failure> {
    let mut content = Spool::default();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Error::new(Code::InvalidMultipart, "the body did not arrive whole"))?;
        if content.size.saturating_add(piece.len()) > max {
            return Err(Failure::of(Code::PayloadTooLarge));
        }
        content.push(&piece).await.map_err(|error| spooling(&error))?;
    }
    Ok(Form { files: vec![Arrived { name: None, content }], ..Form::default() })
}

/// The temporary file cannot be written or read.
fn spooling(error: &io::Error) -> Failure {
    let source = Some(io::Error::new(error.kind(), error.to_string()).into());
    let error = Error { source, ..Error::of(Code::StorageUnavailable) };
    error.retry_after(Duration::from_secs(5)).into()
}
