//! The row of an event.

use super::{Reading, Restore};
use crate::{
    schema::events,
    types::{At, Id, JsonText},
};
use diesel::{Insertable, Queryable, Selectable};
use paylink_core::{EventKind, Stored, Version, ports::StoreError, records::EventRecord};

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub(crate) struct EventRow {
    id: Id,
    merchant_id: Option<Id>,
    link_id: Option<Id>,
    kind: String,
    subject: JsonText,
    created_at: At,
}

impl EventRow {
    pub(crate) fn of(record: &EventRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: record.merchant_id.map(Id::of),
            link_id: record.link_id.map(Id::of),
            kind: record.kind.name().to_owned(),
            subject: Reading("event", &record.id).to_json("subject", &record.subject)?,
            created_at: At::of(record.created_at),
        })
    }
}

impl EventRow {
    /// What it is about.
    pub(crate) fn into_subject(self) -> JsonText {
        self.subject
    }
}

impl Restore for EventRow {
    type Record = EventRecord;

    /// An event never changes, so its version is always the first.
    fn restore(self) -> Result<Stored<EventRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("event", &id);
        let value = EventRecord {
            id,
            merchant_id: self.merchant_id.map(Id::typed),
            link_id: self.link_id.map(Id::typed),
            kind: row.word("kind", &self.kind, EventKind::named)?,
            subject: row.json("subject", &self.subject)?,
            created_at: row.at("created_at", self.created_at)?,
        };
        Ok(Stored { value, version: Version::FIRST })
    }
}
