//! Work that is done later: ticks without a loop inside. Whoever runs them decides how often.

mod deliver;
mod dispatch;
mod expire;
mod health;
mod plan;
mod reconcile;
mod refunds;

pub use deliver::DeliveryJob;
pub use health::Backlog;
pub use plan::retry_after;
pub(crate) use plan::{next_look, next_refund_look};
