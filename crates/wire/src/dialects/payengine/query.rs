//! Query parameters of lists. Unknown ones do not matter.

use super::status::{LinkWord, TransactionWord};
use paylink_core::{Code, Date, FieldErrors, Timestamp, records::Method};

/// Rows of a page: at least, at most, and when nothing is asked for.
const LIMITS: (u64, u64) = (10, 500);
/// Merchants of a page, likewise; the default is 10 as well.
const SIZES: (u64, u64) = (1, 100);
/// Pages beyond this one are empty.
const LAST_PAGE: u64 = 1_000_000;

/// Name and value of each parameter, decoded, in order.
pub type Pairs = [(String, String)];

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// From 1.
    pub page: u64,
    /// Rows of a full page.
    pub limit: u64,
}

impl Paging {
    /// How many rows lie before the page.
    #[must_use]
    pub const fn skip(self) -> u64 {
        self.page.saturating_sub(1).saturating_mul(self.limit)
    }
}

/// Which links of a merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkList {
    /// Which page.
    pub paging: Paging,
    /// Only those with this status.
    pub status: Option<LinkWord>,
}

/// Reads the parameters of `GET /api/merchant/{merchant_id}/payment-link`. A limit out of bounds is moved to the next
/// one that is allowed.
///
/// # Errors
/// `invalid_parameter`.
pub fn link_list(pairs: &Pairs) -> Result<LinkList, paylink_core::Error> {
    let mut errors = FieldErrors::default();
    let paging = paging(pairs, ("limit", LIMITS), &mut errors);
    let (name, text) = first(pairs, &["status", "payment_link_status"]).unwrap_or_default();
    let status = LinkWord::named(text);
    if !text.is_empty() && status.is_none() {
        errors.add(name, Code::InvalidParameter, "ACTIVE, INACTIVE, COMPLETED or CANCELLED");
    }
    errors.finish()?;
    Ok(LinkList { paging, status })
}

/// Reads the parameters of `GET /api/merchant`.
///
/// # Errors
/// `invalid_parameter`.
pub fn merchant_list(pairs: &Pairs) -> Result<Paging, paylink_core::Error> {
    let mut errors = FieldErrors::default();
    let paging = paging(pairs, ("size", SIZES), &mut errors);
    errors.finish()?;
    Ok(paging)
}

/// Which transactions of a merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Which page.
    pub paging: Paging,
    /// Those of this link.
    pub payment_link_id: Option<String>,
    /// By this method.
    pub method: Option<Method>,
    /// In one of these states; none: in any.
    pub statuses: Vec<TransactionWord>,
    /// Begun at or after.
    pub from: Option<Timestamp>,
    /// Begun before.
    pub until: Option<Timestamp>,
    /// At least this, decimal text.
    pub amount_from: Option<String>,
    /// At most this, decimal text.
    pub amount_to: Option<String>,
    /// Payments, refunds or the caller's own ids; none: any.
    pub ids: Vec<String>,
    /// Nothing can match: batches, subscriptions and disputes are unknown here.
    pub nothing: bool,
}

/// Reads the parameters of `GET /api/merchant/{merchant_id}/transaction`.
///
/// # Errors
/// `invalid_parameter`.
pub fn search(pairs: &Pairs) -> Result<Search, paylink_core::Error> {
    let mut errors = FieldErrors::default();
    let paging = paging(pairs, ("limit", LIMITS), &mut errors);
    let text = |name: &str| first(pairs, &[name]).map(|(_, text)| text.to_owned());
    let method = first(pairs, &["method"]).and_then(|(_, text)| match text {
        "Credit Card" => Some(Method::Card),
        "ACH" => Some(Method::Ach),
        _ => {
            errors.add("method", Code::InvalidParameter, "Credit Card or ACH");
            None
        }
    });
    let mut statuses = Vec::new();
    let named = |name: &str| ["status", "statuses"].contains(&name.split_once('[').map_or(name, |(head, _)| head));
    for (name, text) in pairs.iter().filter(|(name, text)| named(name) && !text.is_empty()) {
        match TransactionWord::named(text) {
            Some(word) => statuses.push(word),
            None => errors.add(
                shown(name),
                Code::InvalidParameter,
                "succeeded, failed, refunded, partialRefund, pending or canceled",
            ),
        }
    }
    let from = instant(pairs, "date[from]", false, &mut errors);
    let until = instant(pairs, "date[to]", true, &mut errors);
    let ids = text("ids").unwrap_or_default();
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let set = |name: &str| first(pairs, &[name]).is_some();
    let only_disputes = first(pairs, &["only_disputes"]).is_some_and(|(_, text)| text == "true" || text == "1");
    let search = Search {
        paging,
        payment_link_id: text("payment_link_id"),
        method,
        statuses,
        from,
        until,
        amount_from: text("amount[from]"),
        amount_to: text("amount[to]"),
        ids,
        nothing: only_disputes || set("batch_id") || set("subscription_id"),
    };
    errors.finish()?;
    Ok(search)
}

fn paging(pairs: &Pairs, (size, (least, most)): (&str, (u64, u64)), errors: &mut FieldErrors) -> Paging {
    let mut whole = |name: &str, default: u64| match first(pairs, &[name]) {
        None => default,
        // more digits than a number holds is still a number
        Some((_, text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().unwrap_or(u64::MAX),
        Some((name, _)) => {
            errors.add(name, Code::InvalidParameter, "a whole number");
            default
        }
    };
    Paging { page: whole("page", 1).clamp(1, LAST_PAGE), limit: whole(size, 10).clamp(least, most) }
}

/// The first of these parameters that says something.
fn first<'a>(pairs: &'a Pairs, names: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let found = pairs.iter().find(|(name, text)| names.contains(&name.as_str()) && !text.is_empty());
    found.map(|(name, text)| (name.as_str(), text.as_str()))
}

/// Unix seconds, a day or a time; as an end, a day or second is meant whole.
fn instant(pairs: &Pairs, name: &str, end: bool, errors: &mut FieldErrors) -> Option<Timestamp> {
    let (_, text) = first(pairs, &[name])?;
    let seconds = |text: &str| {
        let seconds: i64 = text.parse().ok()?;
        let seconds = if end { seconds.checked_add(1)? } else { seconds };
        Timestamp::from_micros(seconds.checked_mul(1_000_000)?).ok()
    };
    let day = |text: &str| {
        let day: Date = text.parse().ok()?;
        let day = if end { day.plus_days(1)? } else { day };
        format!("{day}T00:00:00Z").parse().ok()
    };
    let found = seconds(text).or_else(|| day(text)).or_else(|| text.parse().ok());
    if found.is_none() {
        errors.add(name, Code::InvalidParameter, "seconds since 1970, a date or a time");
    }
    found
}

/// A parameter's name as it may stand in an answer: a name, never somebody's data.
fn shown(name: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_[]".contains(&byte);
    if name.len() <= 40 && name.bytes().all(plain) { name } else { "?" }
}
