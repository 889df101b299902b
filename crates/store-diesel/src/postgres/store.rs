//! The store on PostgreSQL: what writes. What reads is in `reading`.

use super::{
    OpenError, PostgresOptions, checks,
    claim::claim,
    connect::Connector,
    doubt::{Go, Tries, after_statement, in_time, read, transact, write},
    ops,
    pool::Connections,
    schema_version,
    tls::Tls,
    together::Together,
};
use async_trait::async_trait;
use paylink_core::{
    ChangeSet, MAX_CHANGES, Stored, Timestamp, Version,
    ports::{BoxError, DocumentStore, Maintenance, Store, StoreError, WorkQueue},
    records::{Queue, WorkRecord},
};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// How long opening pauses between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(250);

/// A store in one PostgreSQL database, which other processes may share. Share it in an `Arc`.
pub struct PostgresStore {
    pub(super) connections: Connections,
}

impl PostgresStore {
    /// Opens a database and brings its schema up to date. Call it within a tokio runtime that has the time driver.
    ///
    /// # Errors
    /// [`OpenError`]: nothing is open then.
    pub async fn open(options: PostgresOptions) -> Result<Self, OpenError> {
        let connector = Connector::new(&options, Tls::of(&options.address)?);
        let mut conn = first_connection(&connector, options.patience).await?;
        checks::check(&mut conn, options.allow_unsafe).await?;
        drop(conn);
        schema_version::bring_up_to_date(&connector).await?;
        Ok(Self { connections: Connections::new(&options, connector)? })
    }

    /// Closes the connections that are free, and the others as they become so. Later calls answer `Unavailable`.
    pub fn close(&self) {
        self.connections.close();
    }
}

/// Waits a little for a database that starts at the same time as we do.
async fn first_connection(connector: &Connector, patience: Duration) -> Result<super::Conn, OpenError> {
    let began = Instant::now();
    loop {
        match connector.session().await {
            Ok(conn) => return Ok(conn),
            Err(error) if began.elapsed() >= patience => return Err(OpenError::Connect { source: Box::new(error) }),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let count = changes.changes().len();
        if count == 0 {
            return Ok(());
        }
        if count > MAX_CHANGES {
            let problem = format!("{count} changes, at most {MAX_CHANGES} are allowed");
            return Err(StoreError::Corrupt { entity: "change_set", id: String::new(), problem });
        }
        let tries = Tries::new();
        let first = match self.commit_at_once(&changes, &tries).await? {
            AtOnce::Done => return Ok(()),
            AtOnce::TakenBack => return self.commit_at_length(&changes, tries).await,
            AtOnce::InTheDark(cause) if tries.are_over() => return Err(StoreError::OutcomeUnknown(cause)),
            AtOnce::InTheDark(cause) => cause,
        };
        match self.commit_at_length(&changes, tries).await {
            Ok(()) => Ok(()),
            // the first way may have written what the second then ran into
            Err(_) => Err(StoreError::OutcomeUnknown(first)),
        }
    }
}

/// How a single statement ended.
enum AtOnce {
    Done,
    /// Nothing was written, or it was not tried.
    TakenBack,
    /// No answer came.
    InTheDark(BoxError),
}

impl PostgresStore {
    /// Writes a small set with a single statement.
    async fn commit_at_once(&self, changes: &ChangeSet, tries: &Tries) -> Result<AtOnce, StoreError> {
        let Some(together) = Together::of(changes)? else { return Ok(AtOnce::TakenBack) };
        let mut lease = self.connections.lease().await?;
        lease.set_sound(false);
        let outcome = {
            let conn = lease.conn()?;
            in_time(together.run(conn)).await
        };
        match after_statement(&mut lease, outcome) {
            Go::Done(Ok(())) => Ok(AtOnce::Done),
            Go::Done(Err(StoreError::OutcomeUnknown(cause))) => Ok(AtOnce::InTheDark(cause)),
            Go::Done(Err(error)) => Err(error),
            Go::Again(error) if tries.are_over() => Err(error),
            Go::Again(_) => Ok(AtOnce::TakenBack),
        }
    }

    /// Writes change by change, which tells what is in the way.
    async fn commit_at_length(&self, changes: &ChangeSet, tries: Tries) -> Result<(), StoreError> {
        transact!(self, tries, conn => ops::apply(conn, changes))
    }
}

#[async_trait]
impl WorkQueue for PostgresStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        read!(self, conn => ops::due_lanes(conn, queue, now, except, limit))
    }

    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
        write!(self, conn => claim(conn, (queue, lane), limit, now, lease))
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        read!(self, conn => ops::backlog(conn, queue, now))
    }
}

#[async_trait]
impl DocumentStore for PostgresStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        read!(self, conn => ops::document(conn, kind, key))
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        write!(self, conn => ops::put_document(conn, (kind, key), expected, text))
    }
}

#[async_trait]
impl Maintenance for PostgresStore {
    /// Reads; whether the disk takes writes shows at the next commit.
    async fn ping(&self) -> Result<(), StoreError> {
        read!(self, conn => ops::document(conn, "", "")).map(drop)
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        transact!(self, conn => ops::prune(conn, now, limit))
    }

    async fn shred(&self) -> Result<(), StoreError> {
        let mut lease = self.connections.lease().await?;
        super::shred::shred(lease.conn()?).await
    }

    async fn note_terms(&self, limit: u32) -> Result<u64, StoreError> {
        transact!(self, conn => ops::note_terms(conn, limit))
    }
}
