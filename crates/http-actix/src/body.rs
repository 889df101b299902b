//! Reading a request's body: JSON, uncompressed, at most 64 KiB, within ten seconds.

use crate::{call::Call, failure::Failure};
use actix_web::{
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt as _;
use paylink_core::{Code, Error, Fingerprint, IdempotencyKey, Once, idempotency::Render};
use paylink_wire::json::{Fields, Object, keys_at, parse_object};
use std::time::Duration;

/// Largest body, in bytes.
pub(crate) const MAX_BODY: usize = 64 * 1024;
/// A larger body is read this far before it is refused, so that the client gets to read the answer.
const MAX_DRAINED: usize = 1024 * 1024;
/// How long a body may take to arrive.
const MAX_WAIT: Duration = Duration::from_secs(10);

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A request to do something: its body, and the key that makes it happen once.
pub(crate) struct Command {
    bytes: Bytes,
    key: Option<IdempotencyKey>,
    fingerprint: Fingerprint,
}

impl Command {
    /// A command whose parts have been read elsewhere.
    pub(crate) const fn of(bytes: Bytes, key: Option<IdempotencyKey>, fingerprint: Fingerprint) -> Self {
        Self { bytes, key, fingerprint }
    }

    /// The JSON object in the body.
    pub(crate) fn object(&self) -> Result<Object, Failure> {
        Ok(parse_object(&self.bytes).map_err(Error::from)?)
    }

    /// The keys of an object inside the body, in the order they were written.
    pub(crate) fn keys_at(&self, path: &[&str]) -> Vec<String> {
        keys_at(&self.bytes, path)
    }

    /// The JSON object in the body as a plain value, read as strictly.
    pub(crate) fn value(&self) -> Result<serde_json::Value, Failure> {
        self.object()?;
        Ok(serde_json::from_slice(&self.bytes).map_err(|_| Error::of(Code::InvalidJson))?)
    }

    /// Whether there is no body at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Checks that the body says nothing: empty or `{}`.
    pub(crate) fn nothing(&self) -> Result<(), Failure> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        Ok(Fields::of(self.object()?).finish().finish()?)
    }

    /// "Do this once", when the client sent a key.
    pub(crate) fn once<'a, V>(&'a self, render: Render<'a, V>) -> Option<Once<'a, V>> {
        self.key.as_ref().map(|key| Once { key, fingerprint: self.fingerprint, render })
    }

    /// The same where a key is required.
    pub(crate) fn must_be_once<'a, V>(&'a self, render: Render<'a, V>) -> Result<Once<'a, V>, Failure> {
        self.once(render).ok_or_else(|| Failure::of(Code::IdempotencyKeyRequired))
    }
}

impl Call {
    /// Reads a command with a JSON body.
    ///
    /// # Errors
    /// `unsupported_media_type`, `payload_too_large`, `invalid_json`, `invalid_idempotency_key`.
    pub(crate) async fn command(&mut self) -> Result<Command, Failure> {
        require_type(self.request().headers(), "application/json")?;
        let bytes = self.bytes().await?;
        self.as_command(bytes)
    }

    /// Reads a command whose media type may be missing or is JSON, with an idempotency key that was read elsewhere. Its
    /// body may be empty, which [`Command::is_empty`] tells.
    ///
    /// # Errors
    /// `unsupported_media_type`, `payload_too_large`, `invalid_json`.
    pub(crate) async fn lenient_command(&mut self, key: Option<IdempotencyKey>) -> Result<Command, Failure> {
        if self.request().headers().contains_key(CONTENT_TYPE) {
            require_type(self.request().headers(), "application/json")?;
        }
        let bytes = self.bytes().await?;
        let fingerprint = self.fingerprint(&bytes);
        Ok(Command { bytes, key, fingerprint })
    }

    /// Reads a command whose body says nothing, of whatever kind it is.
    ///
    /// # Errors
    /// `unsupported_media_type` when compressed, `payload_too_large`, `invalid_json`.
    pub(crate) async fn any_command(&mut self, key: Option<IdempotencyKey>) -> Result<Command, Failure> {
        let bytes = self.bytes().await?;
        let fingerprint = self.fingerprint(&bytes);
        Ok(Command { bytes, key, fingerprint })
    }

    /// Reads a command that needs no body; one that is there has to be JSON.
    ///
    /// # Errors
    /// As [`Call::command`].
    pub(crate) async fn bare_command(&mut self) -> Result<Command, Failure> {
        let bytes = self.bytes().await?;
        if !bytes.is_empty() {
            require_type(self.request().headers(), "application/json")?;
        }
        self.as_command(bytes)
    }

    /// Reads a body of any kind that says nothing of interest.
    ///
    /// # Errors
    /// `unsupported_media_type` when compressed, `payload_too_large`, `invalid_json`.
    pub(crate) async fn ignored_body(&mut self) -> Result<(), Failure> {
        self.bytes().await.map(drop)
    }

    /// Reads a submitted HTML form as pairs.
    ///
    /// # Errors
    /// `unsupported_media_type`, `payload_too_large`, `invalid_json`.
    pub(crate) async fn html_form(&mut self) -> Result<Vec<(String, String)>, Failure> {
        require_type(self.request().headers(), "application/x-www-form-urlencoded")?;
        let bytes = self.bytes().await?;
        Ok(url::form_urlencoded::parse(&bytes).into_owned().collect())
    }

    fn as_command(&self, bytes: Bytes) -> Result<Command, Failure> {
        let (key, fingerprint) = (idempotency_key(self.request().headers())?, self.fingerprint(&bytes));
        Ok(Command { bytes, key, fingerprint })
    }

    fn fingerprint(&self, body: &[u8]) -> Fingerprint {
        let request = self.request();
        Fingerprint::of(request.method().as_str(), request.path(), request.query_string(), body)
    }

    async fn bytes(&mut self) -> Result<Bytes, Failure> {
        if self.request().headers().contains_key(CONTENT_ENCODING) {
            return Err(Failure::of(Code::UnsupportedMediaType));
        }
        let declared =
            self.request().headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: u64| length > u64::try_from(MAX_DRAINED).unwrap_or(u64::MAX)) {
            return Err(Failure::of(Code::PayloadTooLarge));
        }
        tokio::time::timeout(MAX_WAIT, self.received())
            .await
            .unwrap_or_else(|_| Err(Error::new(Code::InvalidJson, "the body did not arrive in time").into()))
    }

    async fn received(&mut self) -> Result<Bytes, Failure> {
        let mut bytes = BytesMut::new();
        let mut seen: usize = 0;
        while let Some(chunk) = self.payload().next().await {
            let chunk = chunk.map_err(|_| Error::new(Code::InvalidJson, "the body did not arrive whole"))?;
            seen = seen.saturating_add(chunk.len());
            if seen <= MAX_BODY {
                bytes.extend_from_slice(&chunk);
            } else if seen > MAX_DRAINED {
                break;
            }
        }
        if seen > MAX_BODY { Err(Failure::of(Code::PayloadTooLarge)) } else { Ok(bytes.freeze()) }
    }
}

/// Checks that there is one content type, `wanted`, with no other parameter than `charset=utf-8`.
fn require_type(headers: &HeaderMap, wanted: &str) -> Result<(), Failure> {
    let mut given = headers.get_all(CONTENT_TYPE).map(HeaderValue::to_str);
    let fits = match (given.next(), given.next()) {
        (Some(Ok(line)), None) => {
            let mut parts = line.split(';').map(str::trim);
            let kind = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(wanted));
            kind && parts.all(|parameter| {
                let parameter = parameter.replace('"', "");
                parameter.is_empty() || parameter.eq_ignore_ascii_case("charset=utf-8")
            })
        }
        (None | Some(_), _) => false,
    };
    if fits { Ok(()) } else { Err(Failure::of(Code::UnsupportedMediaType)) }
}

/// The one value of a header, as text; `Err` when there are several or it is no text.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut given = headers.get_all(name);
    match (given.next(), given.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(drop),
        (Some(_), Some(_)) => Err(()),
    }
}

/// The request's key, if it has one.
///
/// # Errors
/// `invalid_idempotency_key`.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Failure> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY);
    match (given.next(), given.next()) {
        (None, _) => Ok(None),
        (Some(key), None) => Ok(Some(IdempotencyKey::new(key.to_str().unwrap_or_default())?)),
        (Some(_), Some(_)) => Err(Failure::of(Code::InvalidIdempotencyKey)),
    }
}
