//! Reading an uploaded file: `multipart/form-data` with one part, or where that is allowed the bare bytes.
//!
//! A body waits in a temporary file until it is whole, so that slow senders take no memory. Only then does it take its
//! turn in memory, of which all uploads together get [`IN_MEMORY`].

use crate::{
    body::{Command, idempotency_key, only},
    call::Call,
    failure::Failure,
};
use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    dev::Payload,
    error::PayloadError,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap},
    web::{Bytes, BytesMut},
};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use paylink_core::{Code, Error, FieldErrors, FileUpload, Fingerprint, hash::sha256_hex_of};
use std::{
    cell::RefCell,
    io::{self, SeekFrom},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// The one part of a form.
const FIELD: &str = "file";
/// What a form may have around its file, in bytes.
const AROUND: usize = 64 * 1024;
/// Parts that are looked at.
const MOST_PARTS: usize = 8;
/// How long a body may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(120);
/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_secs(60);
/// A body that is refused is read this far beyond its limit, so that the client gets to read the answer.
const DRAINED: usize = 4 * 1024 * 1024;
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
        let headers = self.request().headers().clone();
        if headers.contains_key(CONTENT_ENCODING) {
            return Err(Failure::of(Code::UnsupportedMediaType));
        }
        let form = is_form(&headers, taken.bare)?;
        let uploads = self.state().uploads().clone();
        let _arriving = uploads.arriving.try_acquire().map_err(|_| busy())?;
        let body = Body::of(self.payload().take());
        let arriving = async {
            let arrived = if form {
                from_form(&headers, body.clone(), taken.max).await
            } else {
                bare(body.clone(), taken.max).await
            };
            if arrived.is_err() {
                body.drain().await;
            }
            arrived
        };
        let late = |_| Error::new(Code::InvalidMultipart, "the file did not arrive in time");
        let Arrived { name, content } = tokio::time::timeout(ARRIVAL, arriving).await.map_err(late)??;
        let place = uploads.memory(content.size).await?;
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

/// A file that has arrived.
struct Arrived {
    name: Option<String>,
    content: Spool,
}

async fn bare(mut body: Body, max: usize) -> Result<Arrived, Failure> {
    let mut content = Spool::default();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Error::new(Code::InvalidMultipart, "the body did not arrive whole"))?;
        if content.size.saturating_add(piece.len()) > max {
            return Err(Failure::of(Code::PayloadTooLarge));
        }
        content.push(&piece).await.map_err(|error| spooling(&error))?;
    }
    Ok(Arrived { name: None, content })
}

async fn from_form(headers: &HeaderMap, body: Body, max: usize) -> Result<Arrived, Failure> {
    let mut form = Multipart::new(headers, body.limited(max.saturating_add(AROUND)));
    let (mut arrived, mut errors, mut parts) = (None, FieldErrors::default(), 0_usize);
    while let Some(mut part) = form.try_next().await.map_err(|error| malformed(&error))? {
        parts = parts.saturating_add(1);
        if parts > MOST_PARTS {
            return Err(Error::new(Code::InvalidMultipart, "the form has too many parts").into());
        }
        let field = part.name().unwrap_or_default().to_owned();
        let wanted = field == FIELD && arrived.is_none();
        let name = part.content_disposition().and_then(given_name);
        let mut content = Spool::default();
        while let Some(piece) = part.try_next().await.map_err(|error| malformed(&error))? {
            if !wanted {
                continue;
            }
            if content.size.saturating_add(piece.len()) > max {
                return Err(Failure::of(Code::PayloadTooLarge));
            }
            content.push(&piece).await.map_err(|error| spooling(&error))?;
        }
        if wanted {
            arrived = Some(Arrived { name, content });
        } else if field == FIELD {
            errors.add(FIELD, Code::TooMany, "one file at a time");
        } else {
            errors.add(shown(&field), Code::UnknownField, Code::UnknownField.meaning());
        }
    }
    if arrived.is_none() {
        errors.add(FIELD, Code::Required, "the form needs a part of this name with the file");
    }
    errors.finish()?;
    Ok(arrived.ok_or_else(|| Error::internal("a form without file was taken"))?)
}

/// The name of a field, if it can be shown.
fn shown(field: &str) -> &str {
    let plain = field.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if plain && (1..=40).contains(&field.len()) { field } else { "form" }
}

/// The name a file was sent under. Browsers escape three characters of it (HTML, multipart/form-data encoding).
fn given_name(header: &actix_web::http::header::ContentDisposition) -> Option<String> {
    if let Some(name) = header.get_filename_ext() {
        return String::from_utf8(name.value.clone()).ok();
    }
    header.get_filename().map(|name| name.replace("%0D", "\r").replace("%0A", "\n").replace("%22", "\""))
}

fn malformed(error: &MultipartError) -> Failure {
    if let MultipartError::Payload(PayloadError::Overflow) = error {
        return Failure::of(Code::PayloadTooLarge);
    }
    Failure::of(Code::InvalidMultipart)
}

/// The temporary file cannot be written or read.
fn spooling(error: &io::Error) -> Failure {
    let source = Some(io::Error::new(error.kind(), error.to_string()).into());
    let error = Error { source, ..Error::of(Code::StorageUnavailable) };
    error.retry_after(Duration::from_secs(5)).into()
}

/// Bytes that have arrived: few in memory, more in a temporary file that is gone with the process.
#[derive(Default)]
struct Spool {
    size: usize,
    start: BytesMut,
    file: Option<File>,
}

impl Spool {
    async fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size = self.size.saturating_add(piece.len());
        if self.file.is_none() && self.size <= UNIT {
            self.start.extend_from_slice(piece);
            return Ok(());
        }
        if self.file.is_none() {
            let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(io::Error::other)??;
            self.file.insert(File::from_std(file)).write_all(&std::mem::take(&mut self.start)).await?;
        }
        match &mut self.file {
            Some(file) => file.write_all(piece).await,
            None => Ok(()),
        }
    }

    /// All of them.
    async fn read(self) -> io::Result<Bytes> {
        let Some(mut file) = self.file else { return Ok(self.start.freeze()) };
        file.flush().await?;
        file.seek(SeekFrom::Start(0)).await?;
        let mut all = Vec::with_capacity(self.size);
        file.read_to_end(&mut all).await?;
        Ok(all.into())
    }
}

/// A request's body, shared by whoever reads it now and whoever reads on when that has failed.
#[derive(Clone)]
struct Body(Rc<RefCell<Payload>>);

impl Body {
    fn of(payload: Payload) -> Self {
        Self(Rc::new(RefCell::new(payload)))
    }

    /// Ends with an error once more than `most` bytes have come.
    fn limited(self, most: usize) -> impl Stream<Item = Result<Bytes, PayloadError>> {
        let mut seen: usize = 0;
        self.map(move |piece| {
            let piece = piece?;
            seen = seen.saturating_add(piece.len());
            if seen > most { Err(PayloadError::Overflow) } else { Ok(piece) }
        })
    }

    /// Reads what is left, within reason.
    async fn drain(mut self) {
        let mut seen: usize = 0;
        while let Some(Ok(piece)) = self.next().await {
            seen = seen.saturating_add(piece.len());
            if seen > DRAINED {
                break;
            }
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}
