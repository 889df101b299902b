//! Rows of messages to people: payment requests, reminders, receipts, notices.

use super::{LineTable, MethodDetails, RevokedBy, named};
use crate::{
    Currency, Date, EventId, LinkId, MerchantId, MessageId, PaymentId, RefundId, ReminderId, SuppressionId, Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

named! {
    /// How a message travels.
    Channel {
        /// By mail.
        Email = "email",
        /// By text message.
        Sms = "sms",
    }
}

impl Channel {
    /// The lane of the work queue in which this channel's messages wait, so that each has its own concurrency.
    #[must_use]
    pub const fn lane(self) -> Uuid {
        match self {
            Self::Email => Uuid::from_u128(1),
            Self::Sms => Uuid::from_u128(2),
        }
    }
}

named! {
    /// What a message is for.
    MessageKind {
        /// Asks the payer to pay.
        PaymentRequest = "payment_request",
        /// Asks again.
        Reminder = "reminder",
        /// Tells the payer that the payment has arrived.
        Receipt = "receipt",
        /// Tells the merchant that a payment has arrived.
        PaymentNotice = "payment_notice",
        /// Tells the payer that money goes back.
        RefundNotice = "refund_notice",
        /// Tells the merchant that a bank debit came back.
        ReturnNotice = "return_notice",
        /// Tells the payer that a payment that looked good has failed.
        FailedNotice = "failed_notice",
        /// Tells the merchant that a saved payment method is gone.
        MethodNotice = "payment_method_notice",
    }
}

impl MessageKind {
    /// Whether it goes to the payer; otherwise to the merchant.
    #[must_use]
    pub const fn is_for_payer(self) -> bool {
        match self {
            Self::PaymentRequest | Self::Reminder | Self::Receipt | Self::RefundNotice | Self::FailedNotice => true,
            Self::PaymentNotice | Self::ReturnNotice | Self::MethodNotice => false,
        }
    }

    /// Whether it asks for money: those can be unsubscribed from, and lose their reason once the link is not payable.
    #[must_use]
    pub const fn asks_for_money(self) -> bool {
        match self {
            Self::PaymentRequest | Self::Reminder => true,
            Self::Receipt
            | Self::PaymentNotice
            | Self::RefundNotice
            | Self::ReturnNotice
            | Self::FailedNotice
            | Self::MethodNotice => false,
        }
    }
}

named! {
    /// What became of a message.
    MessageStatus {
        /// Waits for its next attempt.
        Queued = "queued",
        /// Taken over by the next server (mail), the provider (text) or the platform (hand-over by webhook).
        Sent = "sent",
        /// Given up; can be sent again.
        Failed = "failed",
        /// Not sent on purpose; `last_error` says why.
        Suppressed = "suppressed",
    }
}

/// A price in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterPrice {
    /// Decimal text in the currency's decimals.
    pub amount: String,
    /// The merchant's note beside it.
    pub note: Option<String>,
}

/// The payee as a message shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterMerchant {
    /// Name.
    pub name: String,
    /// Where answers go.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// Address of its logo.
    pub logo_url: Option<String>,
}

/// The payment a message is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterPayment {
    /// The reference people quote.
    pub id: PaymentId,
    /// Decimal text.
    pub amount: String,
    /// Card or account, shortened.
    pub method: Option<MethodDetails>,
    /// Why it failed or came back: the gateway's code.
    pub failure_code: Option<String>,
    /// The same for people.
    pub failure_message: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// Payer's name as given, for the merchant's notice.
    pub payer_name: Option<String>,
}

/// The refund a message is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRefund {
    /// The reference people quote.
    pub id: RefundId,
    /// Decimal text.
    pub amount: String,
    /// The merchant's words.
    pub reason: Option<String>,
}

/// Everything a message says, fixed when the message is made: it is rendered anew for every attempt and preview, and
/// comes out the same. Debug output hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What for.
    pub kind: MessageKind,
    /// From whom.
    pub merchant: LetterMerchant,
    /// Name of whom it greets.
    pub greeting: Option<String>,
    /// Language and region of the reader (BCP 47), if known.
    pub locale: Option<String>,
    /// IANA zone in which times are shown.
    pub timezone: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Price by card, if cards are taken.
    pub card: Option<LetterPrice>,
    /// Price by bank debit, if those are taken.
    pub ach: Option<LetterPrice>,
    /// What it is about, line by line.
    #[serde(default)]
    pub lines: Option<LineTable>,
    /// What is (to be) paid.
    pub description: Option<String>,
    /// Order number.
    pub order_number: Option<String>,
    /// Invoice number.
    pub invoice_number: Option<String>,
    /// The names of the files that the page offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// When it is due.
    pub due_date: Option<Date>,
    /// When the link ends.
    pub ends_at: Option<Timestamp>,
    /// Where the button leads: payment page or receipt. None in a notice to the merchant.
    pub url: Option<String>,
    /// Where the reader ends messages of this kind, where that applies.
    pub unsubscribe_url: Option<String>,
    /// Where the payer sees and removes the method that was saved with the payment or has paid it.
    #[serde(default)]
    pub payment_method_url: Option<String>,
    /// Who removed the saved method it is about; that of `payment`.
    #[serde(default)]
    pub method_removed_by: Option<RevokedBy>,
    /// The payment it is about.
    pub payment: Option<LetterPayment>,
    /// The refund it is about.
    pub refund: Option<LetterRefund>,
    /// Whether payments are only played.
    pub test_mode: bool,
    /// When the message was made.
    pub made_at: Timestamp,
}

/// A message. Debug output hides the recipient and what it says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRecord {
    /// Identity; the `Message-ID` of every attempt.
    pub id: MessageId,
    /// On whose behalf.
    pub merchant_id: MerchantId,
    /// The link it is about.
    pub link_id: LinkId,
    /// The payment it is about.
    pub payment_id: Option<PaymentId>,
    /// The reminder it was made for; one message per reminder and channel.
    pub reminder_id: Option<ReminderId>,
    /// The event it was made for; one message per event, kind and channel.
    pub event_id: Option<EventId>,
    /// What for.
    pub kind: MessageKind,
    /// Mail or text.
    pub channel: Channel,
    /// Mail address or E.164 number.
    pub recipient: String,
    /// The same in the form that is compared: lower case.
    pub recipient_key: String,
    /// State.
    pub status: MessageStatus,
    /// Attempts made.
    pub attempts: i64,
    /// Why the last attempt failed, or why it was not sent, without any address.
    pub last_error: Option<String>,
    /// The provider's own id of it.
    pub provider_reference: Option<String>,
    /// What it says; stored as one JSON document.
    pub letter: Letter,
    /// When the next attempt is due, while queued.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was taken over.
    pub sent_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

named! {
    /// Why nothing is sent to an address.
    SuppressionReason {
        /// The reader asked for it: requests and reminders of that merchant stop.
        Unsubscribed = "unsubscribed",
        /// The address does not exist.
        HardBounce = "hard_bounce",
        /// The reader called a message spam.
        Complaint = "complaint",
        /// Entered by hand.
        Manual = "manual",
    }
}

/// An address that gets nothing. Unique per merchant (or platform), channel and address. Debug output hides the address.
#[derive(Clone, PartialEq, Eq)]
pub struct SuppressionRecord {
    /// Identity.
    pub id: SuppressionId,
    /// For messages of this merchant only; `None`: of all.
    pub merchant_id: Option<MerchantId>,
    /// Mail or text.
    pub channel: Channel,
    /// The address as given.
    pub address: String,
    /// The same in the form that is compared: lower case.
    pub address_key: String,
    /// Why.
    pub reason: SuppressionReason,
    /// When it was made.
    pub created_at: Timestamp,
}

impl SuppressionRecord {
    /// The address, unless its owner was erased: then it is kept in a form that can be recognised and not be read.
    #[must_use]
    pub fn readable_address(&self) -> Option<&str> {
        (!self.address.starts_with(HASHED_ADDRESS)).then_some(&*self.address)
    }
}

/// How the stored form of an address begins that nobody may read any more.
pub(crate) const HASHED_ADDRESS: &str = "hashed:";

macro_rules! private {
    ($($name:ident $($field:ident)*;)+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }
    )+};
}
private! {
    LetterMerchant;
    LetterPayment id;
    LetterRefund id;
    Letter kind;
    MessageRecord id kind channel status attempts;
    SuppressionRecord id channel reason;
}
