//! The store on SQLite: what reads files.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    FileId, MerchantId, Stored,
    ports::{FileFilter, FileReader, PageOf, StoreError},
    records::{FileRecord, FileUsageRecord},
};

#[async_trait]
impl FileReader for SqliteStore {
    async fn file(&self, id: FileId) -> Result<Option<Stored<FileRecord>>, StoreError> {
        self.points.here(|conn| ops::file(conn, id)).await
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Result<Vec<Stored<FileRecord>>, StoreError> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::files(conn, &filter, page)).await
    }

    async fn file_usage(&self, merchant: MerchantId) -> Result<Option<Stored<FileUsageRecord>>, StoreError> {
        self.points.here(|conn| ops::file_usage(conn, merchant)).await
    }
}
