//! Fields of the caller's own on a link: kept as they were given, within limits.

use crate::{
    Code, FieldErrors,
    forms::{LinkForm, Patch},
    records::{CustomField, LinkRecord},
    usecases::fields::check,
    values::contains_card_data,
};

const MAX_FIELDS: usize = 50;
const MAX_CODE: usize = 50;
const MAX_TEXT: usize = 500;
/// What else may be said of one field: so many names, and so many characters each.
const MAX_MORE: usize = 20;
const MAX_NAME: usize = 40;

/// Writes the fields into `draft`.
pub(super) fn apply_custom_fields(form: &LinkForm, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    let fields = match &form.custom_fields {
        Patch::Keep => return,
        Patch::Clear => &Vec::new(),
        Patch::Set(fields) => fields,
    };
    if fields.len() > MAX_FIELDS {
        errors.add("custom_fields", Code::TooMany, format!("at most {MAX_FIELDS} fields"));
        return;
    }
    for (place, field) in fields.iter().enumerate() {
        check_field(&format!("custom_fields.{place}"), field, errors);
    }
    draft.details.custom_fields.clone_from(fields);
}

fn check_field(path: &str, field: &CustomField, errors: &mut FieldErrors) {
    // an empty text says nothing wrong
    let mut text = |name: &str, text: Option<&str>, max: usize| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            check(&format!("{path}.{name}"), text, max, errors);
        }
    };
    text("code", field.code.as_deref(), MAX_CODE);
    text("label", Some(&field.label), MAX_TEXT);
    text("value", field.value.as_deref(), MAX_TEXT);
    if field.more.len() > MAX_MORE {
        errors.add(path, Code::TooMany, format!("at most {MAX_MORE} other names"));
    }
    for (name, json) in &field.more {
        if name.chars().nth(MAX_NAME).is_some() || json.chars().nth(MAX_TEXT).is_some() {
            errors.add(path, Code::TooLong, Code::TooLong.meaning());
        }
        if contains_card_data(name) || contains_card_data(json) {
            errors.add(path, Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
        }
    }
}
