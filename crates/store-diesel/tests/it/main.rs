//! The store on real files.

#![cfg(test)]

mod contract;
mod damage;
mod guards;
mod leases;
mod migrations;
mod opening;
mod postgres;
mod remembered;
mod support;
mod together;
