//! The reckoning after a load: everything acknowledged is there, once, and everything is finished.

use super::{HOOKS, Load, payer, refunds};
use crate::{Outcome, books::Books, json::Fields as _, site::Site, verdict::seconds};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Nothing may be unfinished for longer once the faults are over.
const FINISHED: Duration = Duration::from_secs(120);
const UNFINISHED: &str = "SELECT (SELECT count(*) FROM payments WHERE status IN ('processing', 'requires_action'))
    + (SELECT count(*) FROM refunds WHERE status = 'processing')
    + (SELECT count(*) FROM work WHERE queue IN ('dispatch', 'deliver', 'reconcile'))";

/// Waits until every payment, refund and job is final; a violation if that takes over 120 s.
pub(crate) async fn settle_all(load: &mut Load, books: &Books) -> Outcome<()> {
    settle_all_within(load, books, FINISHED).await
}

/// The same with a limit of its own, for faults that hit the processor's book too: look-ups that were in vain count
/// on the plan of the reconciler, which then waits for longer.
pub(crate) async fn settle_all_within(load: &mut Load, books: &Books, limit: Duration) -> Outcome<()> {
    let begun = Instant::now();
    load.stop().await?;
    let mut client = load.client("settle");
    loop {
        payer::ask_again(&mut client, &load.ledger).await?;
        let (open, unfinished) = (load.ledger.count_open(), books.number(UNFINISHED)?);
        if open == 0 && unfinished == 0 {
            break;
        }
        if begun.elapsed() > limit {
            load.verdict.violation(format!(
                "{unfinished} payments and jobs are unfinished and {open} answers open after {} s",
                limit.as_secs()
            ));
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    load.verdict.figure("everything final after the last fault", seconds(begun.elapsed()));
    Ok(())
}

/// Holds what was acknowledged against the API, the database, the processor's book, and the receiver.
pub(crate) async fn audit(load: &Load, site: &Site) -> Outcome<()> {
    let (verdict, books) = (&load.verdict, site.books());
    verdict.expect(books.is_sound()?, || "the database is damaged".to_owned());
    let mut client = load.client("audit");
    let links = by_id(client.list("/v1/payment_links").await?)?;
    let payments = by_id(client.list("/v1/payments").await?)?;
    check_links(load, &links)?;
    check_payments(load, &payments, &links, &books)?;
    let given_back = by_id(client.list("/v1/refunds").await?)?;
    refunds::check(&load.ledger.refunds(), &given_back, &payments, &books.given_back()?, verdict);
    check_webhooks(load, &books)?;
    verdict.tell_counts();
    Ok(())
}

fn by_id(rows: Vec<Value>) -> Outcome<BTreeMap<String, Value>> {
    rows.into_iter().map(|row| Ok((row.text("id")?, row))).collect()
}

fn check_links(load: &Load, kept: &BTreeMap<String, Value>) -> Outcome<()> {
    let told = load.ledger.links();
    load.verdict.figure("links acknowledged", told.len());
    let same = ["id", "slug", "amount", "currency", "external_id", "created_at", "merchant_id"];
    for (id, link) in &told {
        match kept.get(id) {
            Some(found) if same.iter().all(|field| link.at(field) == found.at(field)) => {}
            Some(found) => load.verdict.violation(format!("a link was {link} and is {found}")),
            None => load.verdict.violation(format!("the acknowledged link {id} is lost")),
        }
    }
    for id in kept.keys().filter(|id| !told.contains_key(*id)) {
        load.verdict.violation(format!("the link {id} was made once too often: no client was ever told of it"));
    }
    Ok(())
}

fn check_payments(
    load: &Load,
    kept: &BTreeMap<String, Value>,
    links: &BTreeMap<String, Value>,
    books: &Books,
) -> Outcome<()> {
    let (verdict, told) = (&load.verdict, load.ledger.payments());
    let mut paid = BTreeSet::new();
    for (id, payment) in &told {
        let Some(found) = kept.get(id) else {
            verdict.violation(format!("the acknowledged payment {id} is lost"));
            continue;
        };
        let same =
            found.at("status") == payment.status.as_str() && found.at("payment_link_id") == payment.link.as_str();
        verdict.expect(same, || format!("{id} was told as {payment:?} and is {found}"));
        if payment.status == "succeeded" {
            paid.insert(id.clone());
            let link = links.get(&payment.link).cloned().unwrap_or_default();
            let whole = link.at("status") == "COMPLETED" && link.at("amount_paid") == "12.50";
            verdict.expect(whole, || format!("{} is paid by {id} and is {link}", payment.link));
        }
    }
    for id in kept.keys().filter(|id| !told.contains_key(*id)) {
        verdict.violation(format!("no client was ever told of the payment {id}"));
    }
    let charged: BTreeSet<String> = books.charged()?.into_iter().collect();
    verdict.figure(
        "payments acknowledged (charged / failed)",
        format!("{} / {}", paid.len(), told.len().saturating_sub(paid.len())),
    );
    for id in charged.symmetric_difference(&paid) {
        verdict.violation(format!("{id} is charged and not paid, or paid and not charged"));
    }
    Ok(())
}

fn check_webhooks(load: &Load, books: &Books) -> Outcome<()> {
    let verdict = &load.verdict;
    let heard = load.receiver.heard(HOOKS);
    let told: BTreeSet<&str> = heard.values().map(|heard| heard.kind.as_str()).collect();
    for kind in ["payment_link.created", "payment_link.completed", "payment.processing", "payment.succeeded"] {
        verdict.expect(told.contains(kind), || format!("no {kind} was ever delivered"));
    }
    // the shop itself was opened after the subscription, so every event has a receiver
    let events = books.number("SELECT count(*) FROM events")?;
    let accepted = load.receiver.accepted(HOOKS);
    verdict.expect(i64::try_from(accepted)? == events, || format!("{events} events, {accepted} delivered"));
    let twice: u32 = heard.values().map(|heard| heard.accepted.saturating_sub(1)).sum();
    verdict.figure("events delivered (again after a 2xx)", format!("{accepted} ({twice})"));
    Ok(())
}
