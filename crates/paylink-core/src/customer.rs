//! Who a merchant asks to pay: one set of checks for customers and for what a link says of its customer.

use crate::{
    Code, FieldErrors, Phone,
    forms::{Patch, PersonForm},
    records::{CustomerRecord, LinkCustomer},
    usecases::fields::{put_email, put_text},
};

/// Writes what `form` says into `person`; fields are named under `path` (`customer.`, or nothing).
pub(crate) fn check_person(path: &str, form: &PersonForm, person: &mut LinkCustomer, errors: &mut FieldErrors) {
    let field = |name: &str| format!("{path}{name}");
    put_text(&field("name"), &form.name, 100, &mut person.name, errors);
    put_text(&field("external_id"), &form.external_id, 64, &mut person.external_id, errors);
    put_email(&field("email"), &form.email, &mut person.email, errors);
    match &form.phone {
        Patch::Keep => {}
        Patch::Clear => person.phone = None,
        Patch::Set(text) => match text.parse::<Phone>() {
            Ok(phone) => person.phone = Some(phone.as_str().to_owned()),
            Err(_) => errors.add(field("phone"), Code::InvalidPhone, Code::InvalidPhone.meaning()),
        },
    }
    match &form.locale {
        Patch::Keep => {}
        Patch::Clear => person.locale = None,
        Patch::Set(tag) if is_language_tag(tag) => person.locale = Some(tag.clone()),
        Patch::Set(_) => errors.add(field("locale"), Code::InvalidValue, "a language tag like en-US"),
    }
}

/// What a link keeps of a customer.
pub(crate) fn person_of(record: &CustomerRecord) -> LinkCustomer {
    LinkCustomer {
        name: record.name.clone(),
        email: record.email.clone(),
        phone: record.phone.clone(),
        external_id: record.external_id.clone(),
        locale: record.locale.clone(),
    }
}

/// What is given of a person, and for the rest what is known.
pub(crate) fn filled(given: LinkCustomer, known: &LinkCustomer) -> LinkCustomer {
    LinkCustomer {
        name: given.name.or_else(|| known.name.clone()),
        email: given.email.or_else(|| known.email.clone()),
        phone: given.phone.or_else(|| known.phone.clone()),
        external_id: given.external_id.or_else(|| known.external_id.clone()),
        locale: given.locale.or_else(|| known.locale.clone()),
    }
}

/// The customer with what `person` says of it.
pub(crate) fn with_person(record: CustomerRecord, person: LinkCustomer) -> CustomerRecord {
    let LinkCustomer { name, email, phone, external_id, locale } = person;
    CustomerRecord { name, email, phone, external_id, locale, ..record }
}

/// Letters and digits in parts of at most eight (RFC 5646, roughly): a reader of tags decides what it knows.
fn is_language_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= 35
        && text.split('-').all(part)
        && text
            .split('-')
            .next()
            .is_some_and(|first| first.len() >= 2 && first.bytes().all(|b| b.is_ascii_alphabetic()))
}
