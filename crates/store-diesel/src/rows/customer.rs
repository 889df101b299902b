//! The row of a customer.

use super::{Reading, Restore};
use crate::{
    schema::customers,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{Stored, Version, ports::StoreError, records::CustomerRecord};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = customers, primary_key(id, merchant_id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct CustomerRow {
    id: Id,
    merchant_id: Id,
    external_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    email_key: Option<String>,
    phone: Option<String>,
    locale: Option<String>,
    metadata: JsonText,
    merged_into: Option<Id>,
    deleted_at: Option<At>,
    erasure: Option<JsonText>,
    erased_at: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl CustomerRow {
    pub(crate) fn of(record: &CustomerRecord, version: Version) -> Result<Self, StoreError> {
        let row = Reading("customer", &record.id);
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            external_id: record.external_id.clone(),
            name: record.name.clone(),
            email: record.email.clone(),
            email_key: record.email_key(),
            phone: record.phone.clone(),
            locale: record.locale.clone(),
            metadata: row.to_json("metadata", &record.metadata)?,
            merged_into: record.merged_into.map(Id::of),
            deleted_at: record.deleted_at.map(At::of),
            erasure: record.erasure.as_ref().map(|erasure| row.to_json("erasure", erasure)).transpose()?,
            erased_at: record.erased_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for CustomerRow {
    type Record = CustomerRecord;

    fn restore(self) -> Result<Stored<CustomerRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("customer", &id);
        let value = CustomerRecord {
            id,
            merchant_id: self.merchant_id.typed(),
            external_id: self.external_id,
            name: self.name,
            email: self.email,
            phone: self.phone,
            locale: self.locale,
            metadata: row.json("metadata", &self.metadata)?,
            merged_into: self.merged_into.map(Id::typed),
            deleted_at: row.maybe_at("deleted_at", self.deleted_at)?,
            erasure: row.maybe_json("erasure", self.erasure.as_ref())?,
            erased_at: row.maybe_at("erased_at", self.erased_at)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
