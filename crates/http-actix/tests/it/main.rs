//! The HTTP side through real sockets, over the core's store, clock and gateway for tests.

#![cfg(test)]

mod audit_log;
mod bad_bodies;
mod bad_requests;
mod client;
mod credentials;
mod customers;
mod delete_merchant;
mod dialects;
mod document;
mod exports;
mod files;
mod gate;
mod holds;
mod idempotency;
mod invoices;
mod jwt;
mod limits;
mod logs;
mod matrix;
mod operations;
mod pages;
mod pay_button;
mod payers;
mod refunds;
mod reminders;
mod reports;
mod reports_history;
mod resources;
mod sandbox;
mod saved_methods;
mod suppressions;
mod unsubscribe;
mod views;
mod world;
