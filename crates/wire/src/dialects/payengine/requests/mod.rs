//! From bodies to the core's forms.

mod customer;
mod link;
mod merchant;
mod refund;
mod void;

pub use link::{LinkChange, NewLink, create_link, update_link};
pub use merchant::create_merchant;
pub use refund::{RefundOrder, refund};
pub use void::void;
