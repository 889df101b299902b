//! Bodies that create and change a merchant.

use super::DefaultReminderBody;
use crate::v1::shapes::{DeliveryModeShape, MessageKindShape, MethodShape, metadata_input};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

macro_rules! merchant_body {
    ($(#[$doc:meta])* $body:ident { $(#[$name_attr:meta])* name: $name:ty }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body {
            $(#[$name_attr])*
            pub name: $name,
            /// Where notices to the merchant go; never shown to payers.
            #[schema(max_length = 254, format = Email, examples("owner@corner-bakery.example"))]
            pub email: Option<String>,
            /// Shown to payers.
            #[schema(max_length = 32, examples("+15551234567"))]
            pub phone: Option<String>,
            /// Shown to payers; an https address.
            #[schema(max_length = 2048, format = "uri", examples("https://corner-bakery.example"))]
            pub website: Option<String>,
            /// The platform's own id; unique on the server.
            #[schema(min_length = 1, max_length = 64)]
            pub external_id: Option<String>,
            /// Default currency of links, ISO 4217; at first USD.
            #[schema(pattern = "^[A-Z]{3}$", examples("USD"))]
            pub currency: Option<String>,
            /// Default methods of links; at first both.
            #[schema(value_type = Option<Vec<MethodShape>>, min_items = 1, max_items = 2)]
            pub payment_methods: Option<Vec<String>>,
            /// How long bank debits are held before they go to the bank, in minutes; at first 0, not at all. Meanwhile they
            /// can be cancelled. They are handed over on business days of US banks, between 08:00 and 17:00 Central time.
            #[schema(minimum = 0, maximum = 1440, examples(180))]
            pub ach_hold_minutes: Option<i64>,
            /// Colour of buttons on the payment page.
            #[schema(pattern = "^#[0-9a-fA-F]{6}$", examples("#0b6e4f"))]
            pub accent_color: Option<String>,
            /// IANA zone in which a day begins and ends; at first UTC.
            #[schema(min_length = 1, max_length = 64, examples("Europe/Oslo"))]
            pub timezone: Option<String>,
            /// Who sends messages to payers: this server (`send`), or the platform, which gets `message.requested`
            /// with each finished message (`webhook`). At first `send`.
            #[schema(value_type = Option<DeliveryModeShape>)]
            pub delivery_mode: Option<String>,
            /// Kinds of messages that are not sent; at first none.
            #[schema(value_type = Option<Vec<MessageKindShape>>, max_items = 8)]
            pub disabled_messages: Option<Vec<String>>,
            /// Your own data; never shown to payers.
            #[schema(schema_with = metadata_input)]
            pub metadata: Option<BTreeMap<String, String>>,
            /// When to remind the payers of links that say nothing else, at most 10 rules; at first never.
            #[schema(max_items = 10)]
            pub reminders: Option<Vec<DefaultReminderBody>>,
        }
    };
}

merchant_body! {
    /// A merchant to create.
    CreateMerchant {
        /// Shown to payers.
        #[schema(min_length = 1, max_length = 100, examples("Corner Bakery"))]
        name: String
    }
}

merchant_body! {
    /// What changes on a merchant: fields that are left out stay, `null` clears.
    UpdateMerchant {
        /// Shown to payers.
        #[schema(min_length = 1, max_length = 100, examples("Corner Bakery"))]
        name: Option<String>
    }
}
