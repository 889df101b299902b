//! The body of a webhook.

use super::responses::Event;
use paylink_core::views::EventView;

/// The body a webhook of `event` carries: the event exactly as `GET /v1/events/{id}` answers it.
#[must_use]
pub fn event_body(event: &EventView) -> String {
    // names and texts only: nothing that JSON could not hold
    serde_json::to_string(&Event::from(event)).unwrap_or_default()
}
