//! Telness Connect: payment links for orders and invoices.

mod create;
mod link;
mod problem;
mod status;

pub use create::{LIFE, create_link};
pub use link::Link;
pub use problem::{Detail, Problem};
pub use status::{Status, status};
