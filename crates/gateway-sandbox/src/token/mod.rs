//! Trading card and account data for a token: what is asked, what is checked, what little is kept.

mod bank_account;
mod card;
mod desk;
mod entry;
mod json;
mod request;

pub(crate) use entry::TokenEntry;
pub use request::TokenRequest;
