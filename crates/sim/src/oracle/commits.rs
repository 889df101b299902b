//! One change set after the other, as the store took it.

use super::{Checked, EventBook, Oracle, holds};
use crate::plan::{CLOCKS_AHEAD, CLOCKS_BEHIND};
use paylink_core::{
    Change, ChangeSet, EventKind, LinkId, PaymentId, RefundId, Stored, Timestamp, Version,
    records::{EventRecord, IdempotencyRecord, Subject},
};
use std::{collections::BTreeSet, time::Duration};

/// The events of one change set.
#[derive(Default)]
pub(super) struct Announced {
    payments: Vec<(PaymentId, EventKind)>,
    links: Vec<(LinkId, EventKind)>,
    refunds: Vec<(RefundId, EventKind)>,
}

impl Announced {
    fn of(changes: &ChangeSet) -> Self {
        let mut all = Self::default();
        for change in changes.changes() {
            let Change::InsertEvent(event) = change else { continue };
            match &event.subject {
                Subject::Payment(snapshot) => all.payments.push((snapshot.payment.id, event.kind)),
                Subject::PaymentLink(snapshot) => all.links.push((snapshot.link.id, event.kind)),
                Subject::Refund(snapshot) => all.refunds.push((snapshot.refund.id, event.kind)),
                Subject::PaymentMethod(_) | Subject::Message(_) | Subject::Customer(_) | Subject::Test => {}
            }
        }
        all
    }

    pub(super) fn payment(&self, id: PaymentId, kind: EventKind) -> Checked {
        let there = self.payments.contains(&(id, kind));
        holds(there, || format!("{id} changed without {} in the same commit", kind.name()))
    }

    pub(super) fn refund(&self, id: RefundId, kind: EventKind) -> Checked {
        let there = self.refunds.contains(&(id, kind));
        holds(there, || format!("{id} changed without {} in the same commit", kind.name()))
    }

    pub(super) fn link(&self, id: LinkId, kind: EventKind) -> Checked {
        let there = self.links.contains(&(id, kind));
        holds(there, || format!("{id} changed without {} in the same commit", kind.name()))
    }
}

impl Oracle {
    /// The store has taken these changes.
    pub(crate) fn applied(&mut self, changes: &ChangeSet) -> Checked {
        self.tally.commits += 1;
        let announced = Announced::of(changes);
        let mut touched = Vec::new();
        // payments first: what a link may become follows from them
        for change in changes.changes() {
            if let Change::InsertPayment(new) = change {
                touched.push(new.link_id);
                self.payment_begun(new, &announced)?;
            }
            if let Change::UpdatePayment(new) = change {
                touched.push(new.value.link_id);
                self.payment_moved(&new.value, &announced)?;
            }
        }
        for change in changes.changes() {
            self.apply_one(change, &announced, &mut touched)?;
        }
        touched.into_iter().try_for_each(|link| self.link_adds_up(link))?;
        let paid = changes.changes().iter().filter_map(payment_of);
        paid.collect::<BTreeSet<_>>().into_iter().try_for_each(|payment| self.books_add_up(payment))
    }

    fn apply_one(&mut self, change: &Change, announced: &Announced, touched: &mut Vec<LinkId>) -> Checked {
        match change {
            Change::InsertLink(new) => {
                touched.push(new.id);
                self.link_made(new, announced)
            }
            Change::UpdateLink(new) => {
                touched.push(new.value.id);
                self.link_moved(&new.value, announced)
            }
            Change::InsertEvent(event) => self.event_stored(event),
            Change::InsertRefund(new) => self.refund_begun(new),
            Change::UpdateRefund(new) => self.refund_moved(&new.value, announced),
            Change::InsertLedgerEntry(entry) => self.booked(entry),
            Change::InsertEndpoint(new) => {
                self.endpoints.insert(new.id, new.clone());
                Ok(())
            }
            Change::UpdateEndpoint(new) => {
                self.endpoints.insert(new.value.id, new.value.clone());
                Ok(())
            }
            Change::DeleteEndpoint(id, _) => {
                self.endpoints.remove(id);
                Ok(())
            }
            Change::InsertDelivery(new) => self.delivery_made(new),
            Change::UpdateDelivery(new) => {
                self.deliveries.insert(new.value.id, new.value.clone());
                Ok(())
            }
            Change::InsertIdempotency(new) => self.request_stored(new),
            Change::UpdateIdempotency(new) => self.request_answered(&new.value),
            Change::PutWork(new) => {
                let version = self.work.get(&new.key).map_or(Version::FIRST, |(_, version)| version.next());
                self.put_work(new.key, new.run_at, version);
                Ok(())
            }
            Change::UpdateWork(Stored { value, version }) => {
                self.put_work(value.key, value.run_at, version.next());
                Ok(())
            }
            Change::FinishWork(key, _) | Change::DropWork(key) => {
                self.drop_work(*key);
                Ok(())
            }
            Change::InsertView(link, day) => {
                let before = self.links.get_mut(link).and_then(|book| book.views.insert(*day, 1));
                holds(before.is_none(), || format!("{link} was first seen twice on {day}"))
            }
            Change::CountView(link, day) => {
                if let Some(count) = self.links.get_mut(link).and_then(|book| book.views.get_mut(day)) {
                    *count += 1;
                }
                Ok(())
            }
            Change::InsertFact(fact) => self.fact_stored(fact),
            Change::FoldFacts(fold) => self.facts_folded(fold),
            Change::InsertMerchant(_)
            | Change::UpdateMerchant(_)
            | Change::DeleteMerchant(..)
            | Change::ExpectMerchant(..)
            | Change::InsertCustomer(_)
            | Change::UpdateCustomer(_)
            | Change::ExpectCustomer(..)
            | Change::MoveCustomer { .. }
            | Change::RewriteEvent(_)
            | Change::RewriteDelivery(_)
            | Change::RewriteMessage(_)
            | Change::ExpectLink(..)
            | Change::InsertPayment(_)
            | Change::UpdatePayment(_)
            | Change::ExpectPayment(..)
            | Change::InsertPaymentMethod(_)
            | Change::UpdatePaymentMethod(_)
            | Change::ExpectPaymentMethod(..)
            | Change::InsertMessage(_)
            | Change::UpdateMessage(_)
            | Change::InsertFile(_)
            | Change::UpdateFile(_)
            | Change::DeleteFile(..)
            | Change::InsertFileUsage(_)
            | Change::UpdateFileUsage(_)
            | Change::InsertReminder(_)
            | Change::InsertBill(_)
            | Change::UpdateBill(_)
            | Change::UpdateReminder(_)
            | Change::InsertSuppression(_)
            | Change::DeleteSuppression(_)
            | Change::InsertApiKey(_)
            | Change::UpdateApiKey(_)
            | Change::InsertAudit(_)
            | Change::InsertSeal(_) => Ok(()),
        }
    }

    fn event_stored(&mut self, event: &EventRecord) -> Checked {
        let book = EventBook { merchant: event.merchant_id, kind: event.kind };
        let before = self.events.insert(event.id, book);
        holds(before.is_none(), || format!("two events are called {}", event.id))
    }

    fn request_stored(&mut self, new: &IdempotencyRecord) -> Checked {
        let key = (new.scope.clone(), new.key.clone());
        let before = self.requests.insert(key, new.clone());
        // the clock of the one who pruned it may be as far ahead as this one's is behind
        let early = |end: Timestamp| end > new.created_at.plus(Duration::from_micros(CLOCKS_BEHIND + CLOCKS_AHEAD));
        let forgotten = before.is_some_and(|old| early(old.expires_at));
        holds(!forgotten, || format!("an idempotency key of {} was forgotten before its time", new.scope))
    }

    fn request_answered(&mut self, new: &IdempotencyRecord) -> Checked {
        let key = (new.scope.clone(), new.key.clone());
        let before = self.requests.insert(key, new.clone());
        let answer = before.and_then(|old| old.answer);
        let same = answer.is_none() || answer == new.answer;
        holds(same, || format!("the answer to an idempotency key of {} was changed", new.scope))
    }
}

/// The payment whose books a change touches.
fn payment_of(change: &Change) -> Option<PaymentId> {
    if let Change::InsertPayment(row) = change {
        return Some(row.id);
    }
    if let Change::UpdatePayment(row) = change {
        return Some(row.value.id);
    }
    if let Change::InsertRefund(row) = change {
        return Some(row.payment_id);
    }
    if let Change::UpdateRefund(row) = change {
        return Some(row.value.payment_id);
    }
    if let Change::InsertLedgerEntry(row) = change { Some(row.payment_id) } else { None }
}
