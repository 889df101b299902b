//! The one test binary of the core.

mod broken_store;
mod crashes;
mod error_page;
mod idempotency;
mod link_grid;
mod pages;
mod paying;
mod payment_grid;
mod shop;
mod store_contract;
mod unknown_outcomes;
