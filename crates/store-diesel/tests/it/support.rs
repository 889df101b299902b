//! Stores in folders of their own, and a plain connection beside them.

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use paylink_core::{
    Change, ChangeSet, MerchantId,
    ports::Store,
    records::{EventRecord, LinkRecord, WorkRecord},
    testing::build::Make,
};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder that goes away with the test.
pub(crate) struct Place {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::at(tempfile::tempdir().unwrap())
    }

    /// In memory where the system has such folders: for many small databases whose durability is not the question.
    pub(crate) fn without_disk() -> Self {
        Self::at(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn at(folder: TempDir) -> Self {
        let path = folder.path().join("paylink.db");
        Self { _folder: folder, path }
    }

    pub(crate) fn open(&self) -> SqliteStore {
        SqliteStore::open(SqliteOptions::new(&self.path)).unwrap()
    }
}

/// Takes migrations back up to and with this version.
pub(crate) fn take_back<D: diesel::backend::Backend + 'static>(
    conn: &mut impl MigrationHarness<D>,
    folder: &str,
    version: &str,
) {
    while conn.applied_migrations().unwrap().iter().any(|applied| applied.to_string() == version) {
        conn.revert_last_migration(FileBasedMigrations::from_path(folder).unwrap()).unwrap();
    }
}

/// A connection without any of our settings, as an outsider has it.
pub(crate) fn outsider(path: &Path) -> SqliteConnection {
    SqliteConnection::establish(path.to_str().unwrap()).unwrap()
}

/// What SQLite says to `sql`.
pub(crate) fn refusal(conn: &mut SqliteConnection, sql: &str) -> String {
    conn.batch_execute(sql).expect_err(sql).to_string()
}

/// A merchant that is in the store.
pub(crate) async fn merchant(store: &SqliteStore, make: &Make) -> MerchantId {
    let merchant = make.merchant();
    store.commit(ChangeSet::new().with(Change::InsertMerchant(merchant.clone()))).await.unwrap();
    merchant.id
}

/// A link with its event and its work, as it is created.
pub(crate) fn new_link(make: &Make, merchant: MerchantId) -> (LinkRecord, EventRecord, WorkRecord) {
    let link = make.link(merchant);
    let event = make.link_event(&link);
    let work = make.work(paylink_core::records::Queue::Dispatch);
    (link, event, work)
}

/// The change set that creates it.
pub(crate) fn creation((link, event, work): &(LinkRecord, EventRecord, WorkRecord)) -> ChangeSet {
    ChangeSet::new()
        .with(Change::InsertLink(Box::new(link.clone())))
        .with(Change::InsertEvent(Box::new(event.clone())))
        .with(Change::PutWork(work.clone()))
}
