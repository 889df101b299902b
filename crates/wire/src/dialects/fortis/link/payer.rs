//! Who is asked to pay: by addresses of the link's own, by a contact, or both.

use super::API_ID;
use crate::{
    dialects::fortis::read::{Number, id, number, text},
    json::Fields,
};
use paylink_core::{
    forms::{CustomerForm, LinkForm, Patch},
    records::{LinkCustomer, LinkRecord},
};

const EMAIL: usize = 128;

/// A payment link to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// The merchant.
    pub location_id: Option<String>,
    /// A contact by the caller's own id, to be tied with [`tie_contact`] if there is one.
    pub contact_api_id: Option<String>,
    /// Everything else.
    pub form: LinkForm,
}

/// Ties a link to a contact that was found by the caller's own id of it.
pub fn tie_contact(form: &mut LinkForm, contact: String) {
    let said = std::mem::take(&mut form.customer).into_set().unwrap_or_default();
    form.customer = Patch::Set(CustomerForm { id: Some(contact), beside_id: true, ..said });
}

/// What a body says of the payer.
pub(in crate::dialects::fortis) struct Payer {
    contact: Patch<String>,
    /// A contact by the caller's own id.
    pub(in crate::dialects::fortis) contact_api_id: Option<String>,
    /// Mail address.
    pub(in crate::dialects::fortis) email: Patch<String>,
    /// Telephone number.
    pub(in crate::dialects::fortis) phone: Patch<Number>,
}

impl Payer {
    /// A payer who is known by mail.
    pub(in crate::dialects::fortis) fn read(fields: &mut Fields) -> Self {
        Self {
            contact: id(fields, "contact_id"),
            contact_api_id: text(fields, "contact_api_id", API_ID).into_set(),
            email: text(fields, "email", EMAIL),
            phone: Patch::Keep,
        }
    }

    /// A payer who may be known by telephone too.
    pub(in crate::dialects::fortis) fn read_with_phone(fields: &mut Fields) -> Self {
        Self { phone: number(fields, "cell_phone"), ..Self::read(fields) }
    }

    /// Whether a new link is for a contact, whose addresses are not known here.
    pub(in crate::dialects::fortis) const fn is_tied(&self) -> bool {
        self.contact.set().is_some() || self.contact_api_id.is_some()
    }

    /// The digits of a number to which nothing can be sent.
    pub(in crate::dialects::fortis) fn dead_phone(&self) -> Option<String> {
        self.phone.set().and_then(Number::dead).map(str::to_owned)
    }

    /// Whether there is a number to which something can be sent.
    pub(in crate::dialects::fortis) fn reachable_phone(&self) -> bool {
        self.phone.set().is_some_and(|number| number.reachable().is_some())
    }

    /// The payer of a new link.
    pub(in crate::dialects::fortis) fn of_new(self) -> Patch<CustomerForm> {
        let id = self.contact.into_set();
        let customer = CustomerForm {
            beside_id: id.is_some(),
            id,
            email: self.email.into_set(),
            phone: self.phone.set().and_then(Number::reachable).map(str::to_owned),
            ..CustomerForm::default()
        };
        if customer == CustomerForm::default() { Patch::Keep } else { Patch::Set(customer) }
    }

    /// The payer of a link after a change, and whether anything is said of him at all.
    pub(in crate::dialects::fortis) fn laid_over(self, link: &LinkRecord) -> (bool, CustomerForm) {
        let old = link.details.customer.clone().unwrap_or_default();
        let mentioned = self.contact.is_mentioned()
            || self.contact_api_id.is_some()
            || self.email.is_mentioned()
            || self.phone.is_mentioned();
        let id = laid(self.contact, link.customer_id.map(|id| id.to_string()));
        let person = CustomerForm {
            beside_id: id.is_some(),
            id,
            email: laid(self.email, old.email.clone()),
            phone: match self.phone.map(|number| number.reachable().map(str::to_owned)) {
                Patch::Keep => old.phone.clone(),
                Patch::Clear => None,
                Patch::Set(number) => number,
            },
            ..rest_of(&old, link.customer_id.is_some())
        };
        (mentioned, person)
    }
}

/// The payer as a form wants him after a change.
pub(in crate::dialects::fortis) fn payer_patch((mentioned, person): (bool, CustomerForm)) -> Patch<CustomerForm> {
    match (mentioned, person) {
        (false, _) => Patch::Keep,
        (true, person) if person == CustomerForm::default() => Patch::Clear,
        (true, person) => Patch::Set(person),
    }
}

/// A new value over an old one.
fn laid(given: Patch<String>, old: Option<String>) -> Option<String> {
    match given {
        Patch::Keep => old,
        Patch::Clear => None,
        Patch::Set(value) => Some(value),
    }
}

/// What a link says of its payer beside the addresses. A payer with a record is known by that.
fn rest_of(old: &LinkCustomer, recorded: bool) -> CustomerForm {
    let external_id = old.external_id.clone().filter(|_| !recorded);
    CustomerForm { name: old.name.clone(), external_id, locale: old.locale.clone(), ..CustomerForm::default() }
}
