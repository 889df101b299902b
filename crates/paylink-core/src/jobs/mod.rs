//! Work that is done later: ticks without a loop inside. Whoever runs them decides how often.

mod deliver;
mod dispatch;
mod erase;
mod erase_documents;
mod erase_rows;
mod expire;
mod files;
mod fold;
mod forget;
mod health;
mod merge;
mod messages;
mod plan;
mod reconcile;
mod refunds;
mod remind;
mod seal;
mod tell;

pub use deliver::DeliveryJob;
pub(crate) use erase::FIRST_STEP;
pub use health::Backlog;
pub use messages::MessageJob;
pub use plan::DeliveryPlan;
pub(crate) use plan::{next_look, next_refund_look};
