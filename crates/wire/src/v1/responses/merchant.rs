//! A merchant as the API shows it.

use super::DefaultReminderRule;
use crate::v1::shapes::{DeliveryModeShape, MessageKindShape, MethodShape, merchant_word};
use paylink_core::{
    Currency, LogoUrls, MerchantId, Timestamp,
    records::{DeliveryMode, MerchantRecord, MessageKind, Method},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A merchant: the payee, and the defaults of its payment links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Merchant {
    /// Identity.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: MerchantId,
    /// `merchant`.
    #[schema(schema_with = merchant_word)]
    pub object: &'static str,
    /// Shown to payers.
    #[schema(examples("Corner Bakery"))]
    pub name: String,
    /// Where notices to the merchant go.
    #[schema(required)]
    pub email: Option<String>,
    /// Shown to payers.
    #[schema(required)]
    pub phone: Option<String>,
    /// Shown to payers.
    #[schema(required)]
    pub website: Option<String>,
    /// The platform's own id; unique on the server.
    #[schema(required)]
    pub external_id: Option<String>,
    /// Default currency of links.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// Default methods of links.
    #[schema(value_type = Vec<MethodShape>)]
    pub payment_methods: Vec<Method>,
    /// How long bank debits are held before they go to the bank, in minutes; meanwhile they can be cancelled.
    pub ach_hold_minutes: i64,
    /// Who sends messages to payers: this server, or the platform on `message.requested`.
    #[schema(value_type = DeliveryModeShape)]
    pub delivery_mode: DeliveryMode,
    /// Kinds of messages that are not sent.
    #[schema(value_type = Vec<MessageKindShape>)]
    pub disabled_messages: Vec<MessageKind>,
    /// When to remind the payers of links that say nothing else.
    pub reminders: Vec<DefaultReminderRule>,
    /// `#rrggbb`.
    #[schema(required, examples("#0b6e4f"))]
    pub accent_color: Option<String>,
    /// Address of the logo, on light pages; set with `PUT /v1/merchants/{merchant_id}/logo`.
    #[schema(required, examples("https://pay.example.com/logos/file_4x6v2m9c8qee0s3b7d1tk5wzra.png"))]
    pub logo_url: Option<String>,
    /// Address of the logo on dark pages.
    #[schema(required)]
    pub logo_dark_url: Option<String>,
    /// IANA zone in which a day begins and ends.
    #[schema(value_type = String, examples("Europe/Oslo"))]
    pub timezone: String,
    /// Merchant tokens made before this do not work any more.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub tokens_valid_after: Option<Timestamp>,
    /// Your own data; never shown to payers.
    pub metadata: BTreeMap<String, String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl Merchant {
    /// Writes down a merchant whose logos are at these addresses.
    #[must_use]
    pub fn of(record: &MerchantRecord, logos: LogoUrls) -> Self {
        Self {
            id: record.id,
            object: "merchant",
            name: record.name.clone(),
            email: record.email.clone(),
            phone: record.phone.clone(),
            website: record.website.clone(),
            external_id: record.external_id.clone(),
            currency: record.currency,
            payment_methods: super::method::taken(record.card, record.ach),
            ach_hold_minutes: record.ach_hold_minutes,
            delivery_mode: record.messages.delivery_mode,
            disabled_messages: record.messages.off.clone(),
            reminders: record.messages.reminders.iter().filter_map(DefaultReminderRule::of).collect(),
            accent_color: record.accent_color.clone(),
            logo_url: logos.light,
            logo_dark_url: logos.dark,
            timezone: record.timezone.name().to_owned(),
            tokens_valid_after: record.tokens_valid_after,
            metadata: record.metadata.clone(),
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}
