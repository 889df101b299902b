//! The fields of a merchant.

use super::{Patch, ReminderForm};
use crate::FieldErrors;

/// What can be said about a merchant.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MerchantForm {
    /// Shown to payers; at most 100 characters; required at creation.
    pub name: Patch<String>,
    /// Where notices go.
    pub email: Patch<String>,
    /// `+` and 6 to 15 digits, or a national number; at most 32 characters.
    pub phone: Patch<String>,
    /// An https address.
    pub website: Patch<String>,
    /// At most 64 characters; unique on the server.
    pub external_id: Patch<String>,
    /// ISO 4217 code; default USD.
    pub currency: Patch<String>,
    /// Any of `card`, `ach`; default both.
    pub payment_methods: Patch<Vec<String>>,
    /// How long bank debits are held before they go to the bank, in minutes; at most 1440, default 0.
    pub ach_hold_minutes: Patch<i64>,
    /// `#rrggbb`.
    pub accent_color: Patch<String>,
    /// IANA name; default UTC.
    pub timezone: Patch<String>,
    /// `send` or `webhook`; default `send`.
    pub delivery_mode: Patch<String>,
    /// Kinds of messages that are not sent; default none.
    pub disabled_messages: Patch<Vec<String>>,
    /// When to remind, for links that say nothing else; default never.
    pub reminders: Patch<Vec<ReminderForm>>,
    /// At most 50 keys.
    pub metadata: Patch<Vec<(String, String)>>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

impl std::fmt::Debug for MerchantForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MerchantForm").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What can be said about a new merchant token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenForm {
    /// The surface it is for; default `paylink:v1`.
    pub audience: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
