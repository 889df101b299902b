//! The reader of files.

use super::{
    SwapStore,
    read::{asks, list},
};
use async_trait::async_trait;
use paylink_core::{
    FileId, MerchantId, Stored, TypedId,
    ports::{FileFilter, FileReader, PageOf, Position, StoreError},
    records::{FileRecord, FileUsageRecord},
};

#[async_trait]
impl FileReader for SwapStore {
    async fn file(&self, id: FileId) -> Result<Option<Stored<FileRecord>>, StoreError> {
        Ok(self.state().files.get(&id).cloned())
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Result<Vec<Stored<FileRecord>>, StoreError> {
        let place = |row: &FileRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        Ok(list(&self.state().files, page, place, |row| asks(&filter.merchant_id, &row.merchant_id)))
    }

    async fn file_usage(&self, merchant: MerchantId) -> Result<Option<Stored<FileUsageRecord>>, StoreError> {
        Ok(self.state().file_usage.get(&merchant).cloned())
    }
}
