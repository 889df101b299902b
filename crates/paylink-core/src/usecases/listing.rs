//! Lists: limits, cursors that fit only the list they came from, filters.

use crate::{
    Caller, Code, Currency, Date, Error, FieldErrors, MerchantId, Stored, Timestamp, Timezone, TypedId,
    forms::ListQuery,
    ports::{LinkColumn, MoneyColumn, Order, PageOf, Position, SortKey},
    usecases::fields::read_instant,
    values::{AmountError, parse_amount},
    views::Listed,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A list about to be read: its slice, and the mark that its cursors carry.
pub(crate) struct Slice {
    limit: usize,
    after: Option<Position>,
    from: Option<SortKey>,
    mark: [u8; 8],
}

/// What a cursor says beside its mark.
struct Cursor {
    after: Position,
    from: Option<SortKey>,
}

impl Slice {
    /// Reads the slice of a list. `list` and `filter` tell lists apart, so that a cursor of another one is refused.
    pub(crate) fn read(query: &ListQuery, caller: &Caller, list: &str, filter: &str, errors: &mut FieldErrors) -> Self {
        Self::read_sorted(query, caller, (list, filter), no_key, errors)
    }

    /// The same for a list with an order, which is part of `filter`: `read_key` understands its keys.
    pub(crate) fn read_sorted(
        query: &ListQuery,
        caller: &Caller,
        (list, filter): (&str, &str),
        read_key: impl Fn(&str) -> Option<Option<SortKey>>,
        errors: &mut FieldErrors,
    ) -> Self {
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
        let cursor = query.cursor.as_deref().map(|text| read_cursor(text, mark, read_key));
        if matches!(cursor, Some(None)) {
            errors.add("cursor", Code::InvalidParameter, "not a cursor of this list");
        }
        errors.extend(query.unread.clone());
        let cursor = cursor.flatten();
        let from = cursor.as_ref().and_then(|cursor| cursor.from);
        Self { limit: limit.unwrap_or(20), after: cursor.map(|cursor| cursor.after), from, mark }
    }

    /// What to ask of the store: one row more than shown, to learn whether there is more.
    pub(crate) fn page(&self) -> PageOf {
        PageOf { after: self.after, limit: u32::try_from(self.limit).unwrap_or(100).saturating_add(1) }
    }

    /// The key of the row after which the slice begins, for the order of the filter.
    pub(crate) const fn from(&self) -> Option<SortKey> {
        self.from
    }

    /// Cuts the rows to the limit and writes the cursor of the next page.
    pub(crate) fn list<T>(&self, rows: Vec<Stored<T>>, position: impl Fn(&T) -> Position) -> Listed<T> {
        self.list_sorted(rows, |row| (None, position(row)))
    }

    /// The same for rows that have a key as well.
    pub(crate) fn list_sorted<T>(
        &self,
        mut rows: Vec<Stored<T>>,
        place: impl Fn(&T) -> (Option<SortKey>, Position),
    ) -> Listed<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|row| write_cursor(place(&row.value), self.mark));
        Listed { rows: rows.into_iter().map(|row| row.value).collect(), next }
    }
}

/// The position of a row.
pub(crate) fn at<T: TypedId>(created_at: Timestamp, id: T) -> Position {
    Position { created_at, id: id.uuid() }
}

/// Mark, instant and id, then the key as text.
fn write_cursor((key, position): (Option<SortKey>, Position), mark: [u8; 8]) -> String {
    let mut bytes = Vec::with_capacity(48);
    bytes.extend(mark);
    bytes.extend(position.created_at.micros().to_be_bytes());
    bytes.extend(position.id.into_bytes());
    let key = match key {
        None => String::new(),
        Some(SortKey::Instant(at)) => at.micros().to_string(),
        Some(SortKey::Day(day)) => day.to_string(),
        Some(SortKey::Minor(minor)) => minor.to_string(),
    };
    bytes.extend(key.into_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_cursor(text: &str, mark: [u8; 8], read_key: impl Fn(&str) -> Option<Option<SortKey>>) -> Option<Cursor> {
    if text.len() > 80 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (found, rest) = bytes.split_first_chunk::<8>()?;
    let (micros, rest) = rest.split_first_chunk::<8>()?;
    let (id, key) = rest.split_first_chunk::<16>()?;
    let created_at = Timestamp::from_micros(i64::from_be_bytes(*micros)).ok()?;
    let from = read_key(std::str::from_utf8(key).ok()?)?;
    (*found == mark).then_some(Cursor { after: Position { created_at, id: Uuid::from_bytes(*id) }, from })
}

/// The keys of lists from the newest to the oldest: there are none.
fn no_key(text: &str) -> Option<Option<SortKey>> {
    text.is_empty().then_some(None)
}

/// Reads a key of links in this order.
pub(crate) fn link_key(by: LinkColumn) -> impl Fn(&str) -> Option<Option<SortKey>> {
    move |text| match by {
        LinkColumn::Created => no_key(text),
        LinkColumn::Updated => Some(Some(SortKey::Instant(Timestamp::from_micros(text.parse().ok()?).ok()?))),
        LinkColumn::DueDate if text.is_empty() => Some(None),
        LinkColumn::DueDate => Some(Some(SortKey::Day(text.parse().ok()?))),
        LinkColumn::Amount => Some(Some(SortKey::Minor(text.parse().ok()?))),
    }
}

/// Reads a key of payments and refunds in this order.
pub(crate) fn money_key(by: MoneyColumn) -> impl Fn(&str) -> Option<Option<SortKey>> {
    move |text| match by {
        MoneyColumn::Created => no_key(text),
        MoneyColumn::Amount => Some(Some(SortKey::Minor(text.parse().ok()?))),
    }
}

/// The order asked for: a column, with `-` from the largest down.
pub(crate) fn order_filter<C: Default>(
    text: Option<&str>,
    named: impl Fn(&str) -> Option<C>,
    errors: &mut FieldErrors,
) -> Order<C> {
    let Some(text) = text else { return Order::default() };
    let (up, name) = text.strip_prefix('-').map_or((true, text), |name| (false, name));
    let by = named(name);
    if by.is_none() {
        errors.add("sort", Code::InvalidParameter, "not a column this list is sorted by");
    }
    Order { by: by.unwrap_or_default(), up, from: None }
}

/// A currency, and the least and largest amount in it; amounts without a currency say nothing.
pub(crate) fn amount_filter(
    currency: Option<&str>,
    (least, most): (Option<&str>, Option<&str>),
    errors: &mut FieldErrors,
) -> (Option<Currency>, Option<i64>, Option<i64>) {
    let known = name_filter("currency", currency, Currency::named, errors);
    if currency.is_none() && (least.is_some() || most.is_some()) {
        errors.add("currency", Code::InvalidParameter, "amounts are compared in one currency: name it");
    }
    let mut read = |field: &str, text: Option<&str>| {
        let parsed = parse_amount(text?, known.unwrap_or(Currency::USD), true);
        match parsed {
            Ok(money) => Some(money.minor),
            // what the decimals of a currency are is unknown without it
            Err(AmountError::TooManyDecimals) if known.is_none() => None,
            Err(error) => {
                errors.add(field, Code::InvalidParameter, error.to_string());
                None
            }
        }
    };
    let (least, most) = (read("amount_min", least), read("amount_max", most));
    (known, least, most)
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

/// A filter by a mail address.
pub(crate) fn mail_filter(field: &str, text: Option<&str>, errors: &mut FieldErrors) -> Option<String> {
    let text = text?;
    if text.is_empty() || text.len() > 254 || text.contains('\0') {
        errors.add(field, Code::InvalidParameter, "a mail address");
    }
    Some(text.to_owned())
}

/// Bounds on the time of creation; both are exclusive, a date means its first instant in UTC.
pub(crate) fn created_filter(
    after: Option<&str>,
    before: Option<&str>,
    errors: &mut FieldErrors,
) -> (Option<Timestamp>, Option<Timestamp>) {
    span_filter(("created_after", after), ("created_before", before), errors)
}

/// Bounds on a time, each with its name.
pub(crate) fn span_filter(
    (after, from): (&str, Option<&str>),
    (before, until): (&str, Option<&str>),
    errors: &mut FieldErrors,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let mut read = |field: &str, text: Option<&str>| {
        let instant = read_instant(text?, |day| Timezone::utc().start_of(day));
        if instant.is_none() {
            errors.add(field, Code::InvalidParameter, "a date or an RFC 3339 time");
        }
        instant
    };
    let from = read(after, from).map(|at| at.plus(std::time::Duration::from_micros(1)));
    (from, read(before, until))
}

/// Bounds on the due date; both are exclusive.
pub(crate) fn due_filter(
    after: Option<&str>,
    before: Option<&str>,
    errors: &mut FieldErrors,
) -> (Option<Date>, Option<Date>) {
    let mut read = |field: &str, text: Option<&str>| {
        let day = text?.parse().ok();
        if day.is_none() {
            errors.add(field, Code::InvalidParameter, "a date: YYYY-MM-DD");
        }
        day
    };
    (read("due_after", after).map(Date::next), read("due_before", before))
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
