//! The store on SQLite: what writes. What reads is in `reading`.

use super::{
    Conn, OpenError, SqliteOptions, claim::claim, leases::release_leases, ops, readers::Readers,
    remembered::Remembered, shred::shred, writer::Writer,
};
use async_trait::async_trait;
use paylink_core::{
    ChangeSet, MAX_CHANGES, Stored, Timestamp, Version,
    ports::{DocumentStore, Maintenance, Store, StoreError, WorkQueue},
    records::{Queue, WorkRecord},
};
use std::{fs::File, path::PathBuf, sync::Arc, time::Duration};
use uuid::Uuid;

/// A store in one SQLite file. Share it in an `Arc`.
///
/// Writes go through one thread that commits up to 64 change sets at once; dropping the store waits
/// until what was sent is written.
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    /// For single rows, read on the caller's thread.
    pub(super) points: Arc<Readers>,
    /// For lists, read on a thread that may block.
    pub(super) lists: Arc<Readers>,
    /// For rows that are asked for again and again.
    pub(super) remembered: Arc<Remembered>,
    /// Held as long as the store lives.
    _lock: Option<File>,
}

impl SqliteStore {
    pub(super) fn start(
        path: PathBuf,
        writer: Conn,
        options: &SqliteOptions,
        lock: Option<File>,
    ) -> Result<Self, OpenError> {
        Ok(Self {
            points: Readers::open(path.clone(), options.readers)?,
            lists: Readers::open(path.clone(), options.readers)?,
            remembered: Remembered::new(options.remembered),
            writer: Writer::start(path.clone(), writer)?,
            path,
            _lock: lock,
        })
    }

    /// Makes work due at once that a dead process had claimed, and returns how many pieces; work that is only
    /// scheduled for later stays so. Call it once after opening as the server, before any worker claims:
    /// no other process can hold a lease then.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn release_leases(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.writer.write(move |conn| release_leases(conn, now)).await
    }

    /// Writes what has been sent, then closes; blocks until that is done. Later calls answer `Unavailable`.
    pub fn close(&self) {
        self.writer.close();
        self.points.close();
        self.lists.close();
        self.remembered.clear();
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let count = changes.changes().len();
        if count == 0 {
            return Ok(());
        }
        if count > MAX_CHANGES {
            let problem = format!("{count} changes, at most {MAX_CHANGES} are allowed");
            return Err(StoreError::Corrupt { entity: "change_set", id: String::new(), problem });
        }
        // Comes back with the answer and is dropped before the caller has it; or with the job, wherever that ends.
        let writing = self.remembered.writing(&changes);
        self.writer.write(move |conn| ops::apply(conn, &changes).map(|()| writing)).await.map(drop)
    }
}

#[async_trait]
impl WorkQueue for SqliteStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.points.here(|conn| ops::due_lanes(conn, queue, now, except, limit)).await
    }

    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
        self.writer.write(move |conn| claim(conn, (queue, lane), limit, now, lease)).await
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.lists.aside(move |conn| ops::backlog(conn, queue, now)).await
    }
}

#[async_trait]
impl DocumentStore for SqliteStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        self.points.here(|conn| ops::document(conn, kind, key)).await
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        let (kind, key, text) = (kind.to_owned(), key.to_owned(), text.to_owned());
        self.writer.write(move |conn| ops::put_document(conn, (&kind, &key), expected, &text)).await
    }
}

#[async_trait]
impl Maintenance for SqliteStore {
    /// Reads; whether the disk takes writes shows at the next commit.
    async fn ping(&self) -> Result<(), StoreError> {
        self.points.here(|conn| ops::document(conn, "", "").map(drop)).await
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.writer.write(move |conn| ops::prune(conn, now, limit)).await
    }

    async fn shred(&self) -> Result<(), StoreError> {
        // remembered links would go within a second anyway
        self.remembered.clear();
        let path = self.path.clone();
        let shredded = tokio::task::spawn_blocking(move || shred(&path)).await;
        shredded.map_err(|error| StoreError::Unavailable(Box::new(error)))?
    }

    async fn note_terms(&self, limit: u32) -> Result<u64, StoreError> {
        self.writer.write(move |conn| ops::note_terms(conn, limit)).await
    }
}
