//! One use case per file; each is a method of [`crate::Paylink`].

mod access_keys;
mod authenticate;
mod books;
mod cancel_link;
mod checkout;
mod compose;
mod create_link;
mod delete_link;
mod deliveries;
mod endpoints;
mod events;
pub(crate) mod fields;
mod links;
pub(crate) mod listing;
mod merchants;
mod pages;
mod pay;
mod pay_check;
mod payments;
pub(crate) mod refund;
mod refunds;
mod settle;
mod settle_refund;
pub(crate) mod shown;
pub(crate) mod tries;
mod unsubscribe;
mod update_link;
mod writing;

pub use access_keys::NewApiKey;
pub use books::{BookCheck, BookFinding};
pub use checkout::CheckoutView;
pub use deliveries::Redelivered;
pub(crate) use deliveries::send_work;
pub use merchants::TokenGrant;
