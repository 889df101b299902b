//! A customer's postal address, which the core keeps with its link as metadata.

use super::metadata::ADDRESS;
use crate::json::Fields;
use paylink_core::forms::Patch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A postal address, as it was sent. What was not said is left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Flat or suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

impl Address {
    /// Reads the field `address` of a customer.
    pub(super) fn read(customer: &mut Fields) -> Patch<Self> {
        let said = customer.object("address", |fields| {
            let mut text = |name| fields.text(name).into_set();
            Self {
                street: text("street"),
                unit: text("unit"),
                city: text("city"),
                state: text("state"),
                country: text("country"),
                postal_code: text("postal_code"),
            }
        });
        match said {
            // an object that says nothing
            Patch::Set(address) if address == Self::default() => Patch::Clear,
            said @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => said,
        }
    }

    /// The address that is kept among these entries.
    pub(super) fn kept(metadata: &BTreeMap<String, String>) -> Option<Self> {
        serde_json::from_str(metadata.get(ADDRESS)?).ok()
    }

    /// The entry that keeps it.
    fn entry(&self) -> (String, String) {
        // texts have no value that JSON could not hold
        (ADDRESS.to_owned(), serde_json::to_string(self).unwrap_or_default())
    }
}

/// The metadata of a link that had `before`, after a change of what callers say and of the address: each leaves the other
/// as it was.
pub(super) fn merged(
    before: &BTreeMap<String, String>,
    own: Patch<Vec<(String, String)>>,
    address: &Patch<Address>,
) -> Patch<Vec<(String, String)>> {
    if !own.is_mentioned() && !address.is_mentioned() {
        return Patch::Keep;
    }
    let cleared = own == Patch::Clear;
    let pair = |(key, value): (&String, &String)| (key.clone(), value.clone());
    let mut entries = match own {
        Patch::Keep => before.iter().filter(|(key, _)| *key != ADDRESS).map(pair).collect(),
        Patch::Clear => Vec::new(),
        Patch::Set(entries) => entries,
    };
    match address {
        Patch::Keep => entries.extend(before.iter().filter(|(key, _)| *key == ADDRESS).map(pair)),
        Patch::Clear => {}
        Patch::Set(address) => entries.push(address.entry()),
    }
    if cleared && entries.is_empty() { Patch::Clear } else { Patch::Set(entries) }
}
