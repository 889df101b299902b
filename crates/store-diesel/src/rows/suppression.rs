//! The row of a suppression.

use super::{Reading, Restore};
use crate::{
    schema::suppressions,
    types::{At, Id},
};
use diesel::{Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{Channel, SuppressionReason, SuppressionRecord},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = suppressions, treat_none_as_default_value = false)]
pub(crate) struct SuppressionRow {
    id: Id,
    merchant_id: Option<Id>,
    channel: String,
    address: String,
    address_key: String,
    reason: String,
    created_at: At,
}

impl SuppressionRow {
    pub(crate) fn of(record: &SuppressionRecord) -> Self {
        Self {
            id: Id::of(record.id),
            merchant_id: record.merchant_id.map(Id::of),
            channel: record.channel.name().to_owned(),
            address: record.address.clone(),
            address_key: record.address_key.clone(),
            reason: record.reason.name().to_owned(),
            created_at: At::of(record.created_at),
        }
    }
}

impl Restore for SuppressionRow {
    type Record = SuppressionRecord;

    /// A suppression never changes, so its version is always the first.
    fn restore(self) -> Result<Stored<SuppressionRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("suppression", &id);
        let value = SuppressionRecord {
            id,
            merchant_id: self.merchant_id.map(Id::typed),
            channel: row.word("channel", &self.channel, Channel::named)?,
            reason: row.word("reason", &self.reason, SuppressionReason::named)?,
            created_at: row.at("created_at", self.created_at)?,
            address: self.address,
            address_key: self.address_key,
        };
        Ok(Stored { value, version: Version::FIRST })
    }
}
