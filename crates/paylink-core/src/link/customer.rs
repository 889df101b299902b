//! Who is asked to pay, and by which way.

use crate::{
    Code, CustomerId, FieldErrors,
    customer::{check_person, filled, person_of},
    forms::{CustomerForm, LinkForm, Patch},
    records::{CustomerRecord, Delivery, LinkCustomer, LinkRecord},
    usecases::address_field,
};

/// What the merchant's records say of the customer that a form names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Known<'a> {
    /// The merchant is not known, so nobody looked.
    Unasked,
    /// No record.
    Nobody,
    /// This one.
    Record(&'a CustomerRecord),
}

/// Writes customer and delivery into `draft`.
pub(super) fn apply_customer(
    form: &LinkForm,
    exists: bool,
    known: Known<'_>,
    draft: &mut LinkRecord,
    errors: &mut FieldErrors,
) {
    match &form.customer {
        Patch::Keep => {}
        Patch::Clear => (draft.details.customer, draft.customer_id) = (None, None),
        Patch::Set(customer) => {
            (draft.details.customer, draft.customer_id) = apply_person(customer, known, errors);
        }
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
    let elsewhere = form.customer.set().is_some_and(|form| is_elsewhere(form, known)) || errors.names("customer.id");
    let customer = draft.details.customer.as_ref();
    for channel in draft.details.delivery.channels().iter().filter(|_| asked && !elsewhere) {
        let found = customer.is_some_and(|customer| customer.address(*channel).is_some());
        if !found && !errors.names(address_field(*channel)) {
            errors.add(address_field(*channel), Code::Required, "this delivery needs the address");
        }
    }
}

/// The person a form is about, and the record of it, if there is one.
pub(crate) fn apply_person(
    form: &CustomerForm,
    known: Known<'_>,
    errors: &mut FieldErrors,
) -> (Option<LinkCustomer>, Option<CustomerId>) {
    let person = read_customer(form, known, errors);
    let id = match known {
        Known::Record(record) => Some(record.id),
        Known::Unasked | Known::Nobody => None,
    };
    (Some(person).filter(|person| *person != LinkCustomer::default()), id)
}

/// Whether the addresses may stand in a record that nobody looked for.
fn is_elsewhere(form: &CustomerForm, known: Known<'_>) -> bool {
    matches!(known, Known::Unasked) && (form.id.is_some() || form.external_id.is_some())
}

/// The person a form is about: the customer's record as it is now, or what is said, filled up from the record.
fn read_customer(form: &CustomerForm, known: Known<'_>, errors: &mut FieldErrors) -> LinkCustomer {
    let mut said = LinkCustomer::default();
    check_person("customer.", &form.person(), &mut said, errors);
    let recorded = match known {
        Known::Record(record) => person_of(record),
        Known::Unasked | Known::Nobody => LinkCustomer::default(),
    };
    if form.id.is_none() || (form.beside_id && matches!(known, Known::Record(_))) {
        return filled(said, &recorded);
    }
    if !form.beside_id && form.person() != crate::forms::PersonForm::default() {
        errors.add("customer.id", Code::NotSupported, "either the id of a customer or everything else");
    }
    if matches!(known, Known::Nobody) {
        errors.add("customer.id", Code::InvalidId, "the merchant has no such customer");
    }
    recorded
}
