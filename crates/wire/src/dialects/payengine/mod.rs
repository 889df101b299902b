//! PayEngine's payment links: bodies, answers, errors, webhooks.
//!
//! Keys are `snake_case`, answers lie under `data`, amounts are decimal texts, days are days in UTC.

mod address;
pub mod error;
mod metadata;
pub mod query;
pub mod requests;
pub mod responses;
mod status;
mod times;
pub mod webhook;

pub use address::Address;
pub use metadata::{ADDRESS, JSON_KEYS, REFUND_ORDER, REFUND_OWN_ID, Value};
pub use status::{LinkWord, TransactionWord, link_word, payment_word, refund_word};
