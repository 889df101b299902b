//! Creating and changing a payment link: everything but the merchant lies under `data`.

use super::super::{
    address::{Address, merged},
    metadata, times,
};
use super::customer::customer;
use crate::json::{Fields, Object};
use paylink_core::{
    Code,
    forms::{LinkForm, Patch},
    records::LinkRecord,
};
use std::collections::BTreeMap;

/// A link to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Whose link; required of callers that are not bound to one merchant.
    pub merchant_id: Option<String>,
    /// Everything else.
    pub form: LinkForm,
}

/// A change of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkChange {
    /// Whose link it is; it cannot change.
    pub merchant_id: Option<String>,
    /// Everything else.
    form: LinkForm,
    /// Where its customer lives.
    address: Patch<Address>,
}

impl LinkChange {
    /// Whether what is to be changed depends on the link as it is.
    #[must_use]
    pub const fn looks_at_link(&self) -> bool {
        self.merchant_id.is_some() || self.form.metadata.is_mentioned() || self.address.is_mentioned()
    }

    /// The change of `link`; without one, of a link that it does not look at.
    #[must_use]
    pub fn form(self, link: Option<&LinkRecord>) -> LinkForm {
        let none = BTreeMap::new();
        let before = link.map_or(&none, |link| &link.details.metadata);
        LinkForm { metadata: merged(before, self.form.metadata, &self.address), ..self.form }
    }
}

/// Reads the body of `POST /api/payment-link`.
#[must_use]
pub fn create_link(body: Object) -> NewLink {
    let (merchant_id, form, address) = link(body, false);
    let metadata = merged(&BTreeMap::new(), form.metadata, &address);
    NewLink { merchant_id, form: LinkForm { metadata, ..form } }
}

/// Reads the body of `PUT` and `PATCH /api/payment-link/{id}`: what is not mentioned stays, `null` clears.
#[must_use]
pub fn update_link(body: Object) -> LinkChange {
    let (merchant_id, form, address) = link(body, true);
    LinkChange { merchant_id, form, address }
}

fn link(body: Object, exists: bool) -> (Option<String>, LinkForm, Patch<Address>) {
    let mut fields = Fields::lenient(body);
    let merchant_id = fields.text("merchant_id").into_set();
    let (form, address) = match fields.object("data", |data| read(data, exists)) {
        Patch::Set(read) => read,
        Patch::Keep | Patch::Clear => {
            // one that was no object has been refused already
            fields.refuse("data", Code::Required, "an object with the fields of the link");
            (LinkForm::default(), Patch::Keep)
        }
    };
    (merchant_id, LinkForm { may_have_ended: true, unread: fields.finish(), ..form }, address)
}

fn read(data: &mut Fields, exists: bool) -> (LinkForm, Patch<Address>) {
    let (amount, card_amount, ach_amount) = amounts(data, exists);
    let (customer, address) = customer(data);
    let form = LinkForm {
        amount,
        card_amount,
        ach_amount,
        card_amount_note: data.text("cc_amount_note"),
        ach_amount_note: data.text("ach_amount_note"),
        currency: data.text("currency_code"),
        payment_methods: methods(data),
        usage: data.flag("one_time_only").map(|once| if once { "one_time" } else { "multi_use" }.to_owned()),
        starts_at: data.text("start_date").map(times::start_text),
        ends_at: data.text("end_date").map(times::end_text),
        description: data.text("description"),
        order_number: data.text("order_number"),
        sales_tax: data.amount("sales_tax"),
        slug: data.text("slug_id"),
        internal_transaction_id: data.text("internal_transaction_id"),
        metadata: metadata::read(data),
        customer,
        save_payment_method: data.flag("save_card_consent"),
        captcha: data.flag("enable_captcha"),
        ..LinkForm::default()
    };
    (form, address)
}

/// The amounts that `use_same_amount` says count; the others are not read.
fn amounts(data: &mut Fields, exists: bool) -> (Patch<String>, Patch<String>, Patch<String>) {
    let same = data.flag("use_same_amount").into_set();
    let (one, card, ach) = (data.amount("amount"), data.amount("cc_amount"), data.amount("ach_amount"));
    let pair = card.set().is_some() || ach.set().is_some();
    match same {
        Some(true) => {
            require(data, "amount", &one, "required when use_same_amount is true");
            (one, Patch::Keep, Patch::Keep)
        }
        Some(false) => {
            require(data, "cc_amount", &card, "required when use_same_amount is false");
            require(data, "ach_amount", &ach, "required when use_same_amount is false");
            (Patch::Keep, card, ach)
        }
        // the default of a new link is one amount
        None if !exists && pair => {
            let detail = "required, unless use_same_amount is false and cc_amount and ach_amount are given";
            require(data, "amount", &one, detail);
            let surplus = if card.set().is_some() { "cc_amount" } else { "ach_amount" };
            data.refuse(surplus, Code::NotSupported, "only when use_same_amount is false");
            (one, Patch::Keep, Patch::Keep)
        }
        None => (one, unset(card), unset(ach)),
    }
}

fn require(data: &mut Fields, name: &str, value: &Patch<String>, detail: &str) {
    if value.set().is_none() {
        data.refuse(name, Code::Required, detail);
    }
}

/// A field that is `null` wherever it does not apply says nothing then.
fn unset(value: Patch<String>) -> Patch<String> {
    value.into_set().map_or(Patch::Keep, Patch::Set)
}

fn methods(data: &mut Fields) -> Patch<Vec<String>> {
    let names = data.texts("payment_methods");
    let known = |name: &String| match name.as_str() {
        "CC_DC" => Some("card".to_owned()),
        "ACH" => Some("ach".to_owned()),
        _ => None,
    };
    match names {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(names) => match names.iter().map(known).collect::<Option<Vec<_>>>() {
            // an empty list means all methods
            Some(methods) if methods.is_empty() => Patch::Clear,
            Some(methods) => Patch::Set(methods),
            None => {
                data.refuse("payment_methods", Code::InvalidValue, "a list of CC_DC and ACH");
                Patch::Keep
            }
        },
    }
}
