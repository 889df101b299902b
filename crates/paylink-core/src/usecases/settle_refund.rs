//! The outcome of a refund is written down: refund, payment, ledger, event and answer in one commit.

use super::shown::due;
use crate::{
    Actor, Change, ChangeSet, Code, Error, Once, Paylink, Payment, PaymentId, Refund, RefundId, Stored, Timestamp,
    TypedId, UniqueKey,
    jobs::next_refund_look,
    payment::Movement,
    ports::StoreError,
    records::{PaymentRecord, Queue, RefundRecord, WorkKey},
    refund::{RefundEffect, RefundOutcome},
    views::RefundView,
};
use std::time::Duration;

/// Commits of one outcome against rows that keep changing; money is at stake, so this is patient.
const ATTEMPTS: u32 = 200;

impl Paylink {
    /// Applies `outcome` to a refund and stores the answer of the request that waits for it, if one does.
    pub(crate) async fn settle_refund(
        &self,
        actor: Actor,
        id: RefundId,
        outcome: &RefundOutcome,
        waiting: Option<(&str, &Once<'_, RefundView>)>,
    ) -> Result<RefundRecord, Error> {
        for attempt in 0..ATTEMPTS {
            let known = self.refund_row(id).await?.value;
            let _alone = self.lock(known.link_id).await;
            let (mut changes, refund) = self.decide_refund_outcome(id, known.payment_id, outcome).await?;
            if let Some((scope, once)) = waiting {
                let shown = RefundView { refund: refund.clone() };
                let own = |record: &crate::records::IdempotencyRecord| record.refund_id == Some(id);
                changes.extend(self.answer_change(scope, once, own, &shown).await?);
            }
            if changes.is_empty() {
                return Ok(refund);
            }
            match self.write(actor, changes).await {
                Ok(()) => return Ok(refund),
                // an unknown commit is found out by deciding again: what was written changes nothing any more
                // and a ledger number is taken when someone else has just booked on the same payment
                Err(
                    StoreError::Stale { .. }
                    | StoreError::OutcomeUnknown(_)
                    | StoreError::Taken { key: UniqueKey::LedgerNumber },
                ) => self.pause(attempt).await,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1)))
    }

    async fn refund_row(&self, id: RefundId) -> Result<Stored<RefundRecord>, Error> {
        self.store.refund(id).await?.ok_or_else(|| Error::internal(format!("refund {id} is gone")))
    }

    async fn decide_refund_outcome(
        &self,
        id: RefundId,
        payment: PaymentId,
        outcome: &RefundOutcome,
    ) -> Result<(ChangeSet, RefundRecord), Error> {
        let now = self.now();
        // the payment before the refund: an outcome that is written in between is seen on the refund, never on the
        // payment alone, where the same amount would be booked on top of it
        let missing = || Error::internal(format!("the payment of refund {id} is gone"));
        let payment = self.store.payment(payment).await?.ok_or_else(missing)?;
        let stored = self.refund_row(id).await?;
        let refund = Refund::restore(stored.value)?;
        let mut changes = ChangeSet::new();
        let Some(moved) = refund.apply(outcome, now) else { return Ok((changes, refund.into_record())) };
        let next = moved.refund.into_record();
        if moved.effect != RefundEffect::None {
            let mut booked = ChangeSet::new();
            let value = self.payment_after(&mut booked, payment.value, moved.effect, &next, now)?;
            // versions first: whoever comes second is told so, and hits no wall
            changes.push(Change::UpdatePayment(Box::new(Stored { value, version: payment.version })));
            booked.drain_into(&mut changes);
        }
        changes.push(Change::UpdateRefund(Box::new(Stored { value: next.clone(), version: stored.version })));
        changes.push(look_again(&next, outcome, now));
        if let Some(kind) = moved.event {
            self.announce_refund(&mut changes, kind, &next);
        }
        Ok((changes, next))
    }

    /// The payment after its refund moved, with what that books.
    fn payment_after(
        &self,
        changes: &mut ChangeSet,
        payment: PaymentRecord,
        effect: RefundEffect,
        refund: &RefundRecord,
        now: Timestamp,
    ) -> Result<PaymentRecord, Error> {
        let amount = crate::Money::new(refund.amount_minor, refund.currency);
        let payment = Payment::restore(payment)?;
        let (payment, movement) = match effect {
            RefundEffect::None => (payment, None),
            RefundEffect::Released => (payment.refund_released(amount, now), None),
            RefundEffect::Made => (payment.refund_made(amount, now), Some(Movement::REFUND)),
            RefundEffect::CameBack => (payment.refund_came_back(amount, now), Some(Movement::REFUND_REVERSAL)),
        };
        let mut record = payment.into_record();
        if let Some(movement) = movement {
            self.book(changes, &mut record, movement, Some(refund));
        }
        self.count_refund(changes, &record, refund, effect, now);
        Ok(record)
    }
}

/// The work of asking the gateway again, or its end.
fn look_again(refund: &RefundRecord, outcome: &RefundOutcome, now: Timestamp) -> Change {
    let hint = match outcome {
        RefundOutcome::Known(known) => known.check_after,
        RefundOutcome::Refused(_) | RefundOutcome::Unknown => None,
    };
    match next_refund_look(refund, hint, 0, now) {
        Some(run_at) => Change::PutWork(due(Queue::Refund, refund.id.uuid(), run_at)),
        None => Change::DropWork(WorkKey { queue: Queue::Refund, subject: refund.id.uuid() }),
    }
}
