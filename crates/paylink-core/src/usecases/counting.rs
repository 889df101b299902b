//! What happens is counted in the commit in which it happens: facts, which `jobs/fold.rs` adds up.
//!
//! **Invariant:** a fact follows from a change of the same commit whose row is guarded by its version, so that nothing
//! is counted twice or without having happened.

use crate::{
    Change, ChangeSet, Paylink, Timestamp,
    payment::{Effect, Movement},
    records::{
        CountKey, CountSums, FactRecord, LedgerAccount, LinkRecord, LinkStateName, Metric, PaymentRecord, RefundRecord,
        Slot,
    },
    refund::RefundEffect,
    report::{OPEN_ENDED, class_of},
};

impl Paylink {
    /// A link was made.
    pub(crate) fn count_created(&self, changes: &mut ChangeSet, link: &LinkRecord) {
        self.fact(changes, link, created(link), CountSums::ONE, link.created_at);
    }

    /// A link was changed: whether it can complete is part of how it was counted.
    pub(crate) fn recount_created(&self, changes: &mut ChangeSet, old: &LinkRecord, new: &LinkRecord) {
        if created(old) != created(new) {
            self.fact(changes, old, created(old), CountSums::ONE.undone(), old.created_at);
            self.count_created(changes, new);
        }
    }

    /// A link is about to be marked as sent.
    pub(crate) fn count_sent(&self, changes: &mut ChangeSet, link: &LinkRecord, now: Timestamp) {
        if link.sent_at.is_none() {
            self.count_link(changes, link, Metric::LinksSent, now);
        }
    }

    /// Something happened to a link.
    pub(crate) fn count_link(&self, changes: &mut ChangeSet, link: &LinkRecord, metric: Metric, now: Timestamp) {
        self.fact(changes, link, plain(metric), CountSums::ONE, now);
    }

    /// A link completed, or opened again.
    pub(crate) fn count_state(
        &self,
        changes: &mut ChangeSet,
        before: LinkStateName,
        link: &LinkRecord,
        now: Timestamp,
    ) {
        let (metric, paid) = match (before, link.state) {
            (LinkStateName::Open, LinkStateName::Completed) => (Metric::LinksPaid, CountSums::ONE),
            (LinkStateName::Completed, LinkStateName::Open) => (Metric::LinksReopened, CountSums::ONE.undone()),
            (LinkStateName::Open | LinkStateName::Completed | LinkStateName::Cancelled, _) => return,
        };
        self.count_link(changes, link, metric, now);
        self.fact(changes, link, plain(Metric::CreatedPaid), paid, link.created_at);
    }

    /// A payment begins; `first` of its link or not.
    pub(crate) fn count_attempt(&self, changes: &mut ChangeSet, payment: &PaymentRecord, first: bool) {
        let now = payment.created_at;
        self.fact(changes, payment, of_payment(Metric::PaymentsAttempted, payment), CountSums::ONE, now);
        if first {
            self.fact(changes, payment, plain(Metric::LinksAttempted), CountSums::ONE, now);
        }
    }

    /// The outcome of a payment.
    pub(crate) fn count_outcome(
        &self,
        changes: &mut ChangeSet,
        payment: &PaymentRecord,
        effect: Effect,
        link: &LinkRecord,
        now: Timestamp,
    ) {
        let (metric, detail, sums) = match effect {
            Effect::None => return,
            Effect::Succeeded => {
                let took = i64::try_from(now.since(link.created_at).as_secs()).unwrap_or(i64::MAX);
                let (detail, seconds) = if payment.exclusive { (class_of(took), took) } else { ("", 0) };
                let sums = CountSums { seconds, ..CountSums::of(payment.amount_minor) };
                (Metric::PaymentsSucceeded, detail.to_owned(), sums)
            }
            Effect::Failed => {
                let code = payment.failure_code.as_deref().unwrap_or("unknown").chars().take(64).collect();
                (Metric::PaymentsFailed, code, CountSums::ONE)
            }
            Effect::Returned => (Metric::PaymentsReturned, String::new(), CountSums::of(payment.amount_minor)),
        };
        let key = CountKey { detail, ..of_payment(metric, payment) };
        self.fact(changes, payment, key, sums, now);
    }

    /// What a payment's movements leave on its way through the banks.
    pub(crate) fn count_movements(
        &self,
        changes: &mut ChangeSet,
        payment: &PaymentRecord,
        movements: &[Movement],
        now: Timestamp,
    ) {
        let one = CountSums::of(payment.amount_minor);
        let mut sums = CountSums::default();
        for movement in movements {
            if movement.debit == LedgerAccount::InTransit {
                sums = sums.plus(one);
            }
            if movement.credit == LedgerAccount::InTransit {
                sums = sums.plus(one.undone());
            }
        }
        self.fact(changes, payment, of_payment(Metric::InTransit, payment), sums, now);
    }

    /// A refund begins: its amount is set aside.
    pub(crate) fn count_reserved(&self, changes: &mut ChangeSet, payment: &PaymentRecord, refund: &RefundRecord) {
        let sums = CountSums::of(refund.amount_minor);
        self.fact(changes, payment, of_payment(Metric::Reserved, payment), sums, refund.created_at);
    }

    /// A refund is decided, or comes back.
    pub(crate) fn count_refund(
        &self,
        changes: &mut ChangeSet,
        payment: &PaymentRecord,
        refund: &RefundRecord,
        effect: RefundEffect,
        now: Timestamp,
    ) {
        let sums = CountSums::of(refund.amount_minor);
        let (refunded, reserved) = match effect {
            RefundEffect::None => return,
            RefundEffect::Made => (sums, sums.undone()),
            RefundEffect::Released => (CountSums::default(), sums.undone()),
            RefundEffect::CameBack => (sums.undone(), CountSums::default()),
        };
        self.fact(changes, payment, of_payment(Metric::Refunded, payment), refunded, now);
        self.fact(changes, payment, of_payment(Metric::Reserved, payment), reserved, now);
    }

    fn fact(&self, changes: &mut ChangeSet, of: &impl Owned, key: CountKey, sums: CountSums, at: Timestamp) {
        if !sums.is_zero() {
            let merchant_id = of.owner();
            let fact = FactRecord { id: self.new_id(), merchant_id, slot: Slot::of(at), key, sums };
            changes.push(Change::InsertFact(fact));
        }
    }
}

/// A row of one merchant.
trait Owned {
    fn owner(&self) -> crate::MerchantId;
}

impl Owned for LinkRecord {
    fn owner(&self) -> crate::MerchantId {
        self.merchant_id
    }
}

impl Owned for PaymentRecord {
    fn owner(&self) -> crate::MerchantId {
        self.merchant_id
    }
}

/// The key of a metric that has no parts.
fn plain(metric: Metric) -> CountKey {
    CountKey { metric, currency: None, method: None, detail: String::new() }
}

/// The key of a metric of payments.
fn of_payment(metric: Metric, payment: &PaymentRecord) -> CountKey {
    CountKey { currency: Some(payment.currency), method: Some(payment.method), ..plain(metric) }
}

/// How a link that was made is counted.
fn created(link: &LinkRecord) -> CountKey {
    let detail = if link.max_payments.is_none() { OPEN_ENDED } else { "" };
    CountKey { detail: detail.to_owned(), ..plain(Metric::LinksCreated) }
}
