//! Bodies that stop messages to an address, and that report messages that came back.

use crate::v1::shapes::{BounceTypeShape, ChannelShape, SuppressionReasonShape};
use serde::Serialize;
use utoipa::ToSchema;

/// An address that is to get nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSuppression {
    /// Mails or texts.
    #[schema(value_type = ChannelShape)]
    pub channel: String,
    /// Mail address, or phone number in E.164; compared without regard to case.
    #[schema(max_length = 254, examples("ada@example.com"))]
    pub address: String,
    /// Why; default `manual`. `unsubscribed` stops requests and reminders only.
    #[schema(value_type = Option<SuppressionReasonShape>)]
    pub reason: Option<String>,
    /// For messages of this merchant only; default: of all the credentials can see.
    #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: Option<String>,
}

/// A message that came back, or that its reader called spam. Give `message_id`, or `address` where it is not known.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBounce {
    /// The message: its id, or the `Message-ID` header of the mail that came back. It knows its own address.
    #[schema(max_length = 300, examples("msg_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub message_id: Option<String>,
    /// The address; used when there is no `message_id`.
    #[schema(max_length = 254, examples("ada@example.com"))]
    pub address: Option<String>,
    /// Mails (default) or texts.
    #[schema(value_type = Option<ChannelShape>)]
    pub channel: Option<String>,
    /// `hard_bounce`: the address takes no mail; nothing is sent there any more, and the message has failed.
    /// `complaint`: its reader called it spam; nothing is sent there any more. `soft_bounce`: only noted.
    #[schema(value_type = BounceTypeShape)]
    pub r#type: String,
    /// What the mail system said; kept in short and without addresses.
    #[schema(max_length = 1000, examples("550 5.1.1 user unknown"))]
    pub reason: Option<String>,
}

/// What Twilio reports; fields that are not shown here are ignored.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TwilioStatus {
    /// Twilio's id of the message.
    #[serde(rename = "MessageSid")]
    #[schema(examples("SM0123456789abcdef0123456789abcdef"))]
    pub message_sid: String,
    /// How it stands: `sent`, `delivered`, `undelivered`, `failed` …
    #[serde(rename = "MessageStatus")]
    #[schema(examples("delivered"))]
    pub message_status: String,
    /// Why it does not arrive.
    #[serde(rename = "ErrorCode")]
    #[schema(examples("30003"))]
    pub error_code: Option<String>,
}
