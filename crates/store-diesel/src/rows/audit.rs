//! The rows of the audit log and of its seals. There is no update on purpose.

use super::Reading;
use crate::{
    schema::{audit_log, audit_seals},
    types::{At, Id, JsonText},
};
use diesel::{Insertable, Queryable, Selectable};
use paylink_core::{
    AuditId,
    ports::StoreError,
    records::{ActorKind, AuditRecord, AuditSubject, SealRecord},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log, treat_none_as_default_value = false)]
pub(crate) struct AuditRow {
    id: Id,
    merchant_id: Option<Id>,
    actor: String,
    actor_id: Option<String>,
    action: String,
    kind: String,
    subject: Id,
    version: i64,
    state: Option<JsonText>,
    request_id: Option<String>,
    created_at: At,
}

impl AuditRow {
    pub(crate) fn of(record: &AuditRecord) -> Self {
        Self {
            id: Id::of(record.id),
            merchant_id: record.merchant_id.map(Id::of),
            actor: record.actor.name().to_owned(),
            actor_id: record.actor_id.clone(),
            action: record.action.clone(),
            kind: record.kind.name().to_owned(),
            subject: Id(record.subject),
            version: record.version,
            state: record.state.clone().map(JsonText),
            request_id: record.request_id.clone(),
            created_at: At::of(record.created_at),
        }
    }

    pub(crate) fn restore(self) -> Result<AuditRecord, StoreError> {
        let id: AuditId = self.id.typed();
        let row = Reading("audit entry", &id);
        Ok(AuditRecord {
            id,
            merchant_id: self.merchant_id.map(Id::typed),
            actor: row.word("actor", &self.actor, ActorKind::named)?,
            actor_id: self.actor_id,
            action: self.action,
            kind: row.word("kind", &self.kind, AuditSubject::named)?,
            subject: self.subject.0,
            version: self.version,
            state: self.state.map(|text| text.0),
            request_id: self.request_id,
            created_at: row.at("created_at", self.created_at)?,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_seals, treat_none_as_default_value = false)]
pub(crate) struct SealRow {
    number: i64,
    entries: JsonText,
    hash: String,
    key_id: String,
    mac: String,
    created_at: At,
}

impl SealRow {
    pub(crate) fn of(record: &SealRecord) -> Result<Self, StoreError> {
        Ok(Self {
            number: record.number,
            entries: Reading("seal", &record.number).to_json("entries", &record.entries)?,
            hash: record.hash.clone(),
            key_id: record.key_id.clone(),
            mac: record.mac.clone(),
            created_at: At::of(record.created_at),
        })
    }

    pub(crate) fn restore(self) -> Result<SealRecord, StoreError> {
        let row = Reading("seal", &self.number);
        Ok(SealRecord {
            number: self.number,
            entries: row.json("entries", &self.entries)?,
            created_at: row.at("created_at", self.created_at)?,
            hash: self.hash,
            key_id: self.key_id,
            mac: self.mac,
        })
    }
}
