//! The store on PostgreSQL: what reads files.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    FileId, MerchantId, Stored,
    ports::{FileFilter, FileReader, PageOf, StoreError},
    records::{FileRecord, FileUsageRecord},
};

#[async_trait]
impl FileReader for PostgresStore {
    async fn file(&self, id: FileId) -> Result<Option<Stored<FileRecord>>, StoreError> {
        read!(self, conn => ops::file(conn, id))
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Result<Vec<Stored<FileRecord>>, StoreError> {
        read!(self, conn => ops::files(conn, filter, page))
    }

    async fn file_usage(&self, merchant: MerchantId) -> Result<Option<Stored<FileUsageRecord>>, StoreError> {
        read!(self, conn => ops::file_usage(conn, merchant))
    }
}
