//! A merchant as it is answered.

use super::super::times;
use paylink_core::{MerchantId, Money, records::MerchantRecord};
use serde::Serialize;

/// A merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merchant {
    /// Its id.
    pub id: MerchantId,
    /// The caller's own id of it.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Where notices go.
    pub email: Option<String>,
    /// `active`: there is no onboarding here, so a merchant can be paid at once.
    pub status: &'static str,
    /// The number at the card networks; the gateway keeps it.
    pub mid: Option<String>,
    /// What was paid to it in its own currency.
    pub total_payment_volume: String,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

impl Merchant {
    /// The merchant, to which so much was paid in its own currency, minor units.
    #[must_use]
    pub fn of(record: &MerchantRecord, volume_minor: i64) -> Self {
        Self {
            id: record.id,
            external_id: record.external_id.clone(),
            name: record.name.clone(),
            email: record.email.clone(),
            status: "active",
            mid: None,
            total_payment_volume: Money::new(volume_minor, record.currency).decimal_text(),
            created_at: times::iso(record.created_at),
            updated_at: times::iso(record.updated_at),
        }
    }
}
