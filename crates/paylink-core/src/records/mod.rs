//! Flat rows, as stores keep them. Plain data: every rule lives in the domain types made from them.

mod access;
mod audit;
mod customer;
mod event;
mod ledger;
mod link;
mod merchant;
mod message;
mod payment;
mod refund;
mod reminder;
mod report;
mod terms;
mod webhook;
mod work;

pub use access::{ApiKeyRecord, IdempotencyRecord};
pub use audit::ActorKind;
pub use customer::{CustomerRecord, Erasure};
pub use event::{
    CustomerSnapshot, EventRecord, LinkSnapshot, MessageSnapshot, PaymentSnapshot, RefundSnapshot, Subject,
};
pub use ledger::{LedgerAccount, LedgerKind, LedgerRecord};
pub use link::{Delivery, LineNotes, LinkCustomer, LinkDetails, LinkRecord, LinkStateName, LinkTotals, Usage};
pub use merchant::{DeliveryMode, MerchantMessages, MerchantRecord};
pub use message::{
    Channel, Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, MessageKind, MessageRecord,
    MessageStatus, SuppressionReason, SuppressionRecord,
};
pub use payment::{Billing, Method, MethodDetails, PaymentRecord, PaymentStatus};
pub use refund::{RefundRecord, RefundStatus};
pub use reminder::{ReminderRecord, ReminderRule, ReminderStatus};
pub use report::{CountKey, CountRecord, CountSums, FactRecord, Metric, Slot, Tier};
pub use terms::Term;
pub use webhook::{DeliveryRecord, DeliveryStatus, EndpointRecord, WebhookFormat};
pub use work::{Queue, WorkKey, WorkRecord};

/// Gives an enum its stored name and the way back.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in storage and on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value with this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use named;
