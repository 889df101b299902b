//! Databases of their own in a PostgreSQL that tests share.

use diesel::result::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use paylink_core::{
    Change, ChangeSet,
    ports::Store as _,
    records::{EventRecord, LinkRecord, WorkRecord},
    testing::build::Make,
};
use paylink_pg_cluster::{Server, shared};
use paylink_store_diesel::postgres::{PostgresOptions, PostgresStore};

/// The server that ordinary tests share.
pub(crate) fn server() -> &'static Server {
    shared().unwrap()
}

/// The URL of a fresh empty database.
pub(crate) fn fresh() -> String {
    server().fresh_database("store").unwrap()
}

/// How tests open a database: the shared server forgets on a power cut, and that is fine here.
pub(crate) fn options(url: &str) -> PostgresOptions {
    PostgresOptions { allow_unsafe: true, ..PostgresOptions::new(url.parse().unwrap()) }
}

/// The store in the database at `url`.
pub(crate) async fn open(url: &str) -> PostgresStore {
    PostgresStore::open(options(url)).await.unwrap()
}

/// Somebody else who is connected to the same database.
pub(crate) struct Outsider(AsyncPgConnection);

impl Outsider {
    pub(crate) async fn at(url: &str) -> Self {
        Self(AsyncPgConnection::establish(url).await.unwrap())
    }

    pub(crate) async fn run(&mut self, sql: &str) {
        self.try_run(sql).await.unwrap();
    }

    pub(crate) async fn try_run(&mut self, sql: &str) -> QueryResult<()> {
        self.0.batch_execute(sql).await
    }

    /// Returns when somebody else waits for a lock in this database.
    pub(crate) async fn until_somebody_waits(&mut self) {
        self.run(
            "DO $$ BEGIN
               FOR round IN 1..1000 LOOP
                 PERFORM pg_stat_clear_snapshot();
                 IF EXISTS (SELECT 1 FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock') THEN RETURN; END IF;
                 PERFORM pg_sleep(0.01);
               END LOOP;
               RAISE 'nobody waits';
             END $$",
        )
        .await;
    }

    /// Cuts everybody else off, and waits until they are gone.
    pub(crate) async fn cut_others(&mut self) {
        self.run(
            "DO $$ BEGIN
               PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid();
             END $$",
        )
        .await;
    }
}

/// A link with its event and its work, as it is created, for a new merchant that is in the store.
pub(crate) async fn new_link(store: &PostgresStore, make: &Make) -> (LinkRecord, EventRecord, WorkRecord) {
    let merchant = make.merchant();
    let id = merchant.id;
    store.commit(ChangeSet::new().with(Change::InsertMerchant(merchant))).await.unwrap();
    crate::support::new_link(make, id)
}
