//! The store contract: what every [`Store`] promises, as cases that any store can be put through.
//!
//! Write a [`Fixture`] for the store, then `run(&fixture).await.assert_kept()`. The signatures and the
//! documentation of [`Change`](crate::Change), [`UniqueKey`](crate::UniqueKey) and the reader traits are part of
//! the contract; where they leave a choice, this is what holds:
//!
//! **Commits**
//! - Changes apply in order, each on top of those before it: a row that is inserted can be updated, expected or
//!   referred to later in the same set. An empty set succeeds. More than [`MAX_CHANGES`](crate::MAX_CHANGES)
//!   changes are refused with `Corrupt`.
//! - When several changes of a set would fail, any one of their errors may be returned.
//! - After an `Ok` every reader shows the change, and nothing that was refused ever shows or blocks a key.
//! - An insert gives version 1; every write of the row counts it up by exactly one; expectations, other rows and
//!   new payments of a link leave it alone.
//! - `Stale` names one of the entities `merchant`, `customer`, `bill`, `link`, `payment`, `refund`, `payment_method`,
//!   `api_key`, `endpoint`, `delivery`, `message`, `reminder`, `file`, `file_usage`, `fact`, `idempotency`, `work`,
//!   `document`, `audit`.
//! - Updates never change ids and keys, `created_at`, owners (`merchant_id`, `link_id`, `event_id`, `endpoint_id`), a
//!   payment's amount, currency, method, `exclusive` and `payer_origin`, a request's fingerprint, the body of a
//!   delivery, or for whom and for what a message is and what it says; a store need not look at those.
//! - A link without its merchant, a payment without its link and a delivery without its event or endpoint are
//!   refused with `Stale`: what they refer to is gone. Other references may be checked in the same way, except that
//!   an idempotency record may name a payment that is inserted later or never.
//! - A saved payment method without its payment is refused with `Stale`, one that is active and has no gateway reference
//!   with `Corrupt`. Updates never change what it is and what it was saved with; its customer and its evidence they may.
//! - A customer without its merchant, and a link or payment that names a customer who is not there, are refused with
//!   `Stale`.
//! - A refund or ledger entry without its payment, and an entry that names a refund that is not there, are refused
//!   with `Stale`. Refunds never change their payment and amount; ledger entries never change at all.
//! - A payment keeps `0 ≤ refunded ≤ reserved ≤ captured ≤ amount`, a ledger entry moves more than 0 between two
//!   different accounts and is numbered from 1: else `Corrupt`.
//! - An invoice or order ("bill") without its merchant, and a link without its bill, are refused with `Stale`. A bill over
//!   0 or less, one that is paid by no payment or taken back by one, and one that is closed at no time or open since some,
//!   are refused with `Corrupt`. A bill never changes its kind, a link and a payment never change their bill.
//! - Numbers of deleted bills are free. A link keeps its place at its bill while it is open and not deleted, whatever its
//!   window.
//! - `slots_used` outside `0..=max_payments` and payments of 0 or less are refused with `Corrupt`.
//! - Unique keys are guarded on updates too; a key is free again once its row has given it up. Link slugs and external
//!   ids of deleted links stay taken. External ids, idempotency keys and document keys differ by case.
//! - Two inserts of the same delivery pair leave the first one as it is. The same delivery id for another pair is
//!   `Taken(Id)`.
//! - A message, reminder or first view without its link, and a suppression of an unknown merchant, are refused with
//!   `Stale`; a message may name a reminder, payment or event that is written later or never.
//! - `MoveCustomer` to a customer who is not there is refused with `Stale`.
//! - Only `Rewrite…` replaces the subject of an event, the body of a delivery, to whom a message goes and what it says.
//! - A suppression of an address that the merchant (or the platform) has for that channel already leaves the first one
//!   as it is. The same id for another address is `Taken(Id)`.
//! - A message with fewer than 0 attempts is refused with `Corrupt`.
//! - A file without its merchant, an attachment without its link and used space of an unknown merchant are refused with
//!   `Stale`. A file of less than 0 bytes, an attachment that names no link, a logo that names one, and space outside
//!   `0..=limit_bytes` are refused with `Corrupt`. Files never change whose they are and what is in them.
//! - A fact may name a merchant that is not there. `FoldFacts` adds to counts what it is told to; that this is what its
//!   facts come to, in every tier, is the caller's care. Sums stay within 64 bits.
//! - Replacing an expired idempotency record begins again at version 1, be it answered or not.
//! - `PutWork` over existing work takes over its lane, time and attempts. Work that was finished or dropped begins
//!   again at version 1.
//! - Entries of the audit log never change and never go; each waits for a seal from the commit that writes it. A seal
//!   that names an entry which does not wait is refused with `Stale`, and nothing of it is written.
//! - `DeleteMerchant` is refused with `Stale` while a link, customer, bill, API key, endpoint, suppression or file names the
//!   merchant, deleted or revoked ones included; the count of its space goes along. Of a link that is written and a
//!   merchant that goes at the same time, one is refused.
//! - `DeleteEndpoint` takes the endpoint's deliveries along; their work stays in the queue.
//!
//! **Reads**
//! - A limit of 0 gives no rows. A [`Position`](crate::ports::Position) need not be that of an existing row.
//! - Without an order lists run from the newest to the oldest; with one, [`Order`](crate::ports::Order) says how rows
//!   compare. `Order::from` is the key of the row that the page begins after, whether or not there is such a row.
//! - A link is found by the terms of its row as it is now ([`LinkRecord::terms`](crate::records::LinkRecord::terms)),
//!   compared byte by byte.
//! - `created_from` is inclusive, `created_until` exclusive; amounts are inclusive on both sides. A link ends at `ends_at` exactly.
//! - Text filters compare every character: case, accents in either normal form and trailing spaces count.
//! - [`LinkPaymentStatus::Paid`](crate::views::LinkPaymentStatus) means that the state is completed.
//! - `customer_email` and the addresses of messages and suppressions are compared as they are given: the caller makes
//!   them lower case, and so does [`LinkRecord::customer_email_key`](crate::records::LinkRecord::customer_email_key).
//! - Of several messages with one reference, `message_by_reference` finds the newest.
//! - `link_count` counts the rows that `links` would list.
//! - `link_totals` answers zeros for unknown ids and answers an id twice that was asked for twice.
//! - `WebhookFilter` fields marked "deliveries only" do nothing for endpoints.
//! - `counted` may leave out what comes to zero or tell it; `CountSpan`s that overlap count twice.
//!
//! **Work**
//! - Work is due from `run_at` on, that instant included; so is work whose lease ends then. Claims and lanes come
//!   in the order of `run_at`, ties in any order.
//! - `backlog` counts all work of the queue, due or not.
//! - A store never looks at a clock: `now` is what the caller says, also in the years 1 and 9999.
//!
//! **Housekeeping**
//! - `prune` removes records with an answer whose `expires_at` is `now` or earlier, but never one whose payment is
//!   `processing` or `requires_action`, or whose refund is `processing`.

mod absent;
mod atomic;
mod audit;
mod bills;
mod cases;
mod check;
mod customers;
mod documents;
mod durable;
mod erasure;
mod exact;
mod family;
mod files;
mod filters;
mod found;
mod full;
mod full_bills;
mod full_customers;
mod full_files;
mod full_messages;
mod full_methods;
mod ground;
mod guards;
mod idempotency;
mod leases;
mod merchants;
mod messages;
mod pages;
mod payment_methods;
mod races;
mod readers;
mod refunds;
mod reminders;
mod report;
mod reports;
mod rows;
mod samples;
mod sorted;
mod suppressions;
mod totals;
mod unique;
mod unique_links;
mod unique_payments;
mod varied;
mod versioned;
mod views;
mod webhooks;
mod work;
mod work_races;

pub use report::Report;

use crate::ports::Store;
use async_trait::async_trait;
use cases::{CASES, CaseFn};
use check::broken;
use futures_util::{FutureExt, future::join_all};
use std::{any::Any, future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

/// Something that has to be run to its end.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Makes stores for the cases.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// An empty store that no other case uses.
    async fn fresh(&self) -> Arc<dyn Store>;

    /// Closes the store as well as it can (others may still hold it) and opens what it has kept; `None` when the
    /// store does not outlive its process, which skips the durability cases.
    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>>;

    /// Runs tasks at the same time: none of them goes on before all have begun. A test on a runtime with several
    /// threads should spawn them there, so that they truly race; as it stands here they take turns.
    async fn race(&self, tasks: Vec<Task>) {
        join_all(tasks).await;
    }
}

/// Puts the store through every case, one after the other, each on an empty store.
pub async fn run(fixture: &dyn Fixture) -> Report {
    run_named(fixture, "").await
}

/// The same for the cases whose name (`area::case`) begins like this, to look at one promise while writing a store.
pub async fn run_named(fixture: &dyn Fixture, beginning: &str) -> Report {
    let mut report = Report::default();
    for (name, case) in CASES.iter().filter(|(name, _)| name.starts_with(beginning)) {
        try_case(&mut report, fixture, (name, *case)).await;
    }
    report
}

/// Every `parts`-th case, the first of them being the case number `part`: for a store whose cases take long, so that tests
/// side by side take a part each. All parts together are [`run`].
pub async fn run_part(fixture: &dyn Fixture, part: usize, parts: usize) -> Report {
    let mut report = Report::default();
    for (name, case) in CASES.iter().skip(part).step_by(parts.max(1)) {
        try_case(&mut report, fixture, (name, *case)).await;
    }
    report
}

async fn try_case(report: &mut Report, fixture: &dyn Fixture, (name, case): (&'static str, CaseFn)) {
    let outcome = AssertUnwindSafe(case(fixture)).catch_unwind().await;
    report.note(name, outcome.unwrap_or_else(|panic| Err(broken(format!("panicked: {}", told(&*panic))))));
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}
