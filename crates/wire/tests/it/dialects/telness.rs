//! Telness Connect.

mod answers;
mod bodies;
mod lists;
mod profiles;
mod webhooks;

use crate::samples::{self, time};
use paylink_core::{
    records::LinkStateName,
    views::{LinkStatus, LinkView},
};
use serde_json::Value;

/// When everything here happens.
const NOW: &str = "2030-01-15T12:00:00Z";

fn written(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

/// A link that was paid.
fn completed() -> LinkView {
    let mut view = samples::link();
    view.status = LinkStatus::Completed;
    view.link.state = LinkStateName::Completed;
    view.link.closed_at = Some(time("2030-01-10T00:00:00Z"));
    view
}
