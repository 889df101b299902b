//! The `FileStore` port on any object store: one object per file, named by its id.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt as _, path::Path};
use paylink_core::{
    FileId, Timestamp,
    ports::{FileContent, FileStore, FileStoreError, KeptFile},
};
use std::{future::Future, sync::Arc, time::Duration};

/// The longest a call may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files in an object store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ObjectFiles {
    objects: Arc<dyn ObjectStore>,
    /// Under this path.
    prefix: Path,
}

impl ObjectFiles {
    /// Keeps files in `objects`, under `prefix`.
    pub(crate) fn new(objects: Arc<dyn ObjectStore>, prefix: Path) -> Self {
        Self { objects, prefix }
    }

    /// Where a file lies. Two characters of its random id spread the files over folders.
    fn place(&self, id: FileId) -> Path {
        let name = id.to_string();
        let folder: String = name.chars().rev().take(2).collect();
        self.prefix.clone().join(folder).join(name)
    }
}

#[async_trait]
impl FileStore for ObjectFiles {
    async fn put(&self, id: FileId, content: Bytes) -> Result<(), FileStoreError> {
        let place = self.place(id);
        in_time(self.objects.put(&place, content.into())).await.map(drop)
    }

    async fn get(&self, id: FileId) -> Result<Option<FileContent>, FileStoreError> {
        let place = self.place(id);
        let Some(found) = there(in_time(self.objects.get(&place)).await)? else { return Ok(None) };
        let size = found.meta.size;
        Ok(Some(FileContent { size, pieces: found.into_stream().map_err(failed).boxed() }))
    }

    async fn size(&self, id: FileId) -> Result<Option<u64>, FileStoreError> {
        let place = self.place(id);
        Ok(there(in_time(self.objects.head(&place)).await)?.map(|meta| meta.size))
    }

    async fn remove(&self, id: FileId) -> Result<(), FileStoreError> {
        let place = self.place(id);
        there(in_time(self.objects.delete(&place)).await).map(drop)
    }

    async fn list(&self, limit: usize) -> Result<Vec<KeptFile>, FileStoreError> {
        let listed = self.objects.list(Some(&self.prefix)).try_filter_map(|meta| async move { Ok(kept(&meta)) });
        in_time(listed.take(limit).try_collect()).await
    }
}

/// An object as a file, if it is named like one.
fn kept(meta: &ObjectMeta) -> Option<KeptFile> {
    let id = meta.location.filename()?.parse().ok()?;
    let written_at = Timestamp::from_micros(meta.last_modified.timestamp_micros()).ok()?;
    Some(KeptFile { id, size: meta.size, written_at })
}

async fn in_time<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, FileStoreError> {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(done) => done.map_err(failed),
        Err(late) => Err(FileStoreError(Box::new(late))),
    }
}

/// Not found is no error.
fn there<T>(done: Result<T, FileStoreError>) -> Result<Option<T>, FileStoreError> {
    match done {
        Ok(found) => Ok(Some(found)),
        Err(FileStoreError(cause)) if matches!(cause.downcast_ref(), Some(Error::NotFound { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}

fn failed(error: Error) -> FileStoreError {
    FileStoreError(Box::new(error))
}
