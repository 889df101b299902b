//! Forms with files: `multipart/form-data`, part by part.

use super::{
    arriving::{Body, Spool},
    spooling,
};
use crate::failure::Failure;
use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    error::PayloadError,
    http::header::{ContentDisposition, HeaderMap},
};
use futures_util::TryStreamExt as _;
use paylink_core::{Code, Error, FieldErrors};

/// What a form may have around its files, in bytes; its texts included.
const AROUND: usize = 64 * 1024;
/// Parts that are looked at where there are files only.
const FEW: usize = 8;
/// Parts that are looked at where there are texts too.
const MANY: usize = 256;

/// What a form may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The name of a part with a file; where `many`, the beginning of it.
    pub(crate) part: &'static str,
    /// The field that refusals of files name.
    pub(crate) field: &'static str,
    /// The largest file, in bytes.
    pub(crate) max: usize,
    /// How many files there may be beside texts; without it exactly one, and no texts.
    pub(crate) many: Option<usize>,
}

/// A form that has arrived.
#[derive(Default)]
pub(crate) struct Form {
    /// Names and texts of its other parts.
    pub(crate) texts: Vec<(String, String)>,
    /// Its files.
    pub(crate) files: Vec<Arrived>,
}

/// A file that has arrived.
pub(crate) struct Arrived {
    pub(super) name: Option<String>,
    pub(super) content: Spool,
}

impl Wanted {
    fn is_file(&self, name: &str) -> bool {
        if self.many.is_some() { name.starts_with(self.part) } else { name == self.part }
    }

    /// Reads a form.
    pub(super) async fn read(self, headers: &HeaderMap, body: Body) -> Result<Form, Failure> {
        let (most, parts) = self.many.map_or((1, FEW), |most| (most, MANY));
        let mut multipart = Multipart::new(headers, body.limited(self.max.saturating_mul(most).saturating_add(AROUND)));
        let (mut form, mut errors, mut seen, mut said) = (Form::default(), FieldErrors::default(), 0_usize, 0_usize);
        while let Some(mut part) = multipart.try_next().await.map_err(|error| malformed(&error))? {
            seen = seen.saturating_add(1);
            if seen > parts {
                return Err(Error::new(Code::InvalidMultipart, "the form has too many parts").into());
            }
            let field = part.name().unwrap_or_default().to_owned();
            let is_file = self.is_file(&field);
            let kept = if is_file { form.files.len() < most } else { self.many.is_some() };
            let room = if is_file { self.max } else { AROUND.saturating_sub(said) };
            let name = part.content_disposition().and_then(given_name);
            let mut content = Spool::default();
            while let Some(piece) = part.try_next().await.map_err(|error| malformed(&error))? {
                if !kept {
                    continue;
                }
                if content.size.saturating_add(piece.len()) > room {
                    return Err(Failure::of(Code::PayloadTooLarge));
                }
                content.push(&piece).await.map_err(|error| spooling(&error))?;
            }
            match (is_file, kept) {
                (true, true) => form.files.push(Arrived { name, content }),
                (true, false) if self.many.is_some() => {
                    errors.add(self.field, Code::TooMany, format!("at most {most} files"));
                }
                (true, false) => errors.add(self.field, Code::TooMany, "one file at a time"),
                (false, true) => {
                    said = said.saturating_add(content.size);
                    let bytes = content.read().await.map_err(|error| spooling(&error))?;
                    let text = String::from_utf8(bytes.into()).map_err(|_| Failure::of(Code::InvalidMultipart))?;
                    form.texts.push((field, text));
                }
                (false, false) => errors.add(shown(&field), Code::UnknownField, Code::UnknownField.meaning()),
            }
        }
        if self.many.is_none() && form.files.is_empty() {
            errors.add(self.field, Code::Required, format!("the form needs a part {} with the file", self.part));
        }
        errors.finish()?;
        Ok(form)
    }
}

/// The name of a field, if it can be shown.
fn shown(field: &str) -> &str {
    let plain = field.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if plain && (1..=40).contains(&field.len()) { field } else { "form" }
}

/// The name a file was sent under. Browsers escape three characters of it (HTML, multipart/form-data encoding).
fn given_name(header: &ContentDisposition) -> Option<String> {
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
