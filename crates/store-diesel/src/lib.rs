//! The store on an embedded SQLite database and on PostgreSQL, without a second copy of any query.
//!
//! - `ops/` holds every query once, as `async fn`; a database module includes it and strips the waiting if its
//!   connection blocks.
//! - `schema`, `types` and `rows` say what a table looks like and how a row becomes a record of the core.
//! - `error` is the only place that knows constraint names.
//! - [`sqlite`] is one thread that writes and a few connections that read; [`postgres`] is a pool of connections.

mod counts;
mod error;
mod lanes;
mod nodes;
pub mod postgres;
mod rows;
mod schema;
mod search_nodes;
pub mod sqlite;
mod types;
