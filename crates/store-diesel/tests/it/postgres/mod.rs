//! The store on PostgreSQL.

mod contract;
mod examine;
mod guards;
mod opening;
mod outages;
mod replicas;
mod schema;
pub(crate) mod support;
mod tls;
mod trouble;
