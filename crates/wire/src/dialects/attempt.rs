//! One attempt to tell an endpoint of an event in a dialect.

use paylink_core::{EventId, Secret, Timestamp};

/// What the headers of a delivery are made from.
///
/// Each dialect's `webhook` module has the same three items, which `paylink-notify` calls:
/// - `pub fn body(event: &EventView) -> Option<String>`: the body, written once and stored; `None` when the dialect
///   does not tell of such events, so that there is no delivery;
/// - `pub const CONTENT_TYPE: &str`: its media type;
/// - `pub fn headers(attempt: &Attempt<'_>, body: &str) -> Vec<(&'static str, String)>`: proof and whatever else goes
///   beside the body, made anew for every attempt.
///
/// How often and when it is tried again is the core's to know: `WebhookFormat::plan`.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The event: the same on every attempt.
    pub event: EventId,
    /// When this attempt is made.
    pub at: Timestamp,
    /// Signing secrets (`whsec_…`), the newest first.
    pub secrets: &'a [Secret],
}
