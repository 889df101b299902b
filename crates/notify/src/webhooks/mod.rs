//! Sending webhooks.

mod address;
mod answer;
mod client;
pub(crate) mod failure;
mod lookup;
mod settings;
mod target;
mod written;

pub use address::Reach;
pub use client::WebhookClient;
pub use lookup::{Lookup, SystemLookup};
pub use settings::{ClientError, WebhookSettings};
