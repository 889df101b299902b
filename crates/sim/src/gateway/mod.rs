//! The gateway: what is true there, and the wire to it.

mod port;
mod refunds;
mod tokens;
mod truth;

pub(crate) use port::{SimGateway, short};
pub(crate) use tokens::{Fate, Token};
pub(crate) use truth::{TrueCharge, Truth};
