//! How connectFi tells of events: it hands over the mails that payers are to get, and nothing else.

use super::{Payment, PaymentParts};
use crate::dialects::Attempt;
use paylink_core::{
    EventKind,
    views::{EventView, MessageContent, RequestedMessage, SubjectView},
};
use serde::Serialize;

/// Media type of the body.
pub const CONTENT_TYPE: &str = "application/json";

#[derive(Serialize)]
struct Mail<'a> {
    to: [&'a str; 1],
    subject: &'a str,
    html: &'a str,
    data: Payment,
}

/// The mail that the client is asked to send, with the payment it is about; `None` for everything else.
#[must_use]
pub fn body(event: &EventView) -> Option<String> {
    let SubjectView::Message(message) = &event.subject else { return None };
    mail(message, event).filter(|_| event.kind == EventKind::MessageRequested)
}

fn mail(message: &RequestedMessage, event: &EventView) -> Option<String> {
    let MessageContent::Mail(written) = &message.content else { return None };
    let merchant_ref = message.merchant_external_id.as_deref();
    let parts = PaymentParts { link: &message.link, latest: None, merchant_ref, now: event.at };
    let to = [&*message.message.recipient];
    let mail = Mail { to, subject: &written.subject, html: &written.html, data: Payment::of(&parts) };
    serde_json::to_string(&mail).ok()
}

/// Nothing stands beside the body: the original proves nothing.
#[must_use]
pub const fn headers(_attempt: &Attempt<'_>, _body: &str) -> Vec<(&'static str, String)> {
    Vec::new()
}
