//! The provider of text messages tells how one that it took over fares.

use super::suppressions::Unwanted;
use crate::{
    Actor, Change, ChangeSet, Code, Error, Paylink, Stored,
    engine::Decided,
    ports::{AddressFault, TextNews, TextStanding},
    records::{Channel, MessageRecord, MessageStatus, SuppressionReason},
};

/// News may come before its message's own commit has: the message is looked for so often.
const LOOKS: u32 = 6;
/// A pause of this step lasts 64 to 80 ms.
const STEP: u32 = 6;

impl Paylink {
    /// Takes what the provider posted to `path` here. News of unknown messages, and late, repeated or reordered news,
    /// changes nothing.
    ///
    /// # Errors
    /// `forbidden` unless `signature` proves that the provider sent it; `storage_unavailable`.
    pub async fn text_news(&self, path: &str, form: &[(String, String)], signature: &str) -> Result<(), Error> {
        let url = format!("{}{path}", self.settings.public_url);
        let read = self.post.text.as_ref().and_then(|carrier| carrier.read_news(&url, form, signature));
        let Some(news) = read else { return Err(Error::new(Code::Forbidden, "the signature does not fit")) };
        let TextNews { reference, standing } = news;
        match standing {
            TextStanding::UnderWay | TextStanding::Delivered => Ok(()),
            TextStanding::Undelivered { reason, fault } => self.undelivered(&reference, &reason, fault).await,
        }
    }

    async fn undelivered(&self, reference: &str, reason: &str, fault: AddressFault) -> Result<(), Error> {
        for _ in 0..LOOKS {
            if self.store.message_by_reference(Channel::Sms, reference).await?.is_some() {
                return self.run(Actor::Provider, || self.give_up_text(reference, reason, fault)).await;
            }
            self.pause(STEP).await;
        }
        Ok(())
    }

    async fn give_up_text(&self, reference: &str, reason: &str, fault: AddressFault) -> Result<Decided<()>, Error> {
        let mut changes = ChangeSet::new();
        let found = self.store.message_by_reference(Channel::Sms, reference).await?;
        // given up already, or being sent again: the news is late
        let sent = found.filter(|message| message.value.status == MessageStatus::Sent);
        if let Some(Stored { value: message, version }) = sent {
            if let Some(reason) = SuppressionReason::after(fault) {
                self.suppress(&mut changes, &Unwanted::recipient_of(&message, reason)).await?;
            }
            let value = MessageRecord {
                status: MessageStatus::Failed,
                last_error: Some(reason.to_owned()),
                updated_at: self.now(),
                ..message
            };
            changes.push(Change::UpdateMessage(Box::new(Stored { value, version })));
        }
        Ok(Decided { changes, view: () })
    }
}
