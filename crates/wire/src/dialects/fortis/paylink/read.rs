//! Creating and changing a paylink.

use super::kept;
use crate::{
    dialects::fortis::{
        read::{Kept, Number, flag, id, number, open, text, whole},
        show::account,
    },
    json::{Fields, Object},
};
use paylink_core::{
    Code,
    forms::{CustomerForm, LinkForm, Patch},
    records::{LinkCustomer, LinkRecord, Method},
};
use std::collections::BTreeMap;

const DESCRIPTION: usize = 64;
const EMAIL: usize = 128;
const API_ID: usize = 64;

/// A paylink to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPaylink {
    /// The merchant.
    pub location_id: Option<String>,
    /// A contact by the caller's own id, to be tied with [`tie_contact`] if there is one.
    pub contact_api_id: Option<String>,
    /// Everything else.
    pub form: LinkForm,
}

/// Reads the body of `POST /v2/paylinks`, sent with the API key `by`. Fields that are not known are left aside.
#[must_use]
pub fn create_paylink(body: Object, by: Option<&str>) -> NewPaylink {
    let mut fields = open(body, "paylink");
    let location_id = id(&mut fields, "location_id").into_set();
    if location_id.is_none() {
        fields.refuse("location_id", Code::Required, "the location it is for is required");
    }
    let mut kept = Kept::from(&BTreeMap::new());
    let card = id(&mut fields, kept::CARD);
    let ach = id(&mut fields, kept::ACH);
    let named = [(Method::Card, card, kept::CARD), (Method::Ach, ach, kept::ACH)];
    let methods: Vec<String> = named
        .iter()
        .filter(|(_, account, _)| account.set().is_some())
        .map(|(method, _, _)| method.name().to_owned())
        .collect();
    for (method, given, name) in named {
        keep_account(&mut kept, location_id.as_deref(), (method, name), given);
    }
    let contact = id(&mut fields, "contact_id").into_set();
    let contact_api_id = text(&mut fields, "contact_api_id", API_ID).into_set();
    let email = text(&mut fields, "email", EMAIL).into_set();
    let phone = number(&mut fields, "cell_phone").into_set();
    if let Some(digits) = phone.as_ref().and_then(Number::dead) {
        kept.put(kept::PHONE, Patch::Set(digits.to_owned()));
    }
    if let Some(by) = by {
        kept.put(kept::MADE_BY, Patch::Set(by.to_owned()));
    }
    let tied = contact.is_some() || contact_api_id.is_some();
    let asked = whole(&mut fields, "delivery_method", (0, 3)).into_set();
    let ways = asked.map_or((email.is_some(), phone.is_some()), ways_of);
    if asked.is_some() {
        require_address(&mut fields, ways, (email.is_some() || tied, phone.is_some()));
    }
    let reachable = phone.as_ref().and_then(Number::reachable).map(str::to_owned);
    let delivery = delivery_of((ways.0 && (email.is_some() || tied), ways.1 && reachable.is_some()));
    let customer =
        CustomerForm { beside_id: contact.is_some(), id: contact, email, phone: reachable, ..CustomerForm::default() };
    let form = LinkForm {
        amount: fields.amount("amount_due"),
        payment_methods: if methods.is_empty() { Patch::Keep } else { Patch::Set(methods) },
        customer: if customer == CustomerForm::default() { Patch::Keep } else { Patch::Set(customer) },
        delivery: Patch::Set(delivery.to_owned()),
        ..shared(&mut fields)
    };
    NewPaylink {
        location_id,
        contact_api_id,
        form: LinkForm { metadata: kept.into_patch(), unread: fields.finish(), ..form },
    }
}

/// Reads the body of `PUT /v2/paylinks/{id}`, sent with the API key `by`, for the link as it is.
#[must_use]
pub fn update_paylink(body: Object, link: &LinkRecord, by: Option<&str>) -> (LinkForm, Option<String>) {
    let mut fields = open(body, "paylink");
    let mut kept = Kept::from(&link.details.metadata);
    let merchant = link.merchant_id.to_string();
    let methods = methods_now(&mut fields, &mut kept, link, &merchant);
    let old = link.details.customer.clone().unwrap_or_default();
    let contact = id(&mut fields, "contact_id");
    let contact_api_id = text(&mut fields, "contact_api_id", API_ID).into_set();
    let email = text(&mut fields, "email", EMAIL);
    let phone = number(&mut fields, "cell_phone");
    let asked = whole(&mut fields, "delivery_method", (0, 3)).into_set();
    if phone.is_mentioned() {
        let dead = phone.set().and_then(Number::dead);
        kept.put(kept::PHONE, dead.map_or(Patch::Clear, |digits| Patch::Set(digits.to_owned())));
    }
    if let Some(by) = by {
        kept.put(kept::CHANGED_BY, Patch::Set(by.to_owned()));
    }
    let mentioned = contact.is_mentioned() || contact_api_id.is_some() || email.is_mentioned() || phone.is_mentioned();
    let number = phone.map(|number| number.reachable().map(str::to_owned));
    let person = CustomerForm {
        id: laid(contact, link.customer_id.map(|id| id.to_string())),
        email: laid(email, old.email.clone()),
        phone: match number {
            Patch::Keep => old.phone.clone(),
            Patch::Clear => None,
            Patch::Set(number) => number,
        },
        ..rest_of(&old, link.customer_id.is_some())
    };
    let delivery = asked.map(|asked| {
        let ways = ways_of(asked);
        let tied = person.id.is_some() || contact_api_id.is_some();
        let has_number = person.phone.is_some() || kept.has(kept::PHONE);
        require_address(&mut fields, ways, (person.email.is_some() || tied, has_number));
        delivery_of((ways.0 && (person.email.is_some() || tied), ways.1 && person.phone.is_some())).to_owned()
    });
    let person = CustomerForm { beside_id: person.id.is_some(), ..person };
    let empty = CustomerForm::default();
    let form = LinkForm {
        amount: fields.amount("amount_due"),
        payment_methods: methods,
        customer: match (mentioned, person) {
            (false, _) => Patch::Keep,
            (true, person) if person == empty => Patch::Clear,
            (true, person) => Patch::Set(person),
        },
        delivery: delivery.map_or(Patch::Keep, Patch::Set),
        ..shared(&mut fields)
    };
    (LinkForm { metadata: kept.into_patch(), unread: fields.finish(), ..form }, contact_api_id)
}

/// Ties a link to a contact that was found by the caller's own id of it.
pub fn tie_contact(form: &mut LinkForm, contact: String) {
    let said = std::mem::take(&mut form.customer).into_set().unwrap_or_default();
    form.customer = Patch::Set(CustomerForm { id: Some(contact), beside_id: true, ..said });
}

/// The fields that mean the same at creation and afterwards.
fn shared(fields: &mut Fields) -> LinkForm {
    LinkForm {
        description: text(fields, "description", DESCRIPTION),
        external_id: text(fields, "paylink_api_id", API_ID),
        ends_at: expiry(fields),
        may_have_ended: true,
        show_receipt_details: flag(fields, "display_product_transaction_receipt_details"),
        show_billing_fields: flag(fields, "display_billing_fields"),
        tags: fields.texts("tags"),
        ..LinkForm::default()
    }
}

/// A day, never a time.
fn expiry(fields: &mut Fields) -> Patch<String> {
    match text(fields, "expire_date", 10) {
        Patch::Set(day) if day.parse::<paylink_core::Date>().is_err() => {
            fields.refuse("expire_date", Code::InvalidDate, "a date: YYYY-MM-DD");
            Patch::Keep
        }
        read @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => read,
    }
}

/// Keeps the account for a method where it is not the one that follows from the merchant.
fn keep_account(kept: &mut Kept, merchant: Option<&str>, (method, name): (Method, &str), given: Patch<String>) {
    let usual = merchant.map(|merchant| account(merchant, method));
    let given = match given {
        Patch::Set(id) if Some(&id) == usual.as_ref() => Patch::Clear,
        other @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => other,
    };
    kept.put(name, given);
}

/// The methods a link takes after a change.
fn methods_now(fields: &mut Fields, kept: &mut Kept, link: &LinkRecord, merchant: &str) -> Patch<Vec<String>> {
    let (card, ach) = (id(fields, kept::CARD), id(fields, kept::ACH));
    if !card.is_mentioned() && !ach.is_mentioned() {
        return Patch::Keep;
    }
    let takes = |given: &Patch<String>, before: bool| match given {
        Patch::Keep => before,
        Patch::Clear => false,
        Patch::Set(_) => true,
    };
    let before = (link.card_minor.is_some(), link.ach_minor.is_some());
    let after = (takes(&card, before.0), takes(&ach, before.1));
    keep_account(kept, Some(merchant), (Method::Card, kept::CARD), card);
    keep_account(kept, Some(merchant), (Method::Ach, kept::ACH), ach);
    if after == (false, false) {
        fields.refuse(kept::CARD, Code::Required, "one of cc_ and ach_product_transaction_id is required");
        return Patch::Keep;
    }
    let names = [(Method::Card, after.0), (Method::Ach, after.1)];
    let taken: Vec<String> =
        names.iter().filter(|(_, takes)| *takes).map(|(method, _)| method.name().to_owned()).collect();
    if after == before { Patch::Keep } else { Patch::Set(taken) }
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

/// By mail, by text message.
const fn ways_of(delivery_method: i64) -> (bool, bool) {
    (delivery_method & 1 == 1, delivery_method & 2 == 2)
}

const fn delivery_of(ways: (bool, bool)) -> &'static str {
    match ways {
        (false, false) => "none",
        (true, false) => "email",
        (false, true) => "sms",
        (true, true) => "both",
    }
}

fn require_address(fields: &mut Fields, ways: (bool, bool), has: (bool, bool)) {
    if ways.0 && !has.0 {
        fields.refuse("email", Code::Required, "delivery_method 1 and 3 need a mail address");
    }
    if ways.1 && !has.1 {
        fields.refuse("cell_phone", Code::Required, "delivery_method 2 and 3 need a telephone number");
    }
}
