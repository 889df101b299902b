//! The row of a message.

use super::{Reading, Restore};
use crate::{
    schema::messages,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{Channel, MessageKind, MessageRecord, MessageStatus},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = messages, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(
    id,
    merchant_id,
    link_id,
    payment_id,
    reminder_id,
    event_id,
    kind,
    channel,
    recipient,
    recipient_key,
    letter,
    created_at
))]
pub(crate) struct MessageRow {
    id: Id,
    merchant_id: Id,
    link_id: Id,
    payment_id: Option<Id>,
    reminder_id: Option<Id>,
    event_id: Option<Id>,
    kind: String,
    channel: String,
    recipient: String,
    recipient_key: String,
    status: String,
    attempts: i64,
    last_error: Option<String>,
    provider_reference: Option<String>,
    letter: JsonText,
    next_attempt_at: Option<At>,
    sent_at: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl MessageRow {
    pub(crate) fn of(record: &MessageRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            link_id: Id::of(record.link_id),
            payment_id: record.payment_id.map(Id::of),
            reminder_id: record.reminder_id.map(Id::of),
            event_id: record.event_id.map(Id::of),
            kind: record.kind.name().to_owned(),
            channel: record.channel.name().to_owned(),
            recipient: record.recipient.clone(),
            recipient_key: record.recipient_key.clone(),
            status: record.status.name().to_owned(),
            attempts: record.attempts,
            last_error: record.last_error.clone(),
            provider_reference: record.provider_reference.clone(),
            letter: Reading("message", &record.id).to_json("letter", &record.letter)?,
            next_attempt_at: record.next_attempt_at.map(At::of),
            sent_at: record.sent_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl MessageRow {
    /// What it says.
    pub(crate) fn letter(&self) -> JsonText {
        self.letter.clone()
    }
}

impl Restore for MessageRow {
    type Record = MessageRecord;

    fn restore(self) -> Result<Stored<MessageRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("message", &id);
        let value = MessageRecord {
            id,
            merchant_id: self.merchant_id.typed(),
            link_id: self.link_id.typed(),
            payment_id: self.payment_id.map(Id::typed),
            reminder_id: self.reminder_id.map(Id::typed),
            event_id: self.event_id.map(Id::typed),
            kind: row.word("kind", &self.kind, MessageKind::named)?,
            channel: row.word("channel", &self.channel, Channel::named)?,
            status: row.word("status", &self.status, MessageStatus::named)?,
            letter: row.json("letter", &self.letter)?,
            next_attempt_at: row.maybe_at("next_attempt_at", self.next_attempt_at)?,
            sent_at: row.maybe_at("sent_at", self.sent_at)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            recipient: self.recipient,
            recipient_key: self.recipient_key,
            attempts: self.attempts,
            last_error: self.last_error,
            provider_reference: self.provider_reference,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
