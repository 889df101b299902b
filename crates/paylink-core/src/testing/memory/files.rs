//! The rows of files in the memory store.

use super::{
    MemoryStore,
    apply::{expect, insert, present, update},
    guard, lists,
    tables::Tables,
};
use crate::{
    FileId, MerchantId, Stored, UniqueKey, Version,
    ports::{FileFilter, FileReader, PageOf, StoreError},
    records::{FileRecord, FileUsageRecord},
};
use async_trait::async_trait;

type Applied = Result<(), StoreError>;

impl Tables {
    pub(super) fn insert_file(&mut self, new: FileRecord) -> Applied {
        guard::file(&new)?;
        present(self.merchants.has(&new.merchant_id), "merchant", Some(new.merchant_id))?;
        present(new.link_id.is_none_or(|id| self.links.has(&id)), "link", new.link_id)?;
        insert(&mut self.files, new.id, new)
    }

    pub(super) fn update_file(&mut self, new: Stored<FileRecord>) -> Applied {
        guard::file(&new.value)?;
        update(&mut self.files, "file", new.value.id, new)
    }

    pub(super) fn delete_file(&mut self, id: FileId, version: Version) -> Applied {
        expect(&self.files, "file", &id, version)?;
        self.files.remove(&id);
        Ok(())
    }

    pub(super) fn insert_file_usage(&mut self, new: FileUsageRecord) -> Applied {
        guard::file_usage(&new)?;
        present(self.merchants.has(&new.merchant_id), "merchant", Some(new.merchant_id))?;
        if self.file_usage.has(&new.merchant_id) {
            return Err(StoreError::Taken { key: UniqueKey::FileUsage });
        }
        insert(&mut self.file_usage, new.merchant_id, new)
    }

    pub(super) fn update_file_usage(&mut self, new: Stored<FileUsageRecord>) -> Applied {
        guard::file_usage(&new.value)?;
        update(&mut self.file_usage, "file_usage", new.value.merchant_id, new)
    }
}

#[async_trait]
impl FileReader for MemoryStore {
    async fn file(&self, id: FileId) -> Result<Option<Stored<FileRecord>>, StoreError> {
        Ok(self.open()?.files.get(&id).cloned())
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Result<Vec<Stored<FileRecord>>, StoreError> {
        Ok(lists::page(self.open()?.files.values(), page, |row| lists::file(filter, row)))
    }

    async fn file_usage(&self, merchant: MerchantId) -> Result<Option<Stored<FileUsageRecord>>, StoreError> {
        Ok(self.open()?.file_usage.get(&merchant).cloned())
    }
}
