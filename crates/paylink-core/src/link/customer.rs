//! Who is asked to pay, and by which way.

use crate::{
    Code, Email, FieldErrors, Phone,
    forms::{CustomerForm, LinkForm, Patch},
    records::{Delivery, LinkCustomer, LinkRecord},
    usecases::{address_field, fields::check},
};

/// Writes customer and delivery into `draft`.
pub(super) fn apply_customer(form: &LinkForm, exists: bool, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    match &form.customer {
        Patch::Keep => {}
        Patch::Clear => draft.details.customer = None,
        Patch::Set(customer) => draft.details.customer = read_customer(customer, errors),
    }
    match &form.delivery {
        Patch::Keep => {}
        Patch::Clear => draft.details.delivery = Delivery::None,
        Patch::Set(name) => match Delivery::named(name) {
            Some(delivery) => draft.details.delivery = delivery,
            None => errors.add("delivery", Code::InvalidValue, "none, email, sms or both"),
        },
    }
    // a delivery that was fulfilled may outlive its address, but none is asked for without one
    let asked = !exists || form.delivery.set().is_some() || form.customer.is_mentioned();
    let customer = draft.details.customer.as_ref();
    for channel in draft.details.delivery.channels().iter().filter(|_| asked) {
        let known = customer.is_some_and(|customer| customer.address(*channel).is_some());
        if !known && !errors.names(address_field(*channel)) {
            errors.add(address_field(*channel), Code::Required, "this delivery needs the address");
        }
    }
}

/// Reads the field `customer`; `None` when it says nothing.
pub(crate) fn read_customer(customer: &CustomerForm, errors: &mut FieldErrors) -> Option<LinkCustomer> {
    let mut text = |field: &str, value: &Option<String>, max| {
        value.clone().filter(|text| check(&format!("customer.{field}"), text, max, errors))
    };
    let name = text("name", &customer.name, 100);
    let external_id = text("external_id", &customer.external_id, 64);
    let email = customer.email.as_deref().and_then(|email| match email.parse::<Email>() {
        Ok(email) => Some(email.as_str().to_owned()),
        Err(_) => {
            errors.add("customer.email", Code::InvalidEmail, Code::InvalidEmail.meaning());
            None
        }
    });
    let phone = customer.phone.as_deref().and_then(|phone| match phone.parse::<Phone>() {
        Ok(phone) => Some(phone.as_str().to_owned()),
        Err(_) => {
            errors.add("customer.phone", Code::InvalidPhone, Code::InvalidPhone.meaning());
            None
        }
    });
    let locale = customer.locale.clone().filter(|locale| {
        let good = is_language_tag(locale);
        if !good {
            errors.add("customer.locale", Code::InvalidValue, "a language tag like en-US");
        }
        good
    });
    Some(LinkCustomer { name, email, phone, external_id, locale })
        .filter(|customer| *customer != LinkCustomer::default())
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
