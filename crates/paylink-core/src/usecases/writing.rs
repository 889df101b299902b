//! What a message says, finished: the letter that was fixed when it was made, put into words.

use crate::{
    Code, Error, Paylink,
    records::{Channel, MessageRecord},
    views::MessageContent,
};

impl Paylink {
    /// Renders a message; the same letter always gives the same words.
    pub(crate) fn written(&self, message: &MessageRecord) -> Result<MessageContent, Error> {
        let writer = self.post.writer.as_ref().ok_or_else(|| Error::of(Code::NotAvailable))?;
        let written = match message.channel {
            Channel::Email => writer.mail(&message.letter).map(MessageContent::Mail),
            Channel::Sms => writer.text(&message.letter).map(MessageContent::Text),
        };
        written.map_err(|error| Error::internal(error.to_string()))
    }
}
