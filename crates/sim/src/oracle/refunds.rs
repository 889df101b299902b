//! Refunds and the ledger: never more than was captured, every movement booked once, and the books what the states say.

use super::{Checked, Oracle, answers::not_internal, commits::Announced, holds};
use crate::gateway::Truth;
use paylink_core::{
    Change, ChangeSet, Error, EventKind, PaymentId, RefundId, Reply,
    ports::RefundStanding,
    records::{LedgerAccount, LedgerRecord, Method, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus},
    views::RefundView,
};
use std::collections::BTreeMap;

/// A payment's refunds and entries.
#[derive(Default)]
pub(super) struct Books {
    refunds: Vec<RefundId>,
    entries: i64,
    /// What the entries leave with each account.
    sums: BTreeMap<LedgerAccount, i128>,
}

/// Whether a refund may go from one state to another.
const fn may_move(from: RefundStatus, to: RefundStatus) -> bool {
    use RefundStatus::{Failed, Processing, Succeeded};
    matches!(
        (from, to),
        (Processing, Processing | Succeeded | Failed) | (Succeeded, Succeeded | Failed) | (Failed, Failed)
    )
}

/// What the state of a payment says stands with each account: payer, on the way, merchant.
fn expected(payment: &PaymentRecord) -> [(LedgerAccount, i128); 3] {
    let amount = i128::from(payment.amount_minor);
    let taken_on = payment.method == Method::Ach && payment.gateway_reference.is_some() && !payment.unknown;
    let under_way = payment.status == PaymentStatus::Processing && taken_on;
    let in_transit = if under_way { amount } else { 0 };
    let earned = if payment.status == PaymentStatus::Succeeded { amount } else { 0 };
    let merchant = earned - i128::from(payment.refunded_minor);
    [
        (LedgerAccount::Payer, -in_transit - merchant),
        (LedgerAccount::InTransit, in_transit),
        (LedgerAccount::Merchant, merchant),
    ]
}

impl Oracle {
    pub(super) fn refund_begun(&mut self, new: &RefundRecord) -> Checked {
        let id = new.id;
        let payment = self.payments.get(&new.payment_id).ok_or_else(|| format!("{id} refunds no payment"))?;
        holds(payment.status == PaymentStatus::Succeeded, || format!("{id} refunds a payment that is not paid"))?;
        let fits = payment.currency == new.currency && payment.merchant_id == new.merchant_id;
        holds(fits && new.amount_minor > 0, || format!("{id} does not fit its payment"))?;
        self.books.entry(new.payment_id).or_default().refunds.push(id);
        self.tally.refunds += 1;
        let before = self.refunds.insert(id, new.clone());
        holds(before.is_none(), || format!("two refunds are called {id}"))
    }

    pub(super) fn refund_moved(&mut self, new: &RefundRecord, told: &Announced) -> Checked {
        let id = new.id;
        let old = self.refunds.insert(id, new.clone()).ok_or_else(|| format!("{id} changed and was never begun"))?;
        let fixed = |row: &RefundRecord| (row.payment_id, row.amount_minor, row.currency, row.created_at);
        holds(fixed(&old) == fixed(new), || format!("{id} changed what never changes"))?;
        holds(may_move(old.status, new.status), || format!("{id} went from {:?} to {:?}", old.status, new.status))?;
        match (old.status == new.status, new.status) {
            (true, _) | (_, RefundStatus::Processing) => Ok(()),
            (false, RefundStatus::Succeeded) => told.refund(id, EventKind::RefundSucceeded),
            (false, RefundStatus::Failed) => told.refund(id, EventKind::RefundFailed),
        }
    }

    pub(super) fn booked(&mut self, entry: &LedgerRecord) -> Checked {
        let id = entry.payment_id;
        let payment = self.payments.get(&id).ok_or_else(|| format!("{} books no payment", entry.id))?;
        let fits = payment.currency == entry.currency && payment.merchant_id == entry.merchant_id;
        let moves = entry.amount_minor > 0 && entry.debit != entry.credit;
        holds(fits && moves, || format!("{} does not fit {id}", entry.id))?;
        let books = self.books.entry(id).or_default();
        books.entries += 1;
        holds(entry.number == books.entries, || format!("entry {} of {id} is called {}", books.entries, entry.number))?;
        *books.sums.entry(entry.debit).or_default() += i128::from(entry.amount_minor);
        *books.sums.entry(entry.credit).or_default() -= i128::from(entry.amount_minor);
        Ok(())
    }

    /// What is reserved and refunded is what the refunds come to, and the entries leave the money where the state says.
    pub(super) fn books_add_up(&self, id: PaymentId) -> Checked {
        let Some(payment) = self.payments.get(&id) else { return Ok(()) };
        let none = Books::default();
        let books = self.books.get(&id).unwrap_or(&none);
        let sum = |wanted: fn(RefundStatus) -> bool| -> i64 {
            let refunds = books.refunds.iter().filter_map(|id| self.refunds.get(id));
            refunds.filter(|refund| wanted(refund.status)).map(|refund| refund.amount_minor).sum()
        };
        let made = sum(|status| status == RefundStatus::Succeeded);
        let reserved = sum(|status| status != RefundStatus::Failed);
        let kept = (payment.refund_reserved_minor, payment.refunded_minor);
        holds(kept == (reserved, made), || {
            format!("{id} keeps {kept:?} as reserved and refunded, not {reserved}, {made}")
        })?;
        let most = payment.captured_minor;
        holds(made <= reserved && reserved <= most, || format!("{id} gives {reserved} back and captured {most}"))?;
        holds(payment.ledger_count == books.entries, || format!("{id} misses entries of the ledger"))?;
        for (account, amount) in expected(payment) {
            let booked = books.sums.get(&account).copied().unwrap_or(0);
            holds(booked == amount, || format!("{id} has {booked} booked with {account:?}, and {amount} is there"))?;
        }
        Ok(())
    }

    /// The gateway made a refund: a row stands for it, and all together give back no more than was charged.
    pub(crate) fn refunded(&self, key: RefundId, truth: &Truth, now: u64) -> Checked {
        let refund =
            self.refunds.get(&key).ok_or_else(|| format!("money was given back under {key}, which is no refund"))?;
        if !truth.refund_stands(key, now) {
            return Ok(());
        }
        let live = refund.status == RefundStatus::Processing;
        holds(live, || format!("{key} gave money back when it was {:?}", refund.status))?;
        let (given, taken) = truth.given_and_taken(refund.payment_id, now);
        holds(given <= taken, || format!("{} was charged {taken}, and {given} were given back", refund.payment_id))
    }

    /// What the store has just written about refunds agrees with the gateway's truth.
    pub(crate) fn refunds_agree(&self, changes: &ChangeSet, truth: &Truth, now: u64) -> Checked {
        for change in changes.changes() {
            let Change::UpdateRefund(row) = change else { continue };
            let id = row.value.id;
            match row.value.status {
                RefundStatus::Processing => {}
                RefundStatus::Succeeded => {
                    holds(truth.refund_was_made(id, now), || {
                        format!("{id} is told as made, and nothing was given back")
                    })?;
                }
                RefundStatus::Failed => {
                    holds(!truth.refund_stands(id, now), || format!("{id} is told as failed, and it stands"))?;
                }
            }
        }
        Ok(())
    }

    /// A merchant got an answer about a refund.
    pub(crate) fn refund_told(&mut self, key: &str, reply: &Result<Reply<RefundView>, Error>) -> Checked {
        let text = match reply {
            Ok(Reply::Fresh(view)) => view.refund.id.to_string(),
            Ok(Reply::Replayed(answer)) => answer.body.split(' ').next().unwrap_or_default().to_owned(),
            Err(error) => return not_internal(error),
        };
        if let Ok(id) = text.parse() {
            holds(self.refunds.contains_key(&id), || format!("{id} was told and is not there"))?;
        }
        let told = self.told.entry(("refund".to_owned(), key.to_owned())).or_insert_with(|| text.clone());
        holds(*told == text, || format!("one key of a merchant refunded {told} and {text}"))
    }

    /// Every refund is final and what the gateway says; `before` is when it was last asked for sure.
    pub(super) fn refunds_at_end(&self, truth: &Truth, now: u64, before: u64) -> Checked {
        for refund in self.refunds.values() {
            let (id, status) = (refund.id, refund.status);
            let fits = |at: u64| match truth.refund_at(id, at) {
                Some(RefundStanding::Succeeded) => status == RefundStatus::Succeeded,
                Some(RefundStanding::Failed(_)) | None => status == RefundStatus::Failed,
                Some(RefundStanding::Pending) => status == RefundStatus::Processing,
            };
            let known =
                || format!("{id} ends as {}, and at the gateway it is {:?}", status.name(), truth.refund_at(id, now));
            holds(fits(now) || fits(before), known)?;
        }
        truth.refund_keys().try_for_each(|key| {
            holds(self.refunds.contains_key(&key), || format!("{key} gave money back and is no refund"))
        })
    }

    /// A payment of a link that can be refunded, if there is one: the `number`-th, counted around.
    pub(crate) fn refundable(&self, link: paylink_core::LinkId, number: usize) -> Option<(PaymentId, i64)> {
        let paid = self.payments.values().filter(|row| row.link_id == link && row.status == PaymentStatus::Succeeded);
        let all: Vec<_> = paid.map(|row| (row.id, row.amount_minor)).collect();
        all.get(number.checked_rem(all.len())?).copied()
    }
}
