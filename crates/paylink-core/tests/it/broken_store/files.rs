//! What a broken store does with files and the space they take.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, FileId, MerchantId, Stored,
    ports::{FileFilter, FileReader, LinkReader as _, PageOf, StoreError},
    records::{FileRecord, FileUsageRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;

impl BrokenStore {
    /// A change of files as the bug would have it: none, or itself.
    pub(super) async fn garbled_file(&self, change: Change) -> Result<Vec<Change>, StoreError> {
        Ok(match (self.bug, change) {
            (Bug::DropsLooseAttachments, Change::InsertFile(row)) => {
                let known = match row.link_id {
                    None => true,
                    Some(link) => self.inner.link(link).await?.is_some(),
                };
                if known { vec![Change::InsertFile(row)] } else { vec![] }
            }
            (Bug::DeletesAnyFile, Change::DeleteFile(id, version)) => {
                let version = self.inner.file(id).await?.map_or(version, |row| row.version);
                vec![Change::DeleteFile(id, version)]
            }
            (Bug::CapsSpace, Change::InsertFileUsage(row)) => {
                vec![Change::InsertFileUsage(FileUsageRecord { bytes: row.bytes.clamp(0, row.limit_bytes), ..row })]
            }
            (Bug::LosesSpaceInARace, Change::UpdateFileUsage(new)) => {
                let version =
                    self.inner.file_usage(new.value.merchant_id).await?.map_or(new.version, |row| row.version);
                vec![Change::UpdateFileUsage(Stored { version, ..new })]
            }
            (_, change) => vec![change],
        })
    }
}

#[async_trait]
impl FileReader for BrokenStore {
    async fn file(&self, id: FileId) -> Found<FileRecord> {
        self.inner.file(id).await
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Result<Vec<Stored<FileRecord>>, StoreError> {
        let all = FileFilter::default();
        self.inner.files(if self.bug == Bug::ShowsForeignFiles { &all } else { filter }, page).await
    }

    async fn file_usage(&self, merchant: MerchantId) -> Found<FileUsageRecord> {
        let read = self.inner.file_usage(merchant).await;
        if self.bug == Bug::LosesSpaceInARace {
            // lets the others read the same
            tokio::task::yield_now().await;
        }
        read
    }
}
