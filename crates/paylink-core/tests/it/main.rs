//! The one test binary of the core.

#![cfg(test)]

mod bank_debits;
mod books;
mod books_checked;
mod broken_store;
mod card_guard;
mod closed_links;
mod crashes;
mod crowds;
#[path = "../../examples/custom_store/store/mod.rs"]
mod custom_store;
mod declines;
mod doubles;
mod embedding;
mod error_page;
mod gateway_hints;
mod hook_dispatch;
mod hook_retries;
mod hooks;
mod housekeeping;
mod idempotency;
mod interruption;
mod link_fields;
mod link_grid;
mod link_patches;
mod link_windows;
mod lists;
mod money_text;
mod pages;
mod paying;
mod payment_grid;
mod phones;
mod refund_answers;
mod refund_crashes;
mod refund_crowds;
mod refund_grid;
mod refund_news;
mod refund_repeats;
mod refund_unknowns;
mod refund_walk;
mod refunding;
mod shop;
mod store_contract;
mod tenancy;
mod through;
mod till;
mod unknown_outcomes;
mod values;
mod wandering;
