//! How endpoints hear of events: the object as it was right after, and the endpoint's own secret to tell the sender by.

use super::{link::Link, payment::Payment};
use crate::dialects::Attempt;
use paylink_core::{
    EventId, EventKind, Timestamp,
    views::{EventView, SubjectView},
};
use serde::Serialize;

/// Media type of a body.
pub const CONTENT_TYPE: &str = "application/json";

/// The header with the endpoint's secret.
const KEY: &str = "x-api-key";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<D> {
    event_id: EventId,
    r#type: &'static str,
    occurred_at: Timestamp,
    data: D,
}

#[derive(Serialize)]
struct Nothing {}

/// The body, or `None` for events that are not told of.
#[must_use]
pub fn body(event: &EventView) -> Option<String> {
    let name = name(event.kind)?;
    match &event.subject {
        SubjectView::PaymentLink(link) => {
            let link = Link::of(link, None, event.at);
            written(event, name, Link { payment_id: event.completed_by, ..link })
        }
        SubjectView::Payment(payment) => written(event, name, Payment::of(payment)),
        SubjectView::Test => written(event, name, Nothing {}),
        SubjectView::Refund(_) | SubjectView::PaymentMethod(_) | SubjectView::Message(_) | SubjectView::Customer(_) => {
            None
        }
    }
}

/// What goes beside the body.
#[must_use]
pub fn headers(attempt: &Attempt<'_>, _body: &str) -> Vec<(&'static str, String)> {
    attempt.secrets.first().map(|secret| (KEY, secret.expose().to_owned())).into_iter().collect()
}

fn written(event: &EventView, name: &'static str, data: impl Serialize) -> Option<String> {
    serde_json::to_string(&Envelope { event_id: event.id, r#type: name, occurred_at: event.at, data }).ok()
}

/// The event's name in this dialect.
const fn name(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::LinkCreated => Some("payment_link.created"),
        EventKind::LinkCompleted => Some("payment_link.completed"),
        EventKind::LinkCancelled | EventKind::LinkDeleted => Some("payment_link.cancelled"),
        EventKind::LinkExpired => Some("payment_link.expired"),
        EventKind::PaymentSucceeded => Some("payment.completed"),
        EventKind::PaymentFailed | EventKind::PaymentReturned => Some("payment.failed"),
        EventKind::EndpointTest => Some("webhook.test"),
        EventKind::LinkUpdated
        | EventKind::LinkSent
        | EventKind::LinkViewed
        | EventKind::PaymentProcessing
        | EventKind::PaymentRequiresAction
        | EventKind::RefundSucceeded
        | EventKind::RefundFailed
        | EventKind::PaymentMethodSaved
        | EventKind::PaymentMethodRemoved
        | EventKind::ReminderSent
        | EventKind::MessageRequested
        | EventKind::CustomerCreated
        | EventKind::CustomerUpdated
        | EventKind::CustomerDeleted
        | EventKind::CustomerMerged
        | EventKind::CustomerErased => None,
    }
}
