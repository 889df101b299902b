//! The one test binary of the core.

mod bank_debits;
mod broken_store;
mod closed_links;
mod crashes;
mod crowds;
mod declines;
mod error_page;
mod idempotency;
mod link_grid;
mod pages;
mod paying;
mod payment_grid;
mod shop;
mod store_contract;
mod unknown_outcomes;
