//! The oracles: they see every change that a store really took, every charge that was really made, every answer that was
//! really given, and compare after each step. They know the promises, not the code that keeps them.

mod answers;
mod charges;
mod commits;
mod counts;
mod end;
mod links;
mod payments;
mod refunds;
mod webhooks;
mod work;

pub(crate) use answers::{not_internal, write_link, write_payment, write_refund};
use paylink_core::{
    Date, DeliveryId, EndpointId, EventId, EventKind, FactId, LinkId, MerchantId, PaymentId, RefundId, Timestamp,
    Version,
    records::{
        DeliveryRecord, EndpointRecord, FactRecord, IdempotencyRecord, LinkRecord, PaymentRecord, Queue, RefundRecord,
        WorkKey,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A promise that was broken, in words.
pub(crate) type Checked = Result<(), String>;

/// A link as the store has it, and what its payments come to.
pub(crate) struct LinkBook {
    pub(crate) record: LinkRecord,
    /// Payments begun.
    begun: i64,
    /// Payments that are processing or wait for an action.
    live: i64,
    /// Payments that stand as succeeded.
    paid: i64,
    paid_minor: i64,
    /// How often its page was shown, by day.
    views: BTreeMap<Date, i64>,
    /// Keys of charges made for it.
    charged: Vec<PaymentId>,
}

/// An event that was stored.
struct EventBook {
    merchant: Option<MerchantId>,
    kind: EventKind,
}

/// What a receiver got of one event.
#[derive(Default)]
struct Got {
    body: String,
    attempts: u64,
    accepted: u64,
}

/// A copy of everything that was committed, and what was told and sent besides.
#[derive(Default)]
pub(crate) struct Oracle {
    pub(crate) links: BTreeMap<LinkId, LinkBook>,
    pub(crate) payments: BTreeMap<PaymentId, PaymentRecord>,
    events: BTreeMap<EventId, EventBook>,
    endpoints: BTreeMap<EndpointId, EndpointRecord>,
    deliveries: BTreeMap<DeliveryId, DeliveryRecord>,
    pairs: BTreeMap<(EventId, EndpointId), DeliveryId>,
    requests: BTreeMap<(String, String), IdempotencyRecord>,
    pub(crate) refunds: BTreeMap<RefundId, RefundRecord>,
    books: BTreeMap<PaymentId, refunds::Books>,
    /// Facts that have not been folded.
    facts: BTreeMap<FactId, FactRecord>,
    work: BTreeMap<WorkKey, (Timestamp, Version)>,
    due: BTreeSet<(Queue, Timestamp, Uuid)>,
    got: BTreeMap<(String, EventId), Got>,
    /// The object that the one who sent a key was told of.
    told: BTreeMap<(String, String), String>,
    /// Figures for the report.
    pub(crate) tally: Tally,
}

/// How much a world has seen.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Payments begun.
    pub payments: u64,
    /// Payments that succeeded.
    pub succeeded: u64,
    /// Payments that failed.
    pub failed: u64,
    /// Payments that came back.
    pub returned: u64,
    /// Refunds begun.
    pub refunds: u64,
    /// Requests to pay, retries included.
    pub requests: u64,
    /// Charges made at the gateway.
    pub charges: u64,
    /// Attempts to deliver an event.
    pub webhooks: u64,
    /// Processes that died.
    pub crashes: u64,
    /// Commits that reached the store.
    pub commits: u64,
    /// Calls, sleeps and wake-ups.
    pub steps: u64,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            payments: self.payments.saturating_add(other.payments),
            succeeded: self.succeeded.saturating_add(other.succeeded),
            failed: self.failed.saturating_add(other.failed),
            returned: self.returned.saturating_add(other.returned),
            refunds: self.refunds.saturating_add(other.refunds),
            requests: self.requests.saturating_add(other.requests),
            charges: self.charges.saturating_add(other.charges),
            webhooks: self.webhooks.saturating_add(other.webhooks),
            crashes: self.crashes.saturating_add(other.crashes),
            commits: self.commits.saturating_add(other.commits),
            steps: self.steps.saturating_add(other.steps),
        }
    }
}

/// `Err` with the sentence unless it holds.
pub(crate) fn holds(holds: bool, otherwise: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(otherwise()) }
}
