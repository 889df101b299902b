//! Telness Connect: payment links for orders and invoices.

mod create;
mod link;
mod list;
mod payment;
mod payment_list;
mod problem;
mod profile;
mod profile_list;
mod status;
pub mod webhook;

pub use create::{LIFE, create_link};
pub use link::Link;
pub use list::{Links, Search};
pub use payment::Payment;
pub use payment_list::{Pagination, PaymentSearch, Payments, Sort};
pub use problem::{Detail, Problem};
pub use profile::{Address, Beside, BillingDetails, Profile, Profiles};
pub use profile_list::ProfileSearch;
pub use status::{Status, status};
