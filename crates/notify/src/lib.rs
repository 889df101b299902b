//! Tells the world: sends signed webhooks to public addresses and nowhere else.
//!
//! **Invariant:** no connection is opened to an address that was not checked right before: literal
//! addresses are checked when the URL is read, names by the resolver the connection is made with.
//! **Invariant:** redirects are not followed, proxies are not used, answers are not logged.

mod webhooks;

pub use webhooks::{ClientError, Lookup, Reach, SystemLookup, WebhookClient, WebhookSettings};
