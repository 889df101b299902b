//! From the JSON object of a request to the core's forms.

mod access;
mod bill;
mod customer;
mod later;
mod line;
mod link;
mod merchant;
mod pay;
mod refund;
mod reminder;
mod send;
mod suppression;
mod webhook;

pub use access::api_key;
pub use bill::{NewBill, create_bill, update_bill};
pub use customer::{NewCustomer, create_customer, erase_customer, merge_customer, update_customer};
pub use link::{NewLink, create_link, update_link};
pub use merchant::merchant;
pub use pay::payment;
pub use refund::refund;
pub use send::send_link;
pub use suppression::{bounce, suppression};
pub use webhook::{create_endpoint, update_endpoint};
