//! Addresses that get nothing, and what followed from a report, as the API shows them.

use crate::v1::shapes::{BounceTypeShape, ChannelShape, SuppressionReasonShape, bounce_word, suppression_word};
use paylink_core::{
    Bounce, BounceKind, MerchantId, MessageId, Suppressed, SuppressionId, Timestamp,
    records::{Channel, SuppressionReason, SuppressionRecord},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An address that gets nothing.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suppression {
    /// Identity.
    #[schema(value_type = String, examples("sup_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: SuppressionId,
    /// `suppression`.
    #[schema(schema_with = suppression_word)]
    pub object: &'static str,
    /// For messages of this merchant only; null: of all.
    #[schema(required, value_type = Option<String>)]
    pub merchant_id: Option<MerchantId>,
    /// Mails or texts.
    #[schema(value_type = ChannelShape)]
    pub channel: Channel,
    /// Mail address, or phone number in E.164; `[erased]` when its owner was erased and only a hash is kept.
    #[schema(examples("ada@example.com"))]
    pub address: String,
    /// Why. After `unsubscribed` only requests and reminders stop.
    #[schema(value_type = SuppressionReasonShape)]
    pub reason: SuppressionReason,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<&SuppressionRecord> for Suppression {
    fn from(record: &SuppressionRecord) -> Self {
        Self {
            id: record.id,
            object: "suppression",
            merchant_id: record.merchant_id,
            channel: record.channel,
            address: record.readable_address().unwrap_or("[erased]").to_owned(),
            reason: record.reason,
            created_at: record.created_at,
        }
    }
}

impl From<&Suppressed> for Suppression {
    fn from(made: &Suppressed) -> Self {
        Self::from(&made.suppression)
    }
}

/// What followed from a report.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BounceReport {
    /// `bounce`.
    #[schema(schema_with = bounce_word)]
    pub object: &'static str,
    /// What was reported.
    #[schema(value_type = BounceTypeShape)]
    pub r#type: BounceKind,
    /// The message, if it was named.
    #[schema(required, value_type = Option<String>)]
    pub message_id: Option<MessageId>,
    /// Why its address gets nothing any more, if it does not.
    #[schema(required)]
    pub suppression: Option<Suppression>,
}

impl From<&Bounce> for BounceReport {
    fn from(bounce: &Bounce) -> Self {
        Self {
            object: "bounce",
            r#type: bounce.kind,
            message_id: bounce.message.as_ref().map(|message| message.id),
            suppression: bounce.suppression.as_ref().map(Suppression::from),
        }
    }
}
