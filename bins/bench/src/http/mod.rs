//! As little HTTP/1.1 as a load generator needs.

mod load;
mod message;

pub(crate) use load::{Load, load};
pub(crate) use message::{Answer, Request, ask, exchange};
