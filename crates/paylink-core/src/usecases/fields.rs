//! Helpers that read one field of a form into a row, or note what is wrong with it.

use crate::{
    Code, Date, Email, FieldErrors, Timestamp,
    forms::Patch,
    values::{TextError, check_text, contains_card_data, names_card_data},
};
use std::collections::BTreeMap;

/// The code of a broken text rule.
pub(crate) const fn text_code(error: TextError) -> Code {
    match error {
        TextError::Empty | TextError::Invisible => Code::InvalidText,
        TextError::TooLong => Code::TooLong,
        TextError::CardData => Code::CardDataNotAllowed,
    }
}

/// Checks one text against its limit and notes what is wrong.
pub(crate) fn check(field: &str, text: &str, max: usize, errors: &mut FieldErrors) -> bool {
    match check_text(text, max) {
        Ok(()) => true,
        Err(error) => {
            errors.add(field, text_code(error), error.to_string());
            false
        }
    }
}

/// Reads an optional text.
pub(crate) fn put_text(
    field: &str,
    from: &Patch<String>,
    max: usize,
    to: &mut Option<String>,
    errors: &mut FieldErrors,
) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = None,
        Patch::Set(text) => {
            if check(field, text, max, errors) {
                *to = Some(text.clone());
            }
        }
    }
}

/// Reads an optional mail address.
pub(crate) fn put_email(field: &str, from: &Patch<String>, to: &mut Option<String>, errors: &mut FieldErrors) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = None,
        Patch::Set(text) => match text.parse::<Email>() {
            Ok(email) => *to = Some(email.as_str().to_owned()),
            Err(_) => errors.add(field, Code::InvalidEmail, Code::InvalidEmail.meaning()),
        },
    }
}

/// Reads a flag that has a default.
pub(crate) fn put_flag(from: &Patch<bool>, default: bool, to: &mut bool) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = default,
        Patch::Set(flag) => *to = *flag,
    }
}

/// Reads a date.
pub(crate) fn put_date(field: &str, from: &Patch<String>, to: &mut Option<Date>, errors: &mut FieldErrors) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = None,
        Patch::Set(text) => match text.parse() {
            Ok(date) => *to = Some(date),
            Err(_) => errors.add(field, Code::InvalidDate, "a date: YYYY-MM-DD"),
        },
    }
}

/// Reads an instant that may be written as a date, which `of_day` turns into one.
pub(crate) fn put_instant(
    field: &str,
    from: &Patch<String>,
    of_day: impl FnOnce(Date) -> Option<Timestamp>,
    to: &mut Option<Timestamp>,
    errors: &mut FieldErrors,
) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = None,
        Patch::Set(text) => match read_instant(text, of_day) {
            Some(instant) => *to = Some(instant),
            None => errors.add(field, Code::InvalidDate, Code::InvalidDate.meaning()),
        },
    }
}

/// A date or an RFC 3339 time.
pub(crate) fn read_instant(text: &str, of_day: impl FnOnce(Date) -> Option<Timestamp>) -> Option<Timestamp> {
    match text.parse::<Date>() {
        Ok(day) => of_day(day),
        Err(_) => text.parse().ok(),
    }
}

/// Reads a metadata object, which replaces the one before.
pub(crate) fn put_metadata(
    from: &Patch<Vec<(String, String)>>,
    to: &mut BTreeMap<String, String>,
    errors: &mut FieldErrors,
) {
    let entries = match from {
        Patch::Keep => return,
        Patch::Clear => &Vec::new(),
        Patch::Set(entries) => entries,
    };
    if entries.len() > 50 {
        errors.add("metadata", Code::TooMany, "at most 50 keys");
        return;
    }
    for (key, value) in entries {
        check_metadata(key, value, errors);
    }
    *to = entries.iter().cloned().collect();
}

/// Checks one entry of a metadata object.
fn check_metadata(key: &str, value: &str, errors: &mut FieldErrors) {
    if key.chars().nth(40).is_some() {
        errors.add("metadata", Code::TooLong, "keys have at most 40 characters");
        return;
    }
    if check_text(key, 40).is_err() {
        errors.add("metadata", Code::InvalidText, "keys are text without control characters");
        return;
    }
    let field = format!("metadata.{key}");
    if contains_card_data(key) {
        errors.add("metadata", Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
    } else if names_card_data(key) {
        errors.add(field, Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
    } else if !value.is_empty() {
        match check_text(value, 500) {
            Err(TextError::Empty) | Ok(()) => {}
            Err(error) => errors.add(field, text_code(error), error.to_string()),
        }
    }
}
