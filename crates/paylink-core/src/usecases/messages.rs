//! What became of every message: listed, previewed, sent again when it was given up.

use super::{
    compose::sending,
    listing::{Slice, at, id_filter, merchant_filter, name_filter},
};
use crate::{
    Caller, Change, ChangeSet, Code, Error, FieldErrors, MessageId, Once, Paylink, Reply, Stored,
    engine::Decided,
    forms::MessageQuery,
    ports::MessageFilter,
    records::{Channel, MessageRecord, MessageStatus},
    views::{Listed, MessageContent},
};

impl Paylink {
    /// Messages, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn messages(&self, caller: &Caller, query: &MessageQuery) -> Result<Listed<MessageRecord>, Error> {
        let mut errors = FieldErrors::default();
        let filter = MessageFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            link_id: id_filter("payment_link_id", query.payment_link_id.as_deref(), &mut errors),
            channel: name_filter("channel", query.channel.as_deref(), Channel::named, &mut errors),
            status: name_filter("status", query.status.as_deref(), MessageStatus::named, &mut errors),
        };
        let slice = Slice::read(&query.list, caller, "messages", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.messages(&filter, slice.page()).await?;
        Ok(slice.list(rows, |message| at(message.created_at, message.id)))
    }

    /// One message.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn message(&self, caller: &Caller, id: &str) -> Result<MessageRecord, Error> {
        Ok(self.visible_message(caller, id).await?.value)
    }

    /// What a message says, exactly as it is sent.
    ///
    /// # Errors
    /// `not_found`, `not_available` without a writer of messages.
    pub async fn message_preview(&self, caller: &Caller, id: &str) -> Result<MessageContent, Error> {
        let message = self.visible_message(caller, id).await?.value;
        self.written(&message)
    }

    /// Puts a message that was given up back into the queue, under the same id.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `message_not_failed`.
    pub async fn retry_message(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, MessageRecord>>,
    ) -> Result<Reply<MessageRecord>, Error> {
        self.visible_message(caller, id).await?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let Stored { value, version } = self.visible_message(caller, id).await?;
            if value.status != MessageStatus::Failed {
                return Err(Error::of(Code::MessageNotFailed));
            }
            let now = self.now();
            let message = MessageRecord {
                status: MessageStatus::Queued,
                attempts: 0,
                next_attempt_at: Some(now),
                updated_at: now,
                ..value
            };
            let changes = ChangeSet::new()
                .with(Change::UpdateMessage(Box::new(Stored { value: message.clone(), version })))
                .with(Change::PutWork(sending(&message, now)));
            Ok(Decided { changes, view: message })
        })
        .await
    }

    pub(crate) async fn visible_message(&self, caller: &Caller, id: &str) -> Result<Stored<MessageRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: MessageId = id.parse().map_err(|_| not_found())?;
        let message = self.store.message(id).await?;
        message.filter(|message| caller.sees(message.value.merchant_id)).ok_or_else(not_found)
    }
}
