//! The store on PostgreSQL.

mod contract;
mod examine;
mod support;
