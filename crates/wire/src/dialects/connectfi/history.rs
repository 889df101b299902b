//! How a payment came to its status: every step of which the time is known.

use super::{status::Status, times::Instant};
use paylink_core::{
    Timestamp,
    records::{LinkRecord, LinkStateName, PaymentRecord, StatusNote},
};
use serde::Serialize;

/// One change of a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusStep {
    /// The status.
    pub status: String,
    /// Why.
    pub description: Option<String>,
    /// Since when.
    pub dts_changed_at: Instant,
}

/// The steps of a link that has now this status, the oldest first. `paid`: the last attempt to pay it.
pub(super) fn of_link(
    link: &LinkRecord,
    paid: Option<(&PaymentRecord, Status)>,
    note: Option<&StatusNote>,
    now: (Status, Timestamp),
) -> Vec<StatusStep> {
    let mut steps = vec![step(Status::Initiated, None, link.created_at)];
    if let Some(at) = link.details.requested_at.or(link.sent_at) {
        steps.push(step(Status::Sent, None, at));
    }
    if let Some((payment, status)) = paid {
        steps.push(step(Status::Processing, None, payment.created_at));
        if status != Status::Processing {
            steps.push(step(status, payment.failure_message.clone(), payment.updated_at));
        }
    }
    if let Some(at) = link.closed_at.filter(|_| link.state == LinkStateName::Cancelled).or(link.deleted_at) {
        steps.push(step(Status::Cancelled, None, at));
    }
    if let Some(at) = link.ends_at.filter(|at| now.0 == Status::Expired && *at <= now.1) {
        steps.push(step(Status::Expired, None, at));
    }
    noted(steps, note)
}

/// The steps of a refund.
pub(super) fn of_refund(
    created_at: Timestamp,
    (status, reason, at): (Status, Option<String>, Timestamp),
    note: Option<&StatusNote>,
) -> Vec<StatusStep> {
    let mut steps = vec![step(Status::Processing, None, created_at)];
    if status != Status::Processing {
        steps.push(step(status, reason, at));
    }
    noted(steps, note)
}

fn noted(mut steps: Vec<StatusStep>, note: Option<&StatusNote>) -> Vec<StatusStep> {
    steps.extend(note.map(|note| StatusStep {
        status: note.status.clone(),
        description: note.description.clone(),
        dts_changed_at: Instant(note.at),
    }));
    // equal times keep the order in which things happen
    steps.sort_by_key(|step| step.dts_changed_at);
    steps
}

fn step(status: Status, description: Option<String>, at: Timestamp) -> StatusStep {
    StatusStep { status: status.name().to_owned(), description, dts_changed_at: Instant(at) }
}
