//! Documents that are stored whole: what events are about, and answers kept for their idempotency keys.

use super::{NOBODY, Person};
use crate::{LinkId, MessageId, PaymentId, SuppressionId};
use serde_json::{Map, Value};

/// Objects that describe a person; ids and times in them stay.
const PEOPLE: [&str; 2] = ["customer", "payer"];
/// What is said of a person there.
const SAID: [&str; 7] = ["name", "email", "phone", "external_id", "locale", "email_key", "address"];
/// What callers keep with a person: an object that stays, empty.
const METADATA: &str = "metadata";
/// Values that can only be about a person and may be missing.
const PERSONAL: [&str; 4] = ["payer_name", "payer_email", "billing", "greeting"];
/// A list of the caller's own, which may be about a person.
const OWN_FIELDS: &str = "custom_fields";
/// Texts that can only be about a person, or to one, and may not be missing.
const LETTERS: [&str; 9] =
    ["recipient", "recipient_key", "to", "html", "text", "subject", "address", UNREACHED, ADDRESS];

/// Rows that a document is about.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentioned {
    pub(crate) links: Vec<LinkId>,
    pub(crate) payments: Vec<PaymentId>,
    pub(crate) messages: Vec<MessageId>,
    pub(crate) suppressions: Vec<SuppressionId>,
}

/// Where a link keeps, in its metadata, a number that nobody answers to.
pub(super) const UNREACHED: &str = "cell_phone";
/// Where a link keeps, in its metadata, the postal address of whom it is for.
pub(super) const ADDRESS: &str = "customer_address";
/// At most this many of each kind are looked at.
const MOST: usize = 8;

impl Mentioned {
    /// The rows whose ids stand in a document.
    pub(crate) fn in_document(document: &Value) -> Self {
        let mut found = Self::default();
        visit(document, &mut |text| {
            note(text, &mut found.links);
            note(text, &mut found.payments);
            note(text, &mut found.messages);
            note(text, &mut found.suppressions);
        });
        found
    }
}

fn note<I: std::str::FromStr + PartialEq>(text: &str, into: &mut Vec<I>) {
    if let Ok(id) = text.parse()
        && into.len() < MOST
        && !into.contains(&id)
    {
        into.push(id);
    }
}

fn visit(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| visit(item, see)),
        Value::Object(members) => members.values().for_each(|member| visit(member, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Person {
    /// Whether a document names one of the person's records or addresses.
    pub(crate) fn is_in_document(&self, document: &Value) -> bool {
        let mut found = false;
        visit(document, &mut |text| found |= self.is_named_in(text));
        found
    }

    /// Takes the person out of a document: all that is said of a person if it is `about` this one, and this one's
    /// addresses in any case.
    pub(crate) fn out_of_document(&self, document: &mut Value, about: bool) -> bool {
        match document {
            Value::String(text) => self.scrub(text, about),
            Value::Array(items) => items.iter_mut().fold(false, |sum, item| self.out_of_document(item, about) | sum),
            Value::Object(members) => self.out_of_object(members, about),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn out_of_object(&self, members: &mut Map<String, Value>, about: bool) -> bool {
        let is_customer = members.get("object").and_then(Value::as_str) == Some("customer");
        let mut changed = about && is_customer && forget(members, &SAID);
        for (name, value) in members.iter_mut() {
            let name = name.as_str();
            changed |= match value {
                Value::Object(inner) if about && PEOPLE.contains(&name) => forget(inner, &SAID),
                Value::Array(items) if about && name == OWN_FIELDS => {
                    let had = !items.is_empty();
                    items.clear();
                    had
                }
                value @ (Value::String(_) | Value::Object(_)) if about && PERSONAL.contains(&name) => {
                    *value = Value::Null;
                    true
                }
                Value::String(text) if about && LETTERS.contains(&name) && text != NOBODY => {
                    NOBODY.clone_into(text);
                    true
                }
                value @ (Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_)
                | Value::Object(_)) => self.out_of_document(value, about),
            };
        }
        changed
    }
}

/// Empties these members, and the metadata of a person.
fn forget(members: &mut Map<String, Value>, names: &[&str]) -> bool {
    let mut changed = false;
    if let Some(Value::Object(metadata)) = members.get_mut(METADATA).filter(|_| names == SAID) {
        changed |= !metadata.is_empty();
        metadata.clear();
    }
    for name in names {
        if let Some(value) = members.get_mut(*name).filter(|value| !value.is_null()) {
            *value = Value::Null;
            changed = true;
        }
    }
    changed
}
