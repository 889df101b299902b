//! Payment links without I/O.
//!
//! Values and rules are pure; the outside world (storage, gateway, webhooks, clock, randomness)
//! is reached through the traits in [`ports`]. [`Paylink`] is the door for everyone who embeds
//! the crate: every use case is one of its methods.

mod access;
mod changes;
mod codes;
mod error;
mod event;
pub mod hash;
pub mod idempotency;
pub mod ports;
pub mod records;
mod values;
pub mod views;

pub use access::{Caller, Role};
pub use changes::{Change, ChangeSet, MAX_CHANGES, Stored, UniqueKey, Version};
pub use codes::{Class, Code};
pub use error::{Error, FieldError, FieldErrors};
pub use event::EventKind;
pub use idempotency::{Answer, Fingerprint, IdempotencyKey, Once, Reply};
pub use values::*;
