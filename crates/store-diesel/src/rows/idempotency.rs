//! The row of a request that carried an idempotency key.

use super::{Reading, Restore};
use crate::{
    schema::idempotency,
    types::{At, Id},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{Answer, Stored, Version, ports::StoreError, records::IdempotencyRecord};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = idempotency, primary_key(scope, key))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct IdempotencyRow {
    scope: String,
    key: String,
    fingerprint: String,
    payment_id: Option<Id>,
    refund_id: Option<Id>,
    answer_status: Option<i64>,
    answer_type: Option<String>,
    answer_body: Option<String>,
    version: i64,
    created_at: At,
    expires_at: At,
}

impl IdempotencyRow {
    pub(crate) fn of(record: &IdempotencyRecord, version: Version) -> Self {
        let answer = record.answer.as_ref();
        Self {
            scope: record.scope.clone(),
            key: record.key.clone(),
            fingerprint: record.fingerprint.clone(),
            payment_id: record.payment_id.map(Id::of),
            refund_id: record.refund_id.map(Id::of),
            answer_status: answer.map(|answer| i64::from(answer.status)),
            answer_type: answer.map(|answer| answer.content_type.clone()),
            answer_body: answer.map(|answer| answer.body.clone()),
            version: version.0,
            created_at: At::of(record.created_at),
            expires_at: At::of(record.expires_at),
        }
    }
}

impl Restore for IdempotencyRow {
    type Record = IdempotencyRecord;

    fn restore(self) -> Result<Stored<IdempotencyRecord>, StoreError> {
        let row = Reading("idempotency", &"a request's record");
        let answer = match (self.answer_status, self.answer_type, self.answer_body) {
            (Some(status), Some(content_type), Some(body)) => {
                let status = u16::try_from(status).map_err(|error| row.damaged("answer_status", &error))?;
                Some(Answer { status, content_type, body })
            }
            (None, None, None) => None,
            _ => return Err(row.damaged("answer_body", &"only a part of the answer is there")),
        };
        let value = IdempotencyRecord {
            scope: self.scope,
            key: self.key,
            fingerprint: self.fingerprint,
            payment_id: self.payment_id.map(Id::typed),
            refund_id: self.refund_id.map(Id::typed),
            answer,
            created_at: row.at("created_at", self.created_at)?,
            expires_at: row.at("expires_at", self.expires_at)?,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
