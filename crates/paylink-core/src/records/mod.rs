//! Flat rows, as stores keep them. Plain data: every rule lives in the domain types made from them.

mod access;
mod audit;
mod bill;
mod customer;
mod event;
mod file;
mod ledger;
mod line;
mod link;
mod merchant;
mod message;
mod note;
mod payment;
mod payment_method;
mod refund;
mod reminder;
mod report;
mod tag;
mod terms;
mod webhook;
mod work;

pub use access::{ApiKeyRecord, IdempotencyRecord};
pub use audit::{ActorKind, AuditRecord, AuditSubject, SealRecord, SealedEntry, Unsealed};
pub use bill::{BillDetails, BillKind, BillRecord, BillStateName, LinkBill, MAX_OPEN_LINKS};
pub use customer::{CustomerRecord, Erasure};
pub use event::{
    CustomerSnapshot, EventRecord, LinkSnapshot, MessageSnapshot, PaymentMethodSnapshot, PaymentSnapshot,
    RefundSnapshot, Subject,
};
pub use file::{FilePurpose, FileRecord, FileStatus, FileType, FileUsageRecord, LinkFile, MerchantLogos};
pub use ledger::{LedgerAccount, LedgerKind, LedgerRecord};
pub use line::{LineItem, LineKind, LineTable, TableLine};
pub use link::{Delivery, LineNotes, LinkCustomer, LinkDetails, LinkRecord, LinkStateName, LinkTotals, Usage};
pub use merchant::{DeliveryMode, MerchantMessages, MerchantRecord};
pub(crate) use message::HASHED_ADDRESS;
pub use message::{
    Channel, Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, MessageKind, MessageRecord,
    MessageStatus, SuppressionReason, SuppressionRecord,
};
pub use note::{CustomField, StatusNote};
pub(crate) use payment::CANCELLED;
pub use payment::{Billing, Method, MethodDetails, PaymentRecord, PaymentStatus};
pub use payment_method::{Consent, Keeping, PaymentMethodRecord, PaymentMethodStatus, Revocation, RevokedBy};
pub use refund::{RefundRecord, RefundStatus};
pub use reminder::{ReminderRecord, ReminderRule, ReminderStatus};
pub use report::{CountKey, CountRecord, CountSums, FactRecord, Metric, Slot, Tier};
pub use tag::TagRecord;
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
