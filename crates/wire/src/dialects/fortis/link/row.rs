//! A payment link as one of the resources of this dialect.

use crate::dialects::fortis::{list::Column, show::Shown, status::Latest};
use paylink_core::{Timestamp, Timezone, records::LinkRecord, views::LinkView};
use serde_json::Value;
use std::collections::BTreeMap;

/// A payment link as one of the resources of this dialect.
pub trait LinkRow: Shown + Clone {
    /// By what they are filtered and sorted.
    const COLUMNS: &'static [Column];
    /// The column with the caller's own id.
    const API_ID: &'static str;
    /// Whether every link is one.
    const EVERY: bool;
    /// How one is sent again: `None` goes the ways of the link.
    const RESENT_BY: Option<&'static str>;

    /// Whether a link is one.
    fn is_one(link: &LinkRecord) -> bool;

    /// The link as read at `now`, with what became of its latest payment. `zone`: that of its merchant, where it is known.
    #[must_use]
    fn of(view: &LinkView, latest: Option<Latest>, now: Timestamp, zone: Option<&Timezone>) -> Self;

    /// The same with the address of the record.
    #[must_use]
    fn at(self, base: &str) -> Self;

    /// The customer, if there is a record.
    fn contact_id(&self) -> Option<&str>;

    /// Who made it.
    fn created_user_id(&self) -> &str;

    /// Records that were asked for with it.
    fn expands(&mut self) -> &mut BTreeMap<&'static str, Value>;
}
