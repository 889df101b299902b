//! What logos and attachments have in common: an upload is looked at, takes space, is kept, and goes again.
//!
//! **Invariant:** space is taken in a commit before anything is written to the file store, and that commit also puts
//! the removal of the file into the queue. The commit that makes the file ready takes the removal out again. So a crash
//! at any point leaves a file that is ready and kept, or one that will be removed.
//!
//! **Invariant:** a file goes from the rows first, in the commit that queues its removal from the file store.

use super::shown::due;
use crate::{
    Caller, Change, ChangeSet, Code, Error, FileId, LinkId, MerchantId, Paylink, Stored, TypedId,
    engine::{Decided, Files},
    hash::sha256_hex_of,
    ports::{FileRefused, FileStoreError, Inspected},
    records::{FilePurpose, FileRecord, FileStatus, FileUsageRecord, Queue, WorkKey},
    values::{clean_file_name, contains_card_data},
};
use bytes::Bytes;
use std::time::Duration;

/// Attachments of one link.
pub const MAX_ATTACHMENTS: usize = 10;
/// An upload that has not become ready by then never will.
const PENDING_FOR: Duration = Duration::from_secs(15 * 60);

/// A file as it was sent. Debug output hides it.
#[derive(Clone)]
pub struct FileUpload {
    /// The name it was sent under, if any.
    pub name: Option<String>,
    /// What is in it.
    pub content: Bytes,
}

impl std::fmt::Debug for FileUpload {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

/// Whose a new file is.
pub(crate) struct Owner {
    pub merchant: MerchantId,
    pub link: Option<LinkId>,
    pub purpose: FilePurpose,
}

impl Paylink {
    /// Where files go.
    pub(crate) fn file_ports(&self) -> Result<&Files, Error> {
        self.files.as_deref().ok_or_else(|| Error::new(Code::NotAvailable, "no place for files is set up here"))
    }

    /// Looks at an upload and keeps it. It is pending then: without [`Paylink::made_ready`] it goes again by itself.
    pub(crate) async fn keep(&self, caller: &Caller, owner: Owner, upload: &FileUpload) -> Result<FileRecord, Error> {
        let files = self.file_ports()?;
        if upload.content.len() > owner.purpose.max_bytes() {
            return Err(Error::of(Code::PayloadTooLarge));
        }
        let inspected = files.inspector.inspect(owner.purpose, upload.content.clone()).await.map_err(refused)?;
        let file = self.new_file(owner, upload.name.as_deref(), &inspected)?;
        self.take_space(caller, &file, files.quota_bytes).await?;
        match files.store.put(file.id, inspected.content).await {
            Ok(()) => Ok(file),
            Err(error) => {
                self.give_up(caller, file.id).await;
                Err(unavailable(error))
            }
        }
    }

    fn new_file(&self, owner: Owner, name: Option<&str>, inspected: &Inspected) -> Result<FileRecord, Error> {
        let now = self.now();
        let name = clean_file_name(name.unwrap_or_default(), inspected.content_type.extension());
        if contains_card_data(&name) {
            return Err(Error::field("file", Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning()));
        }
        Ok(FileRecord {
            id: FileId::from_random(self.random()),
            merchant_id: owner.merchant,
            link_id: owner.link,
            purpose: owner.purpose,
            name,
            content_type: inspected.content_type,
            size: i64::try_from(inspected.content.len()).unwrap_or(i64::MAX),
            sha256: sha256_hex_of(&inspected.content),
            status: FileStatus::Pending,
            created_at: now,
            updated_at: now,
        })
    }

    /// Takes space for a file, if the quota allows, and plans its removal.
    async fn take_space(&self, caller: &Caller, file: &FileRecord, quota: i64) -> Result<(), Error> {
        let _alone = self.lock_row(file.merchant_id.uuid()).await;
        self.run(caller, || async move {
            let merchant_id = file.merchant_id;
            let usage = self.store.file_usage(merchant_id).await?;
            let before = usage.as_ref().map_or(0, |usage| usage.value.bytes);
            let bytes = before.saturating_add(file.size);
            if bytes > quota {
                return Err(Error::of(Code::FileQuotaExceeded));
            }
            let value = FileUsageRecord { merchant_id, bytes, limit_bytes: quota };
            let takes = match usage {
                None => Change::InsertFileUsage(value),
                Some(Stored { version, .. }) => Change::UpdateFileUsage(Stored { value, version }),
            };
            let removal = due(Queue::File, file.id.uuid(), self.now().plus(PENDING_FOR));
            let insert = Change::InsertFile(file.clone());
            Ok(Decided { changes: ChangeSet::new().with(takes).with(insert).with(Change::PutWork(removal)), view: () })
        })
        .await
    }

    /// Adds what makes a pending file ready. The set fails if its time is over.
    pub(crate) async fn made_ready(&self, changes: &mut ChangeSet, id: FileId) -> Result<FileRecord, Error> {
        let pending = |file: &Stored<FileRecord>| file.value.status == FileStatus::Pending;
        let late = || Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1));
        let Stored { value, version } = self.store.file(id).await?.filter(pending).ok_or_else(late)?;
        let value = FileRecord { status: FileStatus::Ready, updated_at: self.now(), ..value };
        changes.push(Change::UpdateFile(Stored { value: value.clone(), version }));
        changes.push(Change::DropWork(WorkKey { queue: Queue::File, subject: id.uuid() }));
        Ok(value)
    }

    /// Adds what removes files of a merchant: their rows and space now, what is in them soon.
    pub(crate) async fn remove_files(
        &self,
        changes: &mut ChangeSet,
        merchant: MerchantId,
        ids: &[FileId],
    ) -> Result<(), Error> {
        let mut freed: i64 = 0;
        for id in ids {
            let Some(file) = self.store.file(*id).await?.filter(|file| file.value.merchant_id == merchant) else {
                continue;
            };
            freed = freed.saturating_add(file.value.size);
            changes.push(Change::DeleteFile(*id, file.version));
            changes.push(Change::PutWork(due(Queue::File, id.uuid(), self.now())));
        }
        changes.extend(self.freed(merchant, freed).await?);
        Ok(())
    }

    /// The change that gives space back, if any was taken.
    pub(crate) async fn freed(&self, merchant: MerchantId, bytes: i64) -> Result<Option<Change>, Error> {
        let usage = self.store.file_usage(merchant).await?.filter(|_| bytes > 0);
        Ok(usage.map(|Stored { value, version }| {
            let value = FileUsageRecord { bytes: value.bytes.saturating_sub(bytes).max(0), ..value };
            Change::UpdateFileUsage(Stored { value, version })
        }))
    }

    /// Removes a file that did not become ready. When that does not work now either, its planned removal does it.
    pub(crate) async fn give_up(&self, caller: &Caller, id: FileId) {
        let done = self
            .run(caller, || async move {
                let mut changes = ChangeSet::new();
                let pending = |file: &Stored<FileRecord>| file.value.status == FileStatus::Pending;
                if let Some(file) = self.store.file(id).await?.filter(pending) {
                    self.remove_files(&mut changes, file.value.merchant_id, &[id]).await?;
                }
                Ok(Decided { changes, view: () })
            })
            .await;
        if let Err(error) = done {
            tracing::warn!(file.id = %id, %error, "an upload could not be given up now; its planned removal will do it");
        }
    }
}

/// Why an upload may not be kept, for the caller.
fn refused(why: FileRefused) -> Error {
    match why {
        FileRefused::Kind => Error::of(Code::FileTypeNotAllowed),
        FileRefused::Content(rule) => Error::field("file", Code::InvalidFile, rule),
        FileRefused::Broken(cause) => {
            Error { source: Some(cause), ..Error::internal("an upload could not be inspected") }
        }
    }
}

/// The file store is away.
pub(crate) fn unavailable(error: FileStoreError) -> Error {
    let wait = Some(Duration::from_secs(1));
    Error { retry_after: wait, source: Some(Box::new(error)), ..Error::of(Code::StorageUnavailable) }
}
