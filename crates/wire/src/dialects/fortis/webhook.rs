//! Postbacks: a form whose field `data` is a record as JSON.

use super::{
    contact::Contact,
    link::LinkRow as _,
    paylink::Paylink,
    postback::ATTEMPTS,
    transaction::{Source, Transaction},
};
use crate::dialects::Attempt;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use paylink_core::{
    EventKind,
    records::Method,
    views::{EventView, SubjectView},
};
use url::form_urlencoded;

/// Media type of the body.
pub const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";
/// User name of Basic authentication.
pub(super) const USER: &str = "paylink";

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Create,
    Update,
    Delete,
}

impl Deed {
    const fn name(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

/// The body of an event, written once; none for events that this dialect does not tell of.
///
/// A card payment is a new transaction once its outcome is known; a bank debit when it is taken on, and is updated when it
/// settles, fails or comes back. The record stands without its address, and `number_of_attempts` says how many there are
/// at most.
#[must_use]
pub fn body(event: &EventView) -> Option<String> {
    let (deed, resource, data) = match &event.subject {
        SubjectView::PaymentLink(view) => {
            let deed = of_link(event.kind)?;
            (deed, "paylink", serde_json::to_string(&Paylink::of(view, None, event.at, None)))
        }
        SubjectView::Payment(view) => {
            let deed = of_payment(event.kind, view.payment.method)?;
            let source = Source::Payment(Box::new(view.payment.clone()));
            (deed, "transaction", serde_json::to_string(&Transaction::of(&source)))
        }
        SubjectView::Refund(view) => {
            let deed = of_refund(event.kind)?;
            let source = Source::Refund(Box::new(view.refund.clone()), None);
            (deed, "transaction", serde_json::to_string(&Transaction::of(&source)))
        }
        SubjectView::Customer(view) => {
            let deed = of_customer(event.kind)?;
            (deed, "contact", serde_json::to_string(&Contact::from(&**view)))
        }
        SubjectView::Test => (Deed::Create, "test", Ok("{}".to_owned())),
        SubjectView::PaymentMethod(_) | SubjectView::Message(_) => return None,
    };
    let attempts = ATTEMPTS.to_string();
    let pairs = [
        ("type", deed.name()),
        ("resource", resource),
        ("number_of_attempts", attempts.as_str()),
        // plain structs of texts and numbers are always written
        ("data", data.as_deref().unwrap_or_default()),
    ];
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Basic authentication with the endpoint's newest secret; there is no signature.
#[must_use]
pub fn headers(attempt: &Attempt<'_>, _body: &str) -> Vec<(&'static str, String)> {
    let proof = |secret: &paylink_core::Secret| {
        let plain = format!("{USER}:{}", secret.expose());
        ("authorization", format!("Basic {}", STANDARD.encode(plain)))
    };
    attempt.secrets.first().map(proof).into_iter().collect()
}

const fn of_link(kind: EventKind) -> Option<Deed> {
    match kind {
        EventKind::LinkCreated => Some(Deed::Create),
        EventKind::LinkUpdated | EventKind::LinkCompleted => Some(Deed::Update),
        EventKind::LinkCancelled | EventKind::LinkDeleted => Some(Deed::Delete),
        EventKind::LinkSent
        | EventKind::LinkViewed
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

fn of_payment(kind: EventKind, method: Method) -> Option<Deed> {
    if kind == EventKind::PaymentReturned {
        return Some(Deed::Update);
    }
    let told = kind == EventKind::PaymentSucceeded || kind == EventKind::PaymentFailed;
    match method {
        Method::Card => told.then_some(Deed::Create),
        Method::Ach if kind == EventKind::PaymentProcessing => Some(Deed::Create),
        Method::Ach => told.then_some(Deed::Update),
    }
}

fn of_refund(kind: EventKind) -> Option<Deed> {
    if kind == EventKind::RefundSucceeded {
        return Some(Deed::Create);
    }
    (kind == EventKind::RefundFailed).then_some(Deed::Update)
}

fn of_customer(kind: EventKind) -> Option<Deed> {
    if kind == EventKind::CustomerCreated {
        return Some(Deed::Create);
    }
    if kind == EventKind::CustomerUpdated || kind == EventKind::CustomerMerged {
        return Some(Deed::Update);
    }
    (kind == EventKind::CustomerDeleted || kind == EventKind::CustomerErased).then_some(Deed::Delete)
}
