//! A file store in memory, an inspector that believes every name, and what every file store promises.

use crate::{
    FileId, Timestamp, TypedId,
    ports::{FileContent, FileInspector, FileRefused, FileStore, FileStoreError, Inspected, KeptFile},
    records::{FilePurpose, FileType},
};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A file store in memory; share it in an `Arc`.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    files: BTreeMap<FileId, Bytes>,
    down: bool,
    hanging: bool,
}

impl MemoryFiles {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// While down, every call fails.
    pub fn set_down(&self, down: bool) {
        self.inside().down = down;
    }

    /// While hanging, a file that is put is kept, but nobody hears of it: the process ends at that very point.
    pub fn set_hanging(&self, hanging: bool) {
        self.inside().hanging = hanging;
    }

    /// The ids of the files that are there.
    pub fn ids(&self) -> Vec<FileId> {
        self.inside().files.keys().copied().collect()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Inside>, FileStoreError> {
        let inside = self.inside();
        if inside.down { Err(FileStoreError("the test has taken it down".into())) } else { Ok(inside) }
    }
}

#[async_trait]
impl FileStore for MemoryFiles {
    async fn put(&self, id: FileId, content: Bytes) -> Result<(), FileStoreError> {
        let hanging = {
            let mut inside = self.open()?;
            inside.files.insert(id, content);
            inside.hanging
        };
        if hanging {
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    async fn get(&self, id: FileId) -> Result<Option<FileContent>, FileStoreError> {
        Ok(self.open()?.files.get(&id).cloned().map(|content| FileContent {
            size: u64::try_from(content.len()).unwrap_or(u64::MAX),
            pieces: stream::iter([Ok(content)]).boxed(),
        }))
    }

    async fn size(&self, id: FileId) -> Result<Option<u64>, FileStoreError> {
        Ok(self.open()?.files.get(&id).map(|content| u64::try_from(content.len()).unwrap_or(u64::MAX)))
    }

    async fn remove(&self, id: FileId) -> Result<(), FileStoreError> {
        self.open()?.files.remove(&id);
        Ok(())
    }

    async fn list(&self, limit: usize) -> Result<Vec<KeptFile>, FileStoreError> {
        let inside = self.open()?;
        // it has no clock: everything was written at the beginning of the epoch
        let Ok(written_at) = Timestamp::from_micros(0) else { return Ok(Vec::new()) };
        let kept = inside.files.iter().take(limit).map(|(id, content)| KeptFile {
            id: *id,
            size: u64::try_from(content.len()).unwrap_or(u64::MAX),
            written_at,
        });
        Ok(kept.collect())
    }
}

/// Takes whatever begins like a PDF or a PNG file, unchanged.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrustingInspector;

#[async_trait]
impl FileInspector for TrustingInspector {
    async fn inspect(&self, purpose: FilePurpose, content: Bytes) -> Result<Inspected, FileRefused> {
        let pdf = content.starts_with(b"%PDF-") && purpose == FilePurpose::Attachment;
        let png = content.starts_with(b"\x89PNG");
        match (pdf, png) {
            (true, _) => Ok(Inspected { content_type: FileType::Pdf, content }),
            (false, true) => Ok(Inspected { content_type: FileType::Png, content }),
            (false, false) => Err(FileRefused::Kind),
        }
    }
}

/// Puts a file store through everything the port promises. `written` is about now, by the store's clock.
///
/// # Errors
/// The first promise that was broken, in words.
pub async fn file_contract(store: &dyn FileStore, written: Timestamp) -> Result<(), String> {
    let id = |number: u128| FileId::from_random(number.to_be_bytes());
    let (one, other, absent) = (id(1), id(u128::MAX), id(7));
    let large: Bytes = (0..700_001_u32).map(|number| number.to_le_bytes()[0]).collect();
    same("size of an absent file", store.size(absent).await.map_err(broken("size"))?, None)?;
    same("an absent file", store.get(absent).await.map_err(broken("get"))?.map(|file| file.size), None)?;
    store.remove(absent).await.map_err(broken("removing an absent file"))?;
    for content in [Bytes::new(), Bytes::from_static(b"\0first\xff"), large] {
        store.put(one, content.clone()).await.map_err(broken("put"))?;
        read_back(store, one, &content).await?;
    }
    store.put(other, Bytes::from_static(b"second")).await.map_err(broken("put"))?;
    let mut kept = store.list(10).await.map_err(broken("list"))?;
    kept.sort_by_key(|file| file.id);
    same("listed", kept.iter().map(|file| (file.id, file.size)).collect(), vec![(one, 700_001), (other, 6)])?;
    let hour = std::time::Duration::from_secs(3600);
    let recent = |file: &KeptFile| written <= file.written_at.plus(hour) && file.written_at <= written.plus(hour);
    if !kept.iter().all(recent) {
        return Err("a file says that it was written at another time".to_owned());
    }
    same("a short list", store.list(1).await.map_err(broken("list"))?.len(), 1)?;
    same("no list", store.list(0).await.map_err(broken("list"))?.len(), 0)?;
    store.remove(one).await.map_err(broken("remove"))?;
    same("size of a removed file", store.size(one).await.map_err(broken("size"))?, None)?;
    read_back(store, other, b"second").await?;
    store.remove(other).await.map_err(broken("remove"))?;
    same("nothing left", store.list(10).await.map_err(broken("list"))?.len(), 0)
}

async fn read_back(store: &dyn FileStore, id: FileId, wanted: &[u8]) -> Result<(), String> {
    let length = u64::try_from(wanted.len()).ok();
    same("size", store.size(id).await.map_err(|error| error.0.to_string())?, length)?;
    let found = store.get(id).await.map_err(|error| error.0.to_string())?;
    let FileContent { size, pieces } = found.ok_or("a file that was put is not there")?;
    same("announced size", Some(size), length)?;
    let pieces: Vec<Bytes> = pieces.try_collect().await.map_err(|error| error.0.to_string())?;
    if pieces.concat() == wanted { Ok(()) } else { Err("a file came back changed".to_owned()) }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, wanted: T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: found {found:?}, wanted {wanted:?}")) }
}

fn broken(what: &'static str) -> impl Fn(FileStoreError) -> String {
    move |error| format!("{what}: {}", error.0)
}
