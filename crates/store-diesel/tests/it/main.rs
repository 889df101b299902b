//! The store on real files.

#![cfg(test)]

mod backfill;
mod backup;
mod contract;
mod damage;
mod examine;
mod guards;
mod leases;
mod migrations;
mod opening;
mod postgres;
mod remembered;
mod reports;
mod search;
mod support;
mod together;
mod upgrade;
