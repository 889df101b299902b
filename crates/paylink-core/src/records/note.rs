//! What a caller keeps on a link beside the rules: fields of its own, and words about how a payment stands.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field of the caller's own. Debug output hides it, because it may be about a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// Its place, as the caller counts.
    pub index: i64,
    /// Its key.
    pub code: Option<String>,
    /// What people call it.
    pub label: String,
    /// What is in it.
    pub value: Option<String>,
    /// Whatever else the caller said of it: JSON texts by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<String, String>,
}

impl std::fmt::Debug for CustomField {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("CustomField").field("index", &self.index).finish_non_exhaustive()
    }
}

/// How a payment or refund stands in the eyes of a person who knows more than the gateway told. A note moves no money,
/// and neither state, ledger nor report follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusNote {
    /// The status, in the caller's words.
    pub status: String,
    /// Why.
    pub description: Option<String>,
    /// Whether it stands whatever happens later; otherwise it goes with the next change.
    pub locked: bool,
    /// Since when.
    pub at: Timestamp,
}

impl StatusNote {
    /// Whether it still tells something of what last changed at `changed`.
    #[must_use]
    pub fn holds(&self, changed: Timestamp) -> bool {
        self.locked || changed <= self.at
    }
}
