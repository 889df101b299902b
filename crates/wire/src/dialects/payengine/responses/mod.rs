//! From the core's views to answers.

mod cancel;
mod envelope;
mod link;
mod merchant;
mod refund;
mod transaction;

pub use cancel::Cancelled;
pub use envelope::{Data, Meta, PagedData};
pub use link::{Customer, Link, Place};
pub(super) use link::{link_amount, link_status};
pub use merchant::Merchant;
pub use refund::{Refund, ReturnResponse};
pub(super) use refund::{own_id, refund_order};
pub use transaction::Transaction;
