//! Webhooks: which events are told, as what, and how a receiver knows that they are ours.

use super::{
    metadata::{self, Value},
    responses::{Transaction, link_amount, link_status, own_id, refund_order},
    status::{LinkWord, TransactionWord, refund_word},
    times,
};
use crate::dialects::Attempt;
use hmac::{Hmac, KeyInit as _, Mac as _};
use paylink_core::{
    EventId, EventKind, Secret, Timestamp, TypedId as _,
    records::Method,
    views::{EventView, LinkView, PaymentView, RefundView, SubjectView},
};
use serde::Serialize;
use sha2::Sha256;
use std::{collections::BTreeMap, fmt::Write as _};

/// Media type of the body.
pub const CONTENT_TYPE: &str = "application/json";
/// Header with the time of the attempt and the signature.
pub const SIGNATURE_HEADER: &str = "X-PF-Signature";
/// How far the time of an attempt may lie from the receiver's clock, in seconds.
pub const TOLERANCE: u64 = 300;

/// The body of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Body<D> {
    event_uid: String,
    event: &'static str,
    data: D,
}

/// A link as events tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LinkData {
    payment_link_id: String,
    payment_url: String,
    qr_code_url: String,
    payment_link_status: LinkWord,
    merchant_id: String,
    start_date: Option<String>,
    end_date: Option<String>,
    amount: Option<String>,
    description: Option<String>,
    internal_transaction_id: Option<String>,
    metadata: BTreeMap<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CancelledData {
    payment_link_id: String,
}

/// A refund as events tell of it: its payment is named, but not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct RefundData {
    id: String,
    transaction_id: String,
    original_transaction_id: String,
    merchant_id: String,
    payment_link_id: String,
    r#type: &'static str,
    status: TransactionWord,
    amount: String,
    currency: String,
    reason: Option<String>,
    created_at: String,
    updated_at: String,
    internal_transaction_id: Option<String>,
    order_number: Option<String>,
    metadata: BTreeMap<String, Value>,
}

/// The body that tells of `event`; `None` when this dialect does not tell of such events.
#[must_use]
pub fn body(event: &EventView) -> Option<String> {
    match &event.subject {
        SubjectView::PaymentLink(link) => match link_event(event.kind)? {
            "PAYMENTLINK_CANCELLED" => {
                let data = CancelledData { payment_link_id: link.link.id.to_string() };
                written(event.id, "PAYMENTLINK_CANCELLED", data)
            }
            name => written(event.id, name, LinkData::of(link, event.at)),
        },
        SubjectView::Payment(payment) => {
            let name = payment_event(event.kind, payment)?;
            written(event.id, name, Transaction::of_payment(payment, None))
        }
        SubjectView::Refund(refund) if event.kind == EventKind::RefundSucceeded => {
            written(event.id, "PAYMENT_REFUNDED", RefundData::of(refund))
        }
        SubjectView::Test => written(event.id, "WEBHOOK_TEST", BTreeMap::<String, String>::new()),
        SubjectView::Refund(_) | SubjectView::PaymentMethod(_) | SubjectView::Message(_) | SubjectView::Customer(_) => {
            None
        }
    }
}

/// What goes beside the body: the time of the attempt, and the proof that it is ours.
#[must_use]
pub fn headers(attempt: &Attempt<'_>, body: &str) -> Vec<(&'static str, String)> {
    // there is room for one signature, so it is the newest secret's
    let signed = attempt.secrets.first().and_then(|secret| signature(secret, attempt.at, body));
    signed.map(|value| (SIGNATURE_HEADER, value)).into_iter().collect()
}

/// `t=<unix seconds>,s=<hex>`: HMAC-SHA256 of `<t>.<body>`; the key is the secret's text as it was shown.
#[must_use]
pub fn signature(secret: &Secret, at: Timestamp, body: &str) -> Option<String> {
    let seconds = at.seconds();
    let mut line = format!("t={seconds},s=");
    for byte in mac(secret, &seconds.to_string(), body)?.finalize().into_bytes() {
        // writing to a string cannot fail
        let _ = write!(line, "{byte:02x}");
    }
    Some(line)
}

/// Whether a received header proves that the body came from who has the secret, at about `now`; compared in constant
/// time.
#[must_use]
pub fn is_genuine(secret: &Secret, header: &str, body: &str, now: Timestamp) -> bool {
    let part = |name: &str| header.split(',').find_map(|part| part.trim().strip_prefix(name));
    let Some((seconds, sent)) = part("t=").zip(part("s=")) else { return false };
    let fresh = seconds.parse::<i64>().is_ok_and(|seconds| now.seconds().abs_diff(seconds) <= TOLERANCE);
    let code = unhex(sent);
    fresh && code.zip(mac(secret, seconds, body)).is_some_and(|(code, mac)| mac.verify_slice(&code).is_ok())
}

fn mac(secret: &Secret, seconds: &str, body: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).ok()?;
    for part in [seconds, ".", body] {
        mac.update(part.as_bytes());
    }
    Some(mac)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    });
    pairs.collect()
}

/// What a change of a link is called; `None` for what is not told.
const fn link_event(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::LinkCreated => Some("PAYMENTLINK_CREATED"),
        EventKind::LinkUpdated => Some("PAYMENTLINK_UPDATED"),
        EventKind::LinkCancelled | EventKind::LinkDeleted => Some("PAYMENTLINK_CANCELLED"),
        EventKind::LinkSent
        | EventKind::LinkViewed
        | EventKind::LinkCompleted
        | EventKind::LinkExpired
        | EventKind::PaymentProcessing
        | EventKind::PaymentRequiresAction
        | EventKind::PaymentSucceeded
        | EventKind::PaymentFailed
        | EventKind::PaymentReturned
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
        | EventKind::CustomerErased
        | EventKind::EndpointTest => None,
    }
}

/// What became of a payment, as it is called; `None` while it is under way.
fn payment_event(kind: EventKind, payment: &PaymentView) -> Option<&'static str> {
    if kind == EventKind::PaymentSucceeded {
        return Some(match payment.payment.method {
            Method::Card => "PAYMENT_SALE",
            Method::Ach => "PAYMENT_ACH_SALE",
        });
    }
    if kind == EventKind::PaymentFailed && payment.payment.is_cancelled() {
        return Some("PAYMENT_VOIDED");
    }
    let failed = kind == EventKind::PaymentFailed || kind == EventKind::PaymentReturned;
    failed.then_some("PAYMENT_FAILED")
}

impl LinkData {
    fn of(view: &LinkView, at: Timestamp) -> Self {
        let (link, details) = (&view.link, &view.link.details);
        Self {
            payment_link_id: link.id.to_string(),
            payment_url: view.url.clone(),
            qr_code_url: view.qr_code_url.clone(),
            payment_link_status: link_status(view, None, at),
            merchant_id: link.merchant_id.to_string(),
            start_date: link.starts_at.map(times::iso),
            end_date: link.ends_at.map(times::last_day),
            amount: link_amount(link),
            description: details.description.clone(),
            internal_transaction_id: details.internal_transaction_id.clone(),
            metadata: metadata::shown(&details.metadata),
        }
    }
}

impl RefundData {
    fn of(view: &RefundView) -> Self {
        let refund = &view.refund;
        Self {
            id: refund.payment_id.to_string(),
            transaction_id: refund.id.to_string(),
            original_transaction_id: refund.payment_id.to_string(),
            merchant_id: refund.merchant_id.to_string(),
            payment_link_id: refund.link_id.to_string(),
            r#type: "refund",
            status: refund_word(refund.status),
            amount: view.amount().decimal_text(),
            currency: refund.currency.to_string(),
            reason: refund.reason.clone(),
            created_at: times::iso(refund.created_at),
            updated_at: times::iso(refund.updated_at),
            internal_transaction_id: own_id(refund),
            order_number: refund_order(refund),
            metadata: metadata::shown(&refund.metadata),
        }
    }
}

fn written(id: EventId, event: &'static str, data: impl Serialize) -> Option<String> {
    let event_uid = id.uuid().simple().to_string();
    serde_json::to_string(&Body { event_uid, event, data }).ok()
}
