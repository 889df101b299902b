//! The row of a refund.

use super::{Reading, Restore};
use crate::{
    schema::refunds,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{RefundRecord, RefundStatus},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = refunds, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(id, payment_id, link_id, merchant_id, amount_minor, currency, created_at))]
pub(crate) struct RefundRow {
    id: Id,
    payment_id: Id,
    link_id: Id,
    merchant_id: Id,
    amount_minor: i64,
    currency: String,
    reason: Option<String>,
    status: String,
    unknown: bool,
    failure_code: Option<String>,
    failure_message: Option<String>,
    gateway_reference: Option<String>,
    review: Option<String>,
    not_found_count: i64,
    metadata: JsonText,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl RefundRow {
    pub(crate) fn of(record: &RefundRecord, version: Version) -> Result<Self, StoreError> {
        let row = Reading("refund", &record.id);
        Ok(Self {
            id: Id::of(record.id),
            payment_id: Id::of(record.payment_id),
            link_id: Id::of(record.link_id),
            merchant_id: Id::of(record.merchant_id),
            amount_minor: record.amount_minor,
            currency: record.currency.code().to_owned(),
            reason: record.reason.clone(),
            status: record.status.name().to_owned(),
            unknown: record.unknown,
            failure_code: record.failure_code.clone(),
            failure_message: record.failure_message.clone(),
            gateway_reference: record.gateway_reference.clone(),
            review: record.review.clone(),
            not_found_count: record.not_found_count,
            metadata: row.to_json("metadata", &record.metadata)?,
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for RefundRow {
    type Record = RefundRecord;

    fn restore(self) -> Result<Stored<RefundRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("refund", &id);
        let value = RefundRecord {
            id,
            payment_id: self.payment_id.typed(),
            link_id: self.link_id.typed(),
            merchant_id: self.merchant_id.typed(),
            amount_minor: self.amount_minor,
            currency: row.currency(&self.currency)?,
            reason: self.reason,
            status: row.word("status", &self.status, RefundStatus::named)?,
            unknown: self.unknown,
            failure_code: self.failure_code,
            failure_message: self.failure_message,
            gateway_reference: self.gateway_reference,
            review: self.review,
            not_found_count: self.not_found_count,
            metadata: row.json("metadata", &self.metadata)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
