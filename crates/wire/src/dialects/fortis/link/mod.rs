//! What paylinks and quick invoices share: both are payment links.

mod accounts;
mod payer;
mod row;
mod seen;

pub use payer::{NewLink, tie_contact};
pub use row::LinkRow;

pub(super) use accounts::{accounts_now, accounts_of_new};
pub(super) use payer::{Payer, payer_patch};
pub(super) use seen::Seen;

use super::read::{Kept, id, text};
use crate::json::Fields;
use paylink_core::{Code, Date, forms::Patch};

/// What is kept in a link's metadata for want of a place of its own.
pub(super) mod kept {
    /// The account for cards, where the caller has named one.
    pub(in crate::dialects::fortis) const CARD: &str = "cc_product_transaction_id";
    /// The account for bank debits, where the caller has named one.
    pub(in crate::dialects::fortis) const ACH: &str = "ach_product_transaction_id";
    /// A number to which nothing can be sent.
    pub(in crate::dialects::fortis) const PHONE: &str = "cell_phone";
    /// The API key that made the link.
    pub(in crate::dialects::fortis) const MADE_BY: &str = "created_user_id";
    /// The API key that last changed it.
    pub(in crate::dialects::fortis) const CHANGED_BY: &str = "modified_user_id";
}

/// Most characters of an id of the caller's own.
pub(super) const API_ID: usize = 64;

/// The location of a new link, which is required.
pub(super) fn location_of_new(fields: &mut Fields) -> Option<String> {
    let location = id(fields, "location_id").into_set();
    if location.is_none() {
        fields.refuse("location_id", Code::Required, "the location it is for is required");
    }
    location
}

/// Keeps who makes or changes the link, where a key is known.
pub(super) fn keep_hand(kept: &mut Kept, name: &str, by: Option<&str>) {
    if let Some(by) = by {
        kept.put(name, Patch::Set(by.to_owned()));
    }
}

/// A day, never a time.
pub(super) fn day(fields: &mut Fields, name: &str) -> Patch<String> {
    match text(fields, name, 10) {
        Patch::Set(day) if day.parse::<Date>().is_err() => {
            fields.refuse(name, Code::InvalidDate, "a date: YYYY-MM-DD");
            Patch::Keep
        }
        read @ (Patch::Keep | Patch::Clear | Patch::Set(_)) => read,
    }
}
