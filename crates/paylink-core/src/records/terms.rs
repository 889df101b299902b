//! What a link is found by: the words of its texts and its tags, as one set of terms that every store keeps.

use super::LinkRecord;
use crate::values::{tag_key, words};
use std::collections::BTreeSet;

/// A link is found by at most this many words; those of its numbers and its customer come first.
const MAX_WORDS: usize = 100;

/// Stands before a tag's key. Words hold nothing but letters and digits, so no word is taken for a tag.
const TAG: char = '#';

/// One thing to find links by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// Links with exactly this term.
    Whole(String),
    /// Links with a term that begins like this.
    Beginning(String),
}

impl Term {
    /// Links with this tag, in any case.
    #[must_use]
    pub fn tag(tag: &str) -> Self {
        Self::Whole(tag_term(tag))
    }

    /// Whether it finds a link with these terms.
    #[must_use]
    pub fn finds(&self, terms: &BTreeSet<String>) -> bool {
        match self {
            Self::Whole(term) => terms.contains(term),
            Self::Beginning(start) => {
                terms.range(start.clone()..).next().is_some_and(|term| term.starts_with(start.as_str()))
            }
        }
    }
}

fn tag_term(tag: &str) -> String {
    format!("{TAG}{}", tag_key(tag))
}

impl LinkRecord {
    /// What it is found by, in the order of bytes: the words of order number, invoice number, customer (mail address and
    /// name) and description, and its tags. A store keeps them in step with every write of the row.
    #[must_use]
    pub fn terms(&self) -> BTreeSet<String> {
        let customer = self.details.customer.as_ref();
        let texts = [
            self.order_number.as_deref(),
            self.invoice_number.as_deref(),
            customer.and_then(|customer| customer.email.as_deref()),
            customer.and_then(|customer| customer.name.as_deref()),
            self.details.description.as_deref(),
        ];
        let mut terms = BTreeSet::new();
        for word in texts.into_iter().flatten().flat_map(words) {
            if terms.len() >= MAX_WORDS {
                break;
            }
            terms.insert(word);
        }
        terms.extend(self.details.tags.iter().map(|tag| tag_term(tag)));
        terms
    }
}
