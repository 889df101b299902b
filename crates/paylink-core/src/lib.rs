//! Payment links without I/O.
//!
//! Values and rules are pure; the outside world (storage, gateway, webhooks, clock, randomness)
//! is reached through the traits in [`ports`]. [`Paylink`] is the door for everyone who embeds
//! the crate: every use case is one of its methods.

mod access;
mod actor;
mod audit;
mod bill;
mod builder;
mod changes;
mod codes;
mod customer;
mod engine;
mod erasure;
mod error;
mod event;
pub mod forms;
pub mod hash;
pub mod idempotency;
mod jobs;
pub mod lines;
mod link;
mod payment;
pub mod ports;
pub mod records;
mod refund;
mod report;
#[cfg(feature = "testing")]
pub mod testing;
mod usecases;
mod values;
pub mod views;

pub use access::{Audience, Caller, Role};
pub use actor::{Actor, TokenId, TokenIdError};
pub use bill::{Bill, BillState};
pub use builder::PaylinkBuilder;
pub use changes::{Change, ChangeSet, Fold, MAX_CHANGES, Stored, UniqueKey, Version};
pub use codes::{Class, Code};
pub use engine::{Files, Paylink, Settings};
pub use error::{Error, FieldError, FieldErrors};
pub use event::EventKind;
pub use idempotency::{Answer, Fingerprint, IdempotencyKey, Once, Reply};
pub use jobs::{Backlog, DeliveryJob, DeliveryPlan, MessageJob};
pub use link::{Link, LinkState};
pub use payment::{Payment, PaymentState};
pub use refund::{Refund, RefundState};
pub use report::{
    AmountFigures, CurrencyFigures, FailureCount, Failures, Figures, Interval, LinkFigures, PaymentFigures, TimeClass,
    TimesToPayment,
};
pub use usecases::*;
pub use values::*;
