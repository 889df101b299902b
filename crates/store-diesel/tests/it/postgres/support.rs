//! Databases of their own in a PostgreSQL that tests share.

use paylink_pg_cluster::{Server, shared};
use paylink_store_diesel::postgres::{Address, PostgresOptions, PostgresStore};

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
    let address: Address = url.parse().unwrap();
    let mut options = PostgresOptions::new(address);
    options.allow_unsafe = true;
    options
}

/// The store in the database at `url`.
pub(crate) async fn open(url: &str) -> PostgresStore {
    PostgresStore::open(options(url)).await.unwrap()
}
