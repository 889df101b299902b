//! The row of an API key.

use super::{Reading, Restore};
use crate::{
    schema::api_keys,
    types::{At, Id},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{Role, Stored, Version, ports::StoreError, records::ApiKeyRecord};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = api_keys, primary_key(id, merchant_id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct ApiKeyRow {
    id: Id,
    name: String,
    role: String,
    merchant_id: Option<Id>,
    secret_hash: String,
    hint: String,
    revoked_at: Option<At>,
    version: i64,
    created_at: At,
}

impl ApiKeyRow {
    pub(crate) fn of(record: &ApiKeyRecord, version: Version) -> Self {
        Self {
            id: Id::of(record.id),
            name: record.name.clone(),
            role: record.role.name().to_owned(),
            merchant_id: record.merchant_id.map(Id::of),
            secret_hash: record.secret_hash.clone(),
            hint: record.hint.clone(),
            revoked_at: record.revoked_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
        }
    }
}

impl Restore for ApiKeyRow {
    type Record = ApiKeyRecord;

    fn restore(self) -> Result<Stored<ApiKeyRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("api_key", &id);
        let value = ApiKeyRecord {
            id,
            role: row.word("role", &self.role, Role::named)?,
            merchant_id: self.merchant_id.map(Id::typed),
            revoked_at: row.maybe_at("revoked_at", self.revoked_at)?,
            created_at: row.at("created_at", self.created_at)?,
            name: self.name,
            secret_hash: self.secret_hash,
            hint: self.hint,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
