//! PostgreSQL: a pool of connections in pure Rust; any number of servers share one database.
//!
//! READ COMMITTED, conditional updates and the walls of the schema are what correctness rests on: there are no sequences,
//! advisory locks or notifications, so that compatible distributed engines serve as well.

mod address;
mod checks;
mod claim;
mod connect;
mod doubt;
mod examine;
mod open;
mod options;
mod parts;
mod pool;
mod reading;
mod reading_bills;
mod reading_customers;
mod reading_files;
mod reading_messages;
mod reading_methods;
mod reading_reports;
mod schema_version;
mod shred;
mod store;
#[cfg(test)]
mod tests;
mod tls;
mod together;
mod verifier;

// What `ops` runs on here.
#[path = "../ops/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "every query is written once and compiled for each kind of connection")]
mod ops;
use diesel::pg::Pg as Db;
use diesel_async::{AsyncPgConnection as Conn, RunQueryDsl};
use paylink_twin::awaiting as twin;

pub use address::{Address, AddressError};
pub use examine::{Examined, examine};
pub use open::OpenError;
pub use options::PostgresOptions;
pub use store::PostgresStore;
