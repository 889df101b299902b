//! Files: who keeps what is in them, and who looks at uploads before.

use super::store_error::BoxError;
use crate::{
    FileId, Timestamp,
    records::{FilePurpose, FileType},
};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;

/// Why a file store did not do what it was asked: it cannot be reached, or cannot read or write now.
#[derive(Debug, thiserror::Error)]
#[error("the file store is unavailable")]
pub struct FileStoreError(#[source] pub BoxError);

/// What is in a file, piece by piece.
pub struct FileContent {
    /// The length of all pieces together, in bytes.
    pub size: u64,
    /// The pieces, in order.
    pub pieces: BoxStream<'static, Result<Bytes, FileStoreError>>,
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("FileContent").field("size", &self.size).finish_non_exhaustive()
    }
}

/// A file that a file store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptFile {
    /// Under which id.
    pub id: FileId,
    /// Its length in bytes.
    pub size: u64,
    /// When it was written.
    pub written_at: Timestamp,
}

/// Keeps what is in files, each under its id. `testing::file_contract` puts one through what is promised here.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Keeps this, durably: when this returns `Ok`, a crash loses nothing of it, and every reader sees all of it.
    /// Nobody ever sees a part. Takes the place of what was there.
    ///
    /// # Errors
    /// [`FileStoreError`]; the file may be there all the same.
    async fn put(&self, id: FileId, content: Bytes) -> Result<(), FileStoreError>;

    /// What is in a file; `None` if it is not there.
    ///
    /// # Errors
    /// [`FileStoreError`].
    async fn get(&self, id: FileId) -> Result<Option<FileContent>, FileStoreError>;

    /// The length of a file in bytes; `None` if it is not there.
    ///
    /// # Errors
    /// [`FileStoreError`].
    async fn size(&self, id: FileId) -> Result<Option<u64>, FileStoreError>;

    /// Removes a file; one that is not there is as good.
    ///
    /// # Errors
    /// [`FileStoreError`]; the file may be gone all the same.
    async fn remove(&self, id: FileId) -> Result<(), FileStoreError>;

    /// Up to `limit` of the files there are, in any order. What does not bear an id is passed over.
    ///
    /// # Errors
    /// [`FileStoreError`].
    async fn list(&self, limit: usize) -> Result<Vec<KeptFile>, FileStoreError>;
}

/// An upload that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// What is in it.
    pub content_type: FileType,
    /// What to keep: the upload itself, or a picture made anew from it.
    pub content: Bytes,
}

/// Why an upload may not be kept.
#[derive(Debug, thiserror::Error)]
pub enum FileRefused {
    /// It is of a kind that is not taken for this purpose.
    #[error("the file is not of a kind that is taken here")]
    Kind,
    /// It is of the right kind, but breaks a rule; in a few words, without anything of the file.
    #[error("{0}")]
    Content(&'static str),
    /// It could not be looked at.
    #[error("the file could not be inspected")]
    Broken(#[source] BoxError),
}

/// Looks at uploads. Whatever a file claims to be, only its bytes count.
#[async_trait]
pub trait FileInspector: Send + Sync {
    /// Decides whether `content` may be kept for `purpose`, and in which form. Uses little memory and time, whatever
    /// the file says of itself.
    ///
    /// # Errors
    /// [`FileRefused`].
    async fn inspect(&self, purpose: FilePurpose, content: Bytes) -> Result<Inspected, FileRefused>;
}
