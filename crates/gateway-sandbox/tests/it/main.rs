//! Behaviour of the sandbox gateway, through its public face and over a real (in-memory) store.

#![cfg(test)]

mod accounts;
mod bank;
mod cards;
mod challenges;
mod faults;
mod page;
mod races;
mod reference_page;
mod refund_races;
mod refund_rules;
mod refunds;
mod secrecy;
mod store;
mod tokens;
mod vault;
