//! The rules of card fields: number ranges, check digit, expiry, security code.

use super::request::Means;
use crate::scenario;
use paylink_core::{
    Code, FieldErrors, Timestamp,
    records::{Method, MethodDetails},
};

pub(super) struct Fields<'a> {
    pub(super) number: &'a str,
    pub(super) exp_month: &'a str,
    pub(super) exp_year: &'a str,
    pub(super) cvc: &'a str,
}

/// No card is issued for longer than this.
const LONGEST_LIFE_YEARS: u16 = 50;

pub(super) fn vet(fields: &Fields<'_>, now: Timestamp, errors: &mut FieldErrors) -> Option<Means> {
    let number = check_number(fields.number);
    if number.is_none() {
        errors.add("card.number", Code::InvalidValue, "is not a card number");
    }
    let brand = number.as_deref().map(|number| brand_of(number).0);
    if !check_cvc(fields.cvc, brand) {
        errors.add("card.cvc", Code::InvalidValue, "must have 3 digits, 4 on American Express");
    }
    let expiry = check_expiry(fields, now, errors);

    let (number, brand, (exp_month, exp_year)) = (number?, brand?, expiry?);
    let last4 = number.get(number.len().checked_sub(4)?..)?.to_owned();
    let (scenario, refunds) = scenario::of_card(&number);
    Some(Means {
        method: Method::Card,
        details: MethodDetails::Card { brand: brand.to_owned(), last4, exp_month, exp_year },
        scenario,
        refunds,
    })
}

/// The digits alone, if they are a card number of a length its brand issues.
fn check_number(text: &str) -> Option<String> {
    if text.len() > 40 {
        return None;
    }
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if !(13..=19).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    (brand_of(&digits).1.contains(&digits.len()) && passes_luhn(&digits)).then_some(digits)
}

/// Brand and the lengths it issues, by the issuer ranges of ISO/IEC 7812.
fn brand_of(digits: &str) -> (&'static str, &'static [usize]) {
    let prefix = |length: usize| digits.get(..length).and_then(|head| head.parse::<u16>().ok()).unwrap_or(0);
    match (prefix(1), prefix(2), prefix(3), prefix(4)) {
        (4, ..) => ("visa", &[13, 16, 19]),
        (_, 51..=55, ..) | (.., 2221..=2720) => ("mastercard", &[16]),
        (_, 34 | 37, ..) => ("amex", &[15]),
        (_, 65, ..) | (_, _, 644..=649, _) | (.., 6011) => ("discover", &[16, 19]),
        (_, 36 | 38 | 39, ..) | (_, _, 300..=305, _) => ("diners", &[14, 16, 19]),
        (.., 3528..=3589) => ("jcb", &[16, 17, 18, 19]),
        (_, 62, ..) => ("unionpay", &[16, 17, 18, 19]),
        (..) => ("unknown", &[13, 14, 15, 16, 17, 18, 19]),
    }
}

/// The check digit of ISO/IEC 7812-1, annex B.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .zip([false, true].into_iter().cycle())
        .filter_map(|(c, doubled)| Some((c.to_digit(10)?, doubled)))
        .map(|(digit, doubled)| if doubled { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

fn check_cvc(text: &str, brand: Option<&str>) -> bool {
    let fits = match brand {
        Some("amex") => text.len() == 4,
        Some(_) => text.len() == 3,
        None => matches!(text.len(), 3 | 4),
    };
    fits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Month and four-digit year; a card works to the end of its month (UTC).
fn check_expiry(fields: &Fields<'_>, now: Timestamp, errors: &mut FieldErrors) -> Option<(u8, u16)> {
    let today = now.to_offset_date_time();
    let this_year = u16::try_from(today.year()).unwrap_or(u16::MAX);
    let month = small_number(fields.exp_month, &[1, 2]).filter(|month| (1..=12).contains(month));
    let year = small_number(fields.exp_year, &[2, 4])
        .map(|year| if fields.exp_year.len() == 2 { this_year / 100 * 100 + year } else { year })
        .filter(|year| *year <= this_year.saturating_add(LONGEST_LIFE_YEARS));
    if month.is_none() {
        errors.add("card.exp_month", Code::InvalidValue, "must be a month from 1 to 12");
    }
    if year.is_none() {
        errors.add("card.exp_year", Code::InvalidValue, "must be the year the card expires");
    }
    let (month, year) = (u8::try_from(month?).ok()?, year?);
    if year < this_year {
        errors.add("card.exp_year", Code::InvalidValue, "the card has expired");
        return None;
    }
    if year == this_year && month < u8::from(today.month()) {
        errors.add("card.exp_month", Code::InvalidValue, "the card has expired");
        return None;
    }
    Some((month, year))
}

fn small_number(text: &str, lengths: &[usize]) -> Option<u16> {
    let plain = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
