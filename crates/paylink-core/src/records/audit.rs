//! Rows of the audit log: who changed what, and the seals over them.

use super::named;
use crate::{
    ApiKeyId, AuditId, CustomerId, DeliveryId, EndpointId, FileId, InvoiceId, LedgerEntryId, LinkId, MerchantId,
    MessageId, OrderId, PaymentId, PaymentMethodId, RefundId, ReminderId, SuppressionId, Timestamp, TokenId, TypedId,
};
use uuid::Uuid;

named! {
    /// What kind of party caused a write.
    ActorKind {
        /// The holder of a stored API key.
        ApiKey = "api_key",
        /// Whoever runs the server: the key of its configuration, or one of its commands.
        Operator = "operator",
        /// The bearer of a merchant token.
        MerchantToken = "merchant_token",
        /// Whoever has a link in front of them.
        Payer = "payer",
        /// A job of the server itself.
        Job = "job",
        /// The gateway, with news of its own accord.
        Gateway = "gateway",
        /// Who carries messages, with news of one.
        Provider = "provider",
    }
}

named! {
    /// What kind of row was written. Its name is the first part of an entry's action.
    AuditSubject {
        /// A merchant.
        Merchant = "merchant",
        /// A merchant token; written once, when it is made.
        MerchantToken = "merchant_token",
        /// A customer of a merchant.
        Customer = "customer",
        /// A payment link.
        Link = "payment_link",
        /// An invoice.
        Invoice = "invoice",
        /// An order.
        Order = "order",
        /// A saved payment method.
        PaymentMethod = "payment_method",
        /// A logo or an attachment.
        File = "file",
        /// A payment.
        Payment = "payment",
        /// A refund.
        Refund = "refund",
        /// A movement in the ledger.
        LedgerEntry = "ledger_entry",
        /// An API key.
        ApiKey = "api_key",
        /// A webhook endpoint.
        Endpoint = "webhook_endpoint",
        /// An event on its way to an endpoint, sent by hand.
        Delivery = "webhook_delivery",
        /// A message to a person.
        Message = "message",
        /// A planned reminder.
        Reminder = "reminder",
        /// An address that gets nothing.
        Suppression = "suppression",
    }
}

macro_rules! ids_of_subjects {
    ($($subject:ident $id:ident,)+) => {
        impl AuditSubject {
            /// The id of such a row as people write it.
            #[must_use]
            pub fn id(self, bits: Uuid) -> String {
                match self { $(Self::$subject => <$id>::from_uuid(bits).to_string(),)+ }
            }

            /// The bits of an id of any of these kinds.
            #[must_use]
            pub fn bits(id: &str) -> Option<Uuid> {
                None$(.or_else(|| id.parse::<$id>().ok().map(|id| id.uuid())))+
            }
        }
    };
}
ids_of_subjects! {
    Merchant MerchantId,
    MerchantToken TokenId,
    Customer CustomerId,
    Link LinkId,
    Invoice InvoiceId,
    Order OrderId,
    PaymentMethod PaymentMethodId,
    File FileId,
    Payment PaymentId,
    Refund RefundId,
    LedgerEntry LedgerEntryId,
    ApiKey ApiKeyId,
    Endpoint EndpointId,
    Delivery DeliveryId,
    Message MessageId,
    Reminder ReminderId,
    Suppression SuppressionId,
}

/// One entry of the audit log. Never changes once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Identity; entries of one commit follow each other.
    pub id: AuditId,
    /// Whose log it is in besides the platform's.
    pub merchant_id: Option<MerchantId>,
    /// What kind of party caused it.
    pub actor: ActorKind,
    /// Which one: an API key's id, a token's `jti`, a payer's link, a job's name.
    pub actor_id: Option<String>,
    /// What was done: the subject's kind, a dot and a verb.
    pub action: String,
    /// The kind of row.
    pub kind: AuditSubject,
    /// Which row.
    pub subject: Uuid,
    /// The row's version after the write; orders the entries of one row, whatever clocks say.
    pub version: i64,
    /// The row after the write as a JSON object, personal data masked; `None` when it is gone.
    pub state: Option<String>,
    /// The request that caused it.
    pub request_id: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// An entry as a seal knows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SealedEntry {
    /// The entry.
    pub id: AuditId,
    /// Its digest (SHA-256, hexadecimal); `None` if it was not there any more, or unreadable, when it was to be sealed.
    pub digest: Option<String>,
}

/// A seal over entries and over the seal before it. Never changes once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRecord {
    /// 1, 2, 3 …: unique, so that of two servers that seal at once one wins.
    pub number: i64,
    /// The entries it covers, by id.
    pub entries: Vec<SealedEntry>,
    /// SHA-256 over the hash before it, the number, the time and the entries; hexadecimal.
    pub hash: String,
    /// Which key of the server signed it.
    pub key_id: String,
    /// HMAC-SHA256 of the hash under that key, hexadecimal.
    pub mac: String,
    /// When.
    pub created_at: Timestamp,
}

/// An entry that no seal covers yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// Its id.
    pub id: AuditId,
    /// The entry; `None` if somebody has removed it or made it unreadable.
    pub entry: Option<AuditRecord>,
}
