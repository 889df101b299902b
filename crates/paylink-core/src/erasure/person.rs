//! Who is to be gone: the customer, those merged into it, and everything that can only be this person.

use super::{NOBODY, words::replaced};
use crate::{
    CustomerId, MerchantId,
    records::{CustomerRecord, LinkRecord},
};
use std::collections::BTreeSet;

/// A name of fewer characters is too common to be looked for in texts.
const SHORTEST_NAME: usize = 3;

/// A person, as one merchant knows them. Debug output is left out on purpose.
pub(crate) struct Person {
    pub(crate) merchant: MerchantId,
    ids: BTreeSet<CustomerId>,
    /// The same as texts.
    written: Vec<String>,
    /// Mail addresses and phone numbers, in lower case.
    addresses: BTreeSet<String>,
    /// In lower case.
    names: BTreeSet<String>,
}

impl Person {
    /// The person behind a customer and those that were merged into it.
    pub(crate) fn of(customer: &CustomerRecord, merged: &[CustomerRecord]) -> Self {
        let all = || std::iter::once(customer).chain(merged);
        let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        Self {
            merchant: customer.merchant_id,
            ids: all().map(|row| row.id).collect(),
            written: all().map(|row| row.id.to_string()).collect(),
            addresses: all().flat_map(|row| [lower(&row.email), lower(&row.phone)]).flatten().collect(),
            names: all()
                .filter_map(|row| lower(&row.name))
                .filter(|name| name.chars().count() >= SHORTEST_NAME)
                .collect(),
        }
    }

    /// The person's records.
    pub(crate) fn ids(&self) -> impl Iterator<Item = CustomerId> {
        self.ids.iter().copied()
    }

    /// Every address that is known to be the person's.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.addresses.iter().map(String::as_str)
    }

    /// Whether this is one of the person's records.
    pub(crate) fn is(&self, customer: Option<CustomerId>) -> bool {
        customer.is_some_and(|id| self.ids.contains(&id))
    }

    /// Whether an address is the person's.
    pub(crate) fn has_address(&self, address: Option<&str>) -> bool {
        address.is_some_and(|address| self.addresses.contains(&address.to_lowercase()))
    }

    /// Whether a link is for the person: by its customer, or by the address it was made for.
    pub(crate) fn has_link(&self, link: &LinkRecord) -> bool {
        let snapshot = link.details.customer.as_ref();
        self.is(link.customer_id)
            || snapshot
                .is_some_and(|one| self.has_address(one.email.as_deref()) || self.has_address(one.phone.as_deref()))
    }

    /// Whether a text names one of the person's records or addresses.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.written.iter().any(|id| lower.contains(id.as_str()))
            || self.addresses().any(|address| lower.contains(address) && replaced(text, address, NOBODY).is_some())
    }

    /// Takes the person's addresses out of a text, and the names too if the text is `about` the person.
    pub(super) fn scrub(&self, text: &mut String, about: bool) -> bool {
        let names = self.names.iter().filter(|_| about);
        let mut changed = false;
        for word in self.addresses.iter().chain(names) {
            if let Some(clean) = replaced(text, word, NOBODY) {
                *text = clean;
                changed = true;
            }
        }
        changed
    }

    /// The same for a text that may be missing.
    pub(super) fn scrub_some(&self, text: &mut Option<String>, about: bool) -> bool {
        text.as_mut().is_some_and(|text| self.scrub(text, about))
    }
}
