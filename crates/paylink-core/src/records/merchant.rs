//! A merchant's row.

use crate::{Currency, MerchantId, Timestamp, Timezone};
use serde::{Deserialize, Serialize};

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
    /// `#rrggbb`, checked for contrast when shown.
    pub accent_color: Option<String>,
    /// Decides when a date-only limit begins and ends.
    pub timezone: Timezone,
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
