//! One link, shown by every dialect: the same id, address, amount and state.
//!
//! A dialect is one function and one line in [`ALL`].

use crate::samples::{self, time};
use paylink_core::{
    Timestamp,
    records::{LinkStateName, PaymentStatus},
    views::{LinkPaymentStatus, LinkStatus, LinkView, PaymentView},
};
use paylink_wire::{
    dialects::{payengine, telness},
    v1::responses::PaymentLink,
};
use serde_json::{Value, json};

/// When every link is read.
const NOW: &str = "2030-01-15T00:00:00Z";

/// How one dialect shows a link.
struct Tongue {
    name: &'static str,
    show: fn(&LinkView, Option<&PaymentView>, Timestamp) -> Value,
    /// The fields with id and address, and the one with the amount if there is one.
    fields: (&'static str, &'static str, Option<&'static str>),
    /// The words for an open link, one that was paid, one that was taken back.
    words: (&'static str, [&'static str; 3]),
}

const ALL: &[Tongue] = &[
    Tongue {
        name: "native",
        show: |view, _, _| written(&PaymentLink::from(view)),
        fields: ("id", "url", Some("amount")),
        words: ("status", ["ACTIVE", "COMPLETED", "CANCELLED"]),
    },
    Tongue {
        name: "payengine",
        show: |view, latest, now| {
            let latest = latest.map(|payment| payment.payment.status);
            written(&payengine::responses::Link::of(view, latest, now, payengine::responses::Place::Details))
        },
        fields: ("payment_link_id", "payment_link_url", Some("amount")),
        words: ("payment_link_status", ["ACTIVE", "COMPLETED", "CANCELLED"]),
    },
    Tongue {
        name: "telness",
        show: |view, latest, now| written(&telness::Link::of(view, latest, now)),
        fields: ("paymentLinkId", "url", None),
        words: ("status", ["ACTIVE", "COMPLETED", "CANCELLED"]),
    },
];

fn written(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

#[test]
fn every_dialect_shows_the_same_link() {
    let mut open = samples::link();
    open.link.ends_at = Some(time("2030-02-01T00:00:00Z"));
    let mut paid = open.clone();
    (paid.status, paid.payment_status, paid.link.state) =
        (LinkStatus::Completed, LinkPaymentStatus::Paid, LinkStateName::Completed);
    let mut taken_back = open.clone();
    (taken_back.status, taken_back.link.state) = (LinkStatus::Cancelled, LinkStateName::Cancelled);
    let payment = samples::payment();
    assert_eq!(payment.payment.status, PaymentStatus::Succeeded);
    for (place, (view, latest)) in [(&open, None), (&paid, Some(&payment)), (&taken_back, None)].into_iter().enumerate()
    {
        for tongue in ALL {
            let shown = (tongue.show)(view, latest, time(NOW));
            let (id, url, amount) = tongue.fields;
            assert_eq!(shown[id], json!(view.link.id.to_string()), "{}", tongue.name);
            assert_eq!(shown[url], json!(view.url), "{}", tongue.name);
            assert!(amount.is_none_or(|amount| shown[amount] == json!("12.50")), "{}: {shown}", tongue.name);
            let (status, words) = tongue.words;
            assert_eq!(shown[status], json!(words[place]), "{}", tongue.name);
        }
    }
}
