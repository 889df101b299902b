//! One link, shown by every dialect: the same id, address, amount and state.
//!
//! A dialect is one function and one line in [`ALL`].

use crate::samples::{self, time};
use paylink_core::{
    Timestamp,
    forms::LinkForm,
    records::LinkStateName,
    views::{LinkPaymentStatus, LinkStatus, LinkView, PaymentView},
};
use paylink_wire::{
    dialects::{connectfi, fortis, payengine, telness},
    json::{Object, parse_object},
    v1::{requests, responses::PaymentLink},
};
use serde_json::{Value, json};

/// When every link is read.
const NOW: &str = "2030-01-15T00:00:00Z";

/// How one dialect asks for a link, and shows it.
struct Tongue {
    name: &'static str,
    /// A wish for a link over 12.50 for a cake, and how it is read.
    wish: (&'static str, fn(Object) -> LinkForm),
    show: fn(&LinkView, Option<&PaymentView>, Timestamp) -> Value,
    /// The field with the id.
    id: &'static str,
    /// The fields with the address of the page and with the amount, where there are such.
    told: (Option<&'static str>, Option<&'static str>),
    /// The fields that tell the state, and what they say of an open link, one that was paid, one that was taken back.
    state: (&'static [&'static str], fn() -> [Value; 3]),
}

const ALL: &[Tongue] = &[
    Tongue {
        name: "native",
        wish: (r#"{"merchant_id":"m","amount":"12.50","description":"Cake"}"#, |body| requests::create_link(body).form),
        show: |view, _, _| written(&PaymentLink::from(view)),
        id: "id",
        told: (Some("url"), Some("amount")),
        state: (&["status"], words),
    },
    Tongue {
        name: "connectfi",
        wish: (r#"{"amount":12.50,"description":"Cake","fields":[]}"#, connectfi::create_payment),
        show: |link, latest, now| {
            let latest = latest.map(|payment| &payment.payment);
            written(&connectfi::Payment::of(&connectfi::PaymentParts { link, latest, merchant_ref: None, now }))
        },
        id: "cFiTransactionId",
        told: (Some("url"), Some("amount")),
        state: (&["status"], || [json!(["Initiated"]), json!(["Completed"]), json!(["Cancelled"])]),
    },
    Tongue {
        name: "fortis",
        wish: (
            r#"{"paylink":{"location_id":"mer_01jd2q7x3me5kt6bvs9w0fzr4y","amount_due":"12.50","description":"Cake"}}"#,
            |body| fortis::create_paylink(body, None).form,
        ),
        show: |view, latest, now| {
            written(&<fortis::Paylink as fortis::LinkRow>::of(view, latest.map(fortis::Latest::of), now, None))
        },
        id: "id",
        told: (None, Some("amount_due")),
        state: (&["status_id", "active"], || [json!([0, 1]), json!([1, 1]), json!([0, 0])]),
    },
    Tongue {
        name: "payengine",
        wish: (r#"{"merchant_id":"m","data":{"amount":12.50,"description":"Cake"}}"#, |body| {
            payengine::requests::create_link(body).form
        }),
        show: |view, latest, now| {
            let latest = latest.map(|payment| payment.payment.status);
            written(&payengine::responses::Link::of(view, latest, now, payengine::responses::Place::Details))
        },
        id: "payment_link_id",
        told: (Some("payment_link_url"), Some("amount")),
        state: (&["payment_link_status"], words),
    },
    Tongue {
        name: "telness",
        wish: (r#"{"amount":"12.50","description":"Cake"}"#, |body| telness::create_link(body, time(NOW))),
        show: |view, latest, now| written(&telness::Link::of(view, latest, now)),
        id: "paymentLinkId",
        told: (Some("url"), None),
        state: (&["status"], words),
    },
];

/// The words that most have.
fn words() -> [Value; 3] {
    [json!(["ACTIVE"]), json!(["COMPLETED"]), json!(["CANCELLED"])]
}

fn written(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

#[test]
fn every_dialect_shows_the_same_link() {
    let mut open = samples::link();
    open.link.ends_at = Some(time("2030-02-01T00:00:00Z"));
    let mut paid = open.clone();
    (paid.status, paid.payment_status) = (LinkStatus::Completed, LinkPaymentStatus::Paid);
    (paid.link.state, paid.link.closed_at) = (LinkStateName::Completed, Some(time(NOW)));
    let mut taken_back = open.clone();
    (taken_back.status, taken_back.link.state) = (LinkStatus::Cancelled, LinkStateName::Cancelled);
    taken_back.link.closed_at = Some(time(NOW));
    let payment = samples::payment();
    let links = [(&open, None), (&paid, Some(&payment)), (&taken_back, None)];
    for (place, (view, latest)) in links.into_iter().enumerate() {
        for tongue in ALL {
            let shown = (tongue.show)(view, latest, time(NOW));
            let what = format!("{}: {shown}", tongue.name);
            assert_eq!(shown[tongue.id], json!(view.link.id.to_string()), "{what}");
            let (url, amount) = tongue.told;
            assert!(url.is_none_or(|url| shown[url] == json!(view.url)), "{what}");
            // some write numbers, without needless zeros
            let amounts = [json!("12.50"), json!(12.5)];
            assert!(amount.is_none_or(|amount| amounts.contains(&shown[amount])), "{what}");
            let (fields, wanted) = tongue.state;
            let state: Vec<Value> = fields.iter().map(|field| shown[*field].clone()).collect();
            assert_eq!(json!(state), wanted()[place], "{what}");
        }
    }
}

#[test]
fn the_same_wish_reaches_the_core_from_every_dialect() {
    for tongue in ALL {
        let (body, read) = tongue.wish;
        let form = read(parse_object(body.as_bytes()).unwrap());
        assert_eq!(form.amount, "12.50".into(), "{}", tongue.name);
        assert_eq!(form.description, "Cake".into(), "{}", tongue.name);
        assert!(form.unread.finish().is_ok(), "{}", tongue.name);
    }
}
