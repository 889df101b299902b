//! Messages to people: who writes them, and who carries them.

use crate::{MessageId, Timestamp, records::Letter};
use async_trait::async_trait;
use std::time::Duration;

/// A picture inside a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineImage {
    /// The name by which the HTML refers to it (`cid:…`), without `@`.
    pub name: String,
    /// A PNG file.
    pub png: Vec<u8>,
}

/// A mail's contents. Debug output hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct WrittenMail {
    /// One line.
    pub subject: String,
    /// A complete HTML document.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// Pictures that the HTML shows.
    pub images: Vec<InlineImage>,
}

impl std::fmt::Debug for WrittenMail {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("WrittenMail").finish_non_exhaustive()
    }
}

/// A message could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the message could not be written: {0}")]
pub struct WriteError(pub String);

/// Turns what a message says into words. Pure: the same letter always gives the same message.
pub trait MessageWriter: Send + Sync {
    /// As a mail.
    ///
    /// # Errors
    /// [`WriteError`].
    fn mail(&self, letter: &Letter) -> Result<WrittenMail, WriteError>;

    /// As a text message, short enough for two segments.
    ///
    /// # Errors
    /// [`WriteError`].
    fn text(&self, letter: &Letter) -> Result<String, WriteError>;
}

/// A mail to send. Debug output hides everything but its id.
#[derive(Clone)]
pub struct OutgoingMail {
    /// The same on every attempt: becomes the `Message-ID`.
    pub id: MessageId,
    /// The recipient's address.
    pub to: String,
    /// The merchant's name, shown as the sender's.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Where a click ends such mails (RFC 8058), where that applies.
    pub unsubscribe_url: Option<String>,
    /// When the message was made: becomes the `Date`, the same on every attempt.
    pub made_at: Timestamp,
    /// What it says.
    pub content: WrittenMail,
}

/// A text message to send. Debug output hides everything but its id.
#[derive(Clone)]
pub struct OutgoingText {
    /// The same on every attempt.
    pub id: MessageId,
    /// The recipient's number, E.164.
    pub to: String,
    /// What it says.
    pub body: String,
}

impl std::fmt::Debug for OutgoingMail {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("OutgoingMail").field("id", &self.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for OutgoingText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("OutgoingText").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What became of an attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageOutcome {
    /// Taken over by the next server or the provider.
    Sent {
        /// The provider's own id of it.
        reference: Option<String>,
    },
    /// Refused for good; asking again would not help.
    Refused {
        /// In a few words, without any address.
        reason: String,
        /// Whether that is the address's doing.
        fault: AddressFault,
    },
    /// Did not work now.
    Failed {
        /// In a few words, without any address.
        reason: String,
        /// How long the provider asked to be left alone.
        retry_after: Option<Duration>,
    },
}

/// What a refused or failed message says about its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFault {
    /// Nothing.
    None,
    /// It takes no messages at all: it does not exist, or is a landline. It gets nothing any more.
    Dead,
    /// Its owner said stop: requests and reminders end.
    Stopped,
}

/// Carries mails.
#[async_trait]
pub trait MailCarrier: Send + Sync {
    /// One attempt; ends within 60 s.
    async fn send(&self, mail: &OutgoingMail) -> MessageOutcome;

    /// Whether the server can be reached and accepts the credentials.
    ///
    /// # Errors
    /// In a few words, without the credentials.
    async fn check(&self) -> Result<(), String>;
}

/// What a provider says about a text message it has taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextNews {
    /// The provider's own id of the message.
    pub reference: String,
    /// How it stands.
    pub standing: TextStanding,
}

/// How a text message stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextStanding {
    /// On its way.
    UnderWay,
    /// Arrived.
    Delivered,
    /// Will not arrive.
    Undelivered {
        /// The provider's code, in a few words.
        reason: String,
        /// Whether that is the number's doing.
        fault: AddressFault,
    },
}

/// Carries text messages.
#[async_trait]
pub trait TextCarrier: Send + Sync {
    /// One attempt; ends within 60 s.
    async fn send(&self, text: &OutgoingText) -> MessageOutcome;

    /// Reads what the provider posted to `url` (as the provider was told it), if `signature` proves that it did:
    /// the form's fields in order. `None`: not proved, or not about a message.
    fn read_news(&self, url: &str, form: &[(String, String)], signature: &str) -> Option<TextNews>;
}
