//! The store on PostgreSQL.

mod contract;
mod support;
