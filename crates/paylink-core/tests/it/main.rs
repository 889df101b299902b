//! The one test binary of the core.

mod bank_debits;
mod broken_store;
mod closed_links;
mod crashes;
#[path = "../../examples/custom_store/store/mod.rs"]
mod custom_store;
mod crowds;
mod declines;
mod doubles;
mod error_page;
mod idempotency;
mod link_grid;
mod pages;
mod paying;
mod payment_grid;
mod shop;
mod store_contract;
mod unknown_outcomes;
