//! SQLite: one thread writes and shares its commits, a few connections read.
//!
//! A power cut loses nothing that was acknowledged: WAL with `synchronous=FULL`, and an answer only after `COMMIT`.
//! One process per database file; a lock file beside it says so.

mod backup;
mod claim;
mod connection;
mod examine;
mod file;
mod job;
mod leases;
mod open;
mod options;
mod readers;
mod reading;
mod reading_bills;
mod reading_customers;
mod reading_files;
mod reading_messages;
mod reading_methods;
mod reading_reports;
mod remembered;
mod schema_version;
mod shred;
mod store;
#[cfg(test)]
mod tests;
mod writer;

// What `ops` runs on here.
#[path = "../ops/mod.rs"]
mod ops;
use diesel::{RunQueryDsl, SqliteConnection as Conn, sqlite::Sqlite as Db};
use paylink_twin::blocking as twin;

pub use backup::{BackupError, back_up};
pub use examine::examine;
pub use open::OpenError;
pub use options::{Opening, SqliteOptions, UrlError, parse_url};
pub use store::SqliteStore;
