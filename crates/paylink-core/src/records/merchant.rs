//! A merchant's row.

use super::{MerchantLogos, MessageKind, ReminderRule, named};
use crate::{Currency, MerchantId, Timestamp, Timezone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// Who sends messages to payers.
    DeliveryMode {
        /// This server.
        Send = "send",
        /// The platform: it gets `message.requested` with the finished message.
        Webhook = "webhook",
    }
}

/// What a merchant wants of messages; stored as one JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantMessages {
    /// Who sends those to payers.
    pub delivery_mode: DeliveryMode,
    /// Kinds that are not sent.
    pub off: Vec<MessageKind>,
    /// When to remind, for links with a due date that say nothing else.
    pub reminders: Vec<ReminderRule>,
}

impl Default for MerchantMessages {
    fn default() -> Self {
        Self { delivery_mode: DeliveryMode::Send, off: Vec::new(), reminders: Vec::new() }
    }
}

/// A merchant: the payee, and the defaults of its payment links.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantRecord {
    /// Identity.
    pub id: MerchantId,
    /// Name shown to payers.
    pub name: String,
    /// Where notices to the merchant go.
    pub email: Option<String>,
    /// Phone number shown to payers.
    pub phone: Option<String>,
    /// Web site shown to payers.
    pub website: Option<String>,
    /// The platform's own id; unique on the server.
    pub external_id: Option<String>,
    /// Default currency of links.
    pub currency: Currency,
    /// Whether links take cards by default.
    pub card: bool,
    /// Whether links take bank debits by default.
    pub ach: bool,
    /// How long bank debits are held before they go to the bank, in minutes: meanwhile they can be cancelled. 0: not at all.
    #[serde(default)]
    pub ach_hold_minutes: i64,
    /// `#rrggbb`, checked for contrast when shown.
    pub accent_color: Option<String>,
    /// Decides when a date-only limit begins and ends.
    pub timezone: Timezone,
    /// Messages on its behalf.
    #[serde(default)]
    pub messages: MerchantMessages,
    /// Merchant tokens made before this do not hold any more.
    #[serde(default)]
    pub tokens_valid_after: Option<Timestamp>,
    /// Its pictures.
    #[serde(default)]
    pub logos: MerchantLogos,
    /// The platform's own data; stored as one JSON document.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for MerchantRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MerchantRecord").field("id", &self.id).finish_non_exhaustive()
    }
}
