//! Merchants who give money back, in parts, and ask again when they do not hear what became of it.

use crate::{
    Outcome,
    client::Client,
    http::{Call, Reply},
    json::Fields as _,
    ledger::{GivenBack, Ledger},
    site::ADMIN,
    verdict::Verdict,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Of a payment of 12.50; twice is possible, a third time is not.
pub(super) const PART: &str = "5.00";
const PART_MINOR: i64 = 500;

/// A refund whose outcome its merchant does not know yet.
#[derive(Debug, Clone)]
pub(crate) struct OpenRefund {
    payment: String,
    key: String,
    /// Once an answer has told it.
    refund: Option<String>,
}

/// Gives a part of `payment` back.
pub(super) async fn give_back(client: &mut Client, ledger: &Ledger, payment: &str, key: &str) -> Outcome<()> {
    let open = OpenRefund { payment: payment.to_owned(), key: key.to_owned(), refund: None };
    let reply = client.insist(&call(&open)).await?;
    take(ledger, open, &reply)
}

fn call(open: &OpenRefund) -> Call {
    let path = format!("/v1/payments/{}/refunds", open.payment);
    Call::post(&path, &json!({"amount": PART})).bearer(ADMIN).key(&open.key)
}

fn take(ledger: &Ledger, open: OpenRefund, reply: &Reply) -> Outcome<()> {
    let body = reply.json();
    match (reply.status(), reply.code().as_str()) {
        (201 | 202, _) => settle(ledger, open, &body),
        (409, "idempotency_key_in_use") => {
            ledger.open_refund(open);
            Ok(())
        }
        (409, "refund_exceeds_payment") => Ok(()),
        _ => Err(format!("the refund {} was answered {reply}", open.key).into()),
    }
}

/// Writes down where a refund stands.
fn settle(ledger: &Ledger, open: OpenRefund, refund: &Value) -> Outcome<()> {
    let id = refund.text("id")?;
    match refund.at("status").as_str() {
        Some("succeeded") => ledger.given_back(&id, &GivenBack { payment: open.payment }),
        Some("processing") => {
            ledger.open_refund(OpenRefund { refund: Some(id), ..open });
            Ok(())
        }
        Some(_) | None => Err(format!("a refund became {refund}").into()),
    }
}

/// Asks once more about every refund whose outcome is open.
pub(super) async fn ask_again(client: &mut Client, ledger: &Ledger) -> Outcome<()> {
    for open in ledger.take_open_refunds() {
        match open.refund.clone() {
            Some(id) => {
                let found = client.read(&format!("/v1/refunds/{id}")).await?;
                settle(ledger, open, &found)?;
            }
            None => {
                let reply = client.insist(&call(&open)).await?;
                take(ledger, open, &reply)?;
            }
        }
    }
    Ok(())
}

/// Every refund told is there, no other is, and the processor has made exactly these.
pub(super) fn check(
    told: &BTreeMap<String, GivenBack>,
    kept: &BTreeMap<String, Value>,
    payments: &BTreeMap<String, Value>,
    made: &BTreeMap<String, i64>,
    verdict: &Verdict,
) {
    verdict.figure("refunds acknowledged", told.len());
    let mut counts = BTreeMap::<&str, i64>::new();
    for (id, refund) in told {
        let found = kept.get(id).cloned().unwrap_or_default();
        let same = found.at("status") == "succeeded" && found.at("payment_id") == refund.payment.as_str();
        verdict.expect(same, || format!("{id} was told as {refund:?} and is {found}"));
        let count = counts.entry(&refund.payment).or_default();
        *count = count.saturating_add(1);
    }
    for id in kept.keys().filter(|id| !told.contains_key(*id)) {
        verdict.violation(format!("no client was ever told of the refund {id}"));
    }
    let (known, in_fact): (BTreeSet<_>, BTreeSet<_>) = (told.keys().collect(), made.keys().collect());
    for id in known.symmetric_difference(&in_fact) {
        verdict.violation(format!("{id} was given back and not booked, or booked and not given back"));
    }
    verdict.expect(made.values().all(|amount| *amount == PART_MINOR), || "a refund of another amount".to_owned());
    for (id, payment) in payments {
        let count = counts.get(id.as_str()).copied().unwrap_or_default();
        let whole = format!("{}.00", count.saturating_mul(PART_MINOR) / 100);
        verdict.expect(payment.at("amount_refunded") == whole.as_str(), || {
            format!("{count} refunds of {PART} and the payment is {payment}")
        });
    }
}
