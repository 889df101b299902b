//! Lists: limits, cursors that fit only the list they came from, filters.

use crate::{
    Caller, Code, Error, FieldErrors, MerchantId, Stored, Timestamp, Timezone, TypedId,
    forms::ListQuery,
    ports::{PageOf, Position},
    usecases::fields::read_instant,
    views::Listed,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A list about to be read: its slice, and the mark that its cursors carry.
pub(crate) struct Slice {
    limit: usize,
    after: Option<Position>,
    mark: [u8; 8],
}

impl Slice {
    /// Reads the slice of a list. `list` and `filter` tell lists apart, so that a cursor of another one is refused.
    pub(crate) fn read(query: &ListQuery, caller: &Caller, list: &str, filter: &str, errors: &mut FieldErrors) -> Self {
        let limit = match query.limit.as_deref() {
            None => Some(20),
            Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok().filter(|limit| (1..=100).contains(limit))
            }
            Some(_) => None,
        };
        if limit.is_none() {
            errors.add("limit", Code::InvalidParameter, "a whole number from 1 to 100");
        }
        let digest = Sha256::digest(format!("{list}\n{}\n{filter}", caller.scope()));
        let mark = digest.first_chunk().copied().unwrap_or_default();
        let after = query.cursor.as_deref().map(|text| read_cursor(text, mark));
        if after == Some(None) {
            errors.add("cursor", Code::InvalidParameter, "not a cursor of this list");
        }
        errors.extend(query.unread.clone());
        Self { limit: limit.unwrap_or(20), after: after.flatten(), mark }
    }

    /// What to ask of the store: one row more than shown, to learn whether there is more.
    pub(crate) fn page(&self) -> PageOf {
        PageOf { after: self.after, limit: u32::try_from(self.limit).unwrap_or(100).saturating_add(1) }
    }

    /// Cuts the rows to the limit and writes the cursor of the next page.
    pub(crate) fn list<T>(&self, mut rows: Vec<Stored<T>>, position: impl Fn(&T) -> Position) -> Listed<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|row| write_cursor(position(&row.value), self.mark));
        Listed { rows: rows.into_iter().map(|row| row.value).collect(), next }
    }
}

/// The position of a row.
pub(crate) fn at<T: TypedId>(created_at: Timestamp, id: T) -> Position {
    Position { created_at, id: id.uuid() }
}

fn write_cursor(position: Position, mark: [u8; 8]) -> String {
    let mut bytes = Vec::with_capacity(32);
    bytes.extend(mark);
    bytes.extend(position.created_at.micros().to_be_bytes());
    bytes.extend(position.id.into_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(text: &str, mark: [u8; 8]) -> Option<Position> {
    if text.len() != 43 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (found, rest) = bytes.split_first_chunk::<8>()?;
    let (micros, id) = rest.split_first_chunk::<8>()?;
    let created_at = Timestamp::from_micros(i64::from_be_bytes(*micros)).ok()?;
    (*found == mark).then_some(Position { created_at, id: Uuid::from_slice(id).ok()? })
}

/// A filter by id: garbage is a wrong parameter.
pub(crate) fn id_filter<T: TypedId>(field: &str, text: Option<&str>, errors: &mut FieldErrors) -> Option<T> {
    let id = text?.parse().ok();
    if id.is_none() {
        errors.add(field, Code::InvalidParameter, format!("an id that begins with {}_", T::PREFIX));
    }
    id
}

/// A filter by one of a few names.
pub(crate) fn name_filter<T>(
    field: &str,
    text: Option<&str>,
    named: impl Fn(&str) -> Option<T>,
    errors: &mut FieldErrors,
) -> Option<T> {
    let value = named(text?);
    if value.is_none() {
        errors.add(field, Code::InvalidParameter, "not one of the values allowed");
    }
    value
}

/// A filter by a text that is compared exactly.
pub(crate) fn text_filter(field: &str, text: Option<&str>, errors: &mut FieldErrors) -> Option<String> {
    let text = text?;
    if text.is_empty() || text.chars().nth(64).is_some() || text.contains('\0') {
        errors.add(field, Code::InvalidParameter, "1 to 64 characters");
    }
    Some(text.to_owned())
}

/// Bounds on the time of creation; both are exclusive, a date means its first instant in UTC.
pub(crate) fn created_filter(
    after: Option<&str>,
    before: Option<&str>,
    errors: &mut FieldErrors,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let mut read = |field: &str, text: Option<&str>| {
        let instant = read_instant(text?, |day| Timezone::utc().start_of(day));
        if instant.is_none() {
            errors.add(field, Code::InvalidParameter, "a date or an RFC 3339 time");
        }
        instant
    };
    let from = read("created_after", after).map(|at| at.plus(std::time::Duration::from_micros(1)));
    (from, read("created_before", before))
}

/// The merchant a list is cut to: the caller's own, or the one asked for. `None` inside means: none to be seen.
pub(crate) fn merchant_filter(
    caller: &Caller,
    text: Option<&str>,
    errors: &mut FieldErrors,
) -> Result<Option<MerchantId>, Error> {
    let asked = id_filter("merchant_id", text, errors);
    match (caller.merchant(), asked) {
        (Some(own), Some(other)) if own != other => Err(Error::of(Code::NotFound)),
        (Some(own), _) => Ok(Some(own)),
        (None, asked) => Ok(asked),
    }
}
