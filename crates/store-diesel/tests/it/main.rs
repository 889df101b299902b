//! The store on real files.

mod contract;
mod damage;
mod guards;
mod leases;
mod migrations;
mod opening;
mod support;
mod together;
