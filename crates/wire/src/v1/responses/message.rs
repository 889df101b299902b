//! Messages as the API shows them.

use super::PaymentLink;
use crate::v1::shapes::{
    ChannelShape, MessageKindShape, MessageStatusShape, message_preview_word, message_word, requested_message_word,
};
use paylink_core::{
    LinkId, MerchantId, MessageId, PaymentId, ReminderId, Timestamp,
    records::{Channel, MessageKind, MessageRecord, MessageStatus},
    views::{self, MessageContent},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A message to a payer or a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Message {
    /// Identity; the same in every attempt's `Message-ID`.
    #[schema(value_type = String, examples("msg_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: MessageId,
    /// `message`.
    #[schema(schema_with = message_word)]
    pub object: &'static str,
    /// On whose behalf.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// The link it is about.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// The payment it is about.
    #[schema(required, value_type = Option<String>)]
    pub payment_id: Option<PaymentId>,
    /// The reminder it was made for.
    #[schema(required, value_type = Option<String>)]
    pub reminder_id: Option<ReminderId>,
    /// What for.
    #[schema(value_type = MessageKindShape)]
    pub kind: MessageKind,
    /// How it travels.
    #[schema(value_type = ChannelShape)]
    pub channel: Channel,
    /// Mail address or E.164 number.
    #[schema(examples("ada@example.com"))]
    pub to: String,
    /// What became of it.
    #[schema(value_type = MessageStatusShape)]
    pub status: MessageStatus,
    /// Attempts made.
    pub attempts: i64,
    /// Why the last attempt failed, or why it was not sent.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When the next attempt is due, while queued.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub next_attempt_at: Option<Timestamp>,
    /// When it was taken over by the next server, the provider or the platform.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&MessageRecord> for Message {
    fn from(record: &MessageRecord) -> Self {
        Self {
            id: record.id,
            object: "message",
            merchant_id: record.merchant_id,
            payment_link_id: record.link_id,
            payment_id: record.payment_id,
            reminder_id: record.reminder_id,
            kind: record.kind,
            channel: record.channel,
            to: record.recipient.clone(),
            status: record.status,
            attempts: record.attempts,
            last_error: record.last_error.clone(),
            next_attempt_at: record.next_attempt_at,
            sent_at: record.sent_at,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// What a message says, exactly as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessagePreview {
    /// `message_preview`.
    #[schema(schema_with = message_preview_word)]
    pub object: &'static str,
    /// A mail's subject; null for a text message.
    #[schema(required)]
    pub subject: Option<String>,
    /// A mail's HTML document; null for a text message.
    #[schema(required)]
    pub html: Option<String>,
    /// Plain text.
    pub text: String,
}

impl From<&MessageContent> for MessagePreview {
    fn from(content: &MessageContent) -> Self {
        let (subject, html, text) = match content {
            MessageContent::Mail(mail) => (Some(mail.subject.clone()), Some(mail.html.clone()), mail.text.clone()),
            MessageContent::Text(text) => (None, None, text.clone()),
        };
        Self { object: "message_preview", subject, html, text }
    }
}

/// A message that the platform is asked to send: finished, with its recipient.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequestedMessage {
    /// `requested_message`.
    #[schema(schema_with = requested_message_word)]
    pub object: &'static str,
    /// Identity of the message.
    #[schema(value_type = String, examples("msg_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: MessageId,
    /// What for.
    #[schema(value_type = MessageKindShape)]
    pub kind: MessageKind,
    /// How it is to travel.
    #[schema(value_type = ChannelShape)]
    pub channel: Channel,
    /// Mail address or E.164 number.
    #[schema(examples("ada@example.com"))]
    pub to: String,
    /// A mail's subject; null for a text message.
    #[schema(required)]
    pub subject: Option<String>,
    /// A mail's HTML document; null for a text message. Its pictures are named `cid:…`; the one of the QR code is also at
    /// the link's `qr_code_url`.
    #[schema(required)]
    pub html: Option<String>,
    /// Plain text.
    pub text: String,
    /// The link it is about.
    pub payment_link: PaymentLink,
}

impl From<&views::RequestedMessage> for RequestedMessage {
    fn from(view: &views::RequestedMessage) -> Self {
        let MessagePreview { subject, html, text, .. } = MessagePreview::from(&view.content);
        let record = &view.message;
        Self {
            object: "requested_message",
            id: record.id,
            kind: record.kind,
            channel: record.channel,
            to: record.recipient.clone(),
            subject,
            html,
            text,
            payment_link: PaymentLink::from(&view.link),
        }
    }
}
