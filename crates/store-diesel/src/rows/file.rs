//! The rows of files and of the space they take.

use super::{Reading, Restore};
use crate::{
    schema::{file_usage, files},
    types::{At, Id},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{FilePurpose, FileRecord, FileStatus, FileType, FileUsageRecord},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = files, primary_key(id, merchant_id, link_id, purpose, content_type, size, sha256, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct FileRow {
    id: Id,
    merchant_id: Id,
    link_id: Option<Id>,
    purpose: String,
    name: String,
    content_type: String,
    size: i64,
    sha256: String,
    status: String,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl FileRow {
    pub(crate) fn of(record: &FileRecord, version: Version) -> Self {
        Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            link_id: record.link_id.map(Id::of),
            purpose: record.purpose.name().to_owned(),
            name: record.name.clone(),
            content_type: record.content_type.name().to_owned(),
            size: record.size,
            sha256: record.sha256.clone(),
            status: record.status.name().to_owned(),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        }
    }
}

impl Restore for FileRow {
    type Record = FileRecord;

    fn restore(self) -> Result<Stored<FileRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("file", &id);
        let value = FileRecord {
            id,
            merchant_id: self.merchant_id.typed(),
            link_id: self.link_id.map(Id::typed),
            purpose: row.word("purpose", &self.purpose, FilePurpose::named)?,
            content_type: row.word("content_type", &self.content_type, FileType::named)?,
            status: row.word("status", &self.status, FileStatus::named)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            name: self.name,
            size: self.size,
            sha256: self.sha256,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = file_usage, primary_key(merchant_id))]
pub(crate) struct FileUsageRow {
    merchant_id: Id,
    bytes: i64,
    limit_bytes: i64,
    version: i64,
}

impl FileUsageRow {
    pub(crate) fn of(record: &FileUsageRecord, version: Version) -> Self {
        Self {
            merchant_id: Id::of(record.merchant_id),
            bytes: record.bytes,
            limit_bytes: record.limit_bytes,
            version: version.0,
        }
    }
}

impl Restore for FileUsageRow {
    type Record = FileUsageRecord;

    fn restore(self) -> Result<Stored<FileUsageRecord>, StoreError> {
        let value =
            FileUsageRecord { merchant_id: self.merchant_id.typed(), bytes: self.bytes, limit_bytes: self.limit_bytes };
        Ok(Stored { value, version: Version(self.version) })
    }
}
