//! The outcome of a payment is written down: payment, link, events and answer in one commit.

use super::shown::due;
use crate::{
    Actor, Answer, Change, ChangeSet, Code, Error, EventKind, Link, Once, Paylink, PaymentId, Reply, Stored, Timestamp,
    TypedId, UniqueKey,
    engine::in_use,
    jobs::next_look,
    payment::{Effect, Outcome, Payment, movements},
    ports::StoreError,
    records::{IdempotencyRecord, LinkRecord, LinkTotals, PaymentRecord, Queue, WorkKey},
    views::PaymentView,
};
use std::time::Duration;

/// Commits of one outcome against rows that keep changing; money is at stake, so this is patient.
const ATTEMPTS: u32 = 200;

/// What is to be done in the same commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// Nothing more.
    Nothing,
    /// The link is taken back.
    CancelLink,
}

/// An outcome, decided.
pub(crate) struct Settled {
    /// What is to be written; empty when the outcome says nothing new.
    pub changes: ChangeSet,
    /// The payment afterwards.
    pub payment: PaymentRecord,
    /// The link afterwards and the sums of its payments; `None` when the outcome says nothing new.
    pub link: Option<(LinkRecord, LinkTotals)>,
}

impl Paylink {
    /// Applies `outcome` to a payment and stores the answer of the request that waits for it, if one does.
    pub(crate) async fn settle(
        &self,
        actor: Actor,
        id: PaymentId,
        outcome: &Outcome,
        waiting: Option<(&str, &Once<'_, PaymentView>)>,
    ) -> Result<Reply<PaymentView>, Error> {
        for attempt in 0..ATTEMPTS {
            let stored = self.payment_row(id).await?;
            let _alone = self.lock(stored.value.link_id).await;
            let Settled { mut changes, payment, .. } = self.decide_outcome(id, outcome, Then::Nothing).await?;
            let answer = match waiting {
                Some((scope, once)) => {
                    let own = |record: &IdempotencyRecord| record.payment_id == Some(id);
                    self.answer_change(scope, once, own, &PaymentView { payment: payment.clone() }).await?
                }
                None => None,
            };
            changes.extend(answer);
            if changes.is_empty() {
                return Ok(Reply::Fresh(PaymentView { payment }));
            }
            match self.write(actor, changes).await {
                Ok(()) => return Ok(Reply::Fresh(PaymentView { payment })),
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

    async fn payment_row(&self, id: PaymentId) -> Result<Stored<PaymentRecord>, Error> {
        self.store.payment(id).await?.ok_or_else(|| Error::internal(format!("payment {id} is gone")))
    }

    /// What is to be written when `outcome` is known; nothing, if it says nothing new.
    pub(crate) async fn decide_outcome(&self, id: PaymentId, outcome: &Outcome, then: Then) -> Result<Settled, Error> {
        let now = self.now();
        let stored = self.payment_row(id).await?;
        let payment = Payment::restore(stored.value)?;
        let mut changes = ChangeSet::new();
        let Some(moved) = payment.apply(outcome, now) else {
            return Ok(Settled { changes, payment: payment.into_record(), link: None });
        };
        let missing = || Error::internal(format!("the link of payment {id} is gone"));
        let link = self.store.link(payment.record().link_id).await?.ok_or_else(missing)?;
        let version = link.version;
        let link = Link::restore(link.value)?;
        let closed = link.record().deleted_at.is_some() || !matches!(link.state(), crate::LinkState::Open);
        let mut next = moved.payment;
        if moved.effect == Effect::Succeeded && closed {
            next = next.flagged("link_closed");
        }
        if moved.effect == Effect::Returned && payment.record().refund_reserved_minor > 0 {
            next = next.flagged("returned_after_refund");
        }
        let booked = movements(&payment, &next);
        let mut next = next.into_record();
        let before = link.record().state;
        self.count_movements(&mut changes, &next, &booked, now);
        self.count_outcome(&mut changes, &next, moved.effect, link.record(), now);
        for movement in booked {
            self.book(&mut changes, &mut next, movement, None);
        }
        self.keep_means(&mut changes, &mut next, outcome, moved.effect).await?;
        let (new_link, completed) = self.link_after(&payment, moved.effect, link.clone(), now);
        let new_link = match then {
            Then::Nothing => new_link,
            Then::CancelLink => Link::restore(new_link)?.cancel(now)?.into_record(),
        };
        self.count_state(&mut changes, before, &new_link, now);
        let totals = self.totals_after(link.record(), &next, moved.effect).await?;
        changes.push(Change::UpdatePayment(Box::new(Stored { value: next.clone(), version: stored.version })));
        self.settle_bill(&mut changes, &new_link, &payment, moved.effect, now).await?;
        if new_link != *link.record() {
            changes.push(Change::UpdateLink(Box::new(Stored { value: new_link.clone(), version })));
        }
        changes.push(look_again(&next, outcome, now));
        if let Some(kind) = moved.event {
            self.announce_payment(&mut changes, kind, &new_link, &next);
        }
        if completed {
            self.announce_completed(&mut changes, &new_link, totals, id);
        } else if moved.effect == Effect::Returned && new_link != *link.record() {
            self.announce_link(&mut changes, EventKind::LinkUpdated, &new_link, totals);
        }
        if then == Then::CancelLink {
            self.announce_link(&mut changes, EventKind::LinkCancelled, &new_link, totals);
        }
        Ok(Settled { changes, payment: next, link: Some((new_link, totals)) })
    }

    /// The link after the payment moved, and whether that completed it.
    fn link_after(&self, payment: &Payment, effect: Effect, link: Link, now: Timestamp) -> (LinkRecord, bool) {
        if !payment.record().holds_slot {
            return (link.into_record(), false);
        }
        let open = matches!(link.state(), crate::LinkState::Open);
        let after = match effect {
            Effect::None => link,
            Effect::Failed => link.payment_failed(now),
            Effect::Succeeded => link.payment_succeeded(payment.amount(), now),
            Effect::Returned => link.payment_returned(payment.amount(), now),
        };
        let completed = open && matches!(after.state(), crate::LinkState::Completed { .. });
        (after.into_record(), completed)
    }

    async fn totals_after(
        &self,
        link: &LinkRecord,
        payment: &PaymentRecord,
        effect: Effect,
    ) -> Result<LinkTotals, Error> {
        let totals = self.totals_of(link).await?;
        Ok(match effect {
            Effect::None | Effect::Failed => totals,
            Effect::Succeeded => LinkTotals {
                paid_count: totals.paid_count.saturating_add(1),
                paid_minor: totals.paid_minor.saturating_add(payment.amount_minor),
                ..totals
            },
            Effect::Returned => LinkTotals {
                paid_count: totals.paid_count.saturating_sub(1),
                paid_minor: totals.paid_minor.saturating_sub(payment.amount_minor),
                ..totals
            },
        })
    }

    /// The change that stores the answer of the request that waits, unless it has one or is another's.
    pub(crate) async fn answer_change<V>(
        &self,
        scope: &str,
        once: &Once<'_, V>,
        own: impl Fn(&IdempotencyRecord) -> bool,
        view: &V,
    ) -> Result<Option<Change>, Error> {
        let Some(stored) = self.store.idempotency(scope, once.key.as_str()).await? else { return Ok(None) };
        if stored.value.answer.is_some() || !own(&stored.value) {
            return Ok(None);
        }
        let value = IdempotencyRecord { answer: Some((once.render)(Ok(view))), ..stored.value };
        Ok(Some(Change::UpdateIdempotency(Stored { value, version: stored.version })))
    }

    /// Stores `answer` for a request whose first copy was never answered; whoever stored one first wins.
    pub(crate) async fn answer_late<V>(
        &self,
        actor: impl Into<Actor>,
        record: &IdempotencyRecord,
        answer: Answer,
    ) -> Result<Reply<V>, Error> {
        let stored = self.store.idempotency(&record.scope, &record.key).await?.ok_or_else(in_use)?;
        if let Some(first) = stored.value.answer {
            return Ok(Reply::Replayed(first));
        }
        let value = IdempotencyRecord { answer: Some(answer.clone()), ..stored.value };
        let change = Change::UpdateIdempotency(Stored { value, version: stored.version });
        match self.write(actor, ChangeSet::new().with(change)).await {
            Ok(()) => Ok(Reply::Replayed(answer)),
            Err(StoreError::Stale { .. }) => Err(in_use()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The work of asking the gateway again, or its end.
fn look_again(payment: &PaymentRecord, outcome: &Outcome, now: Timestamp) -> Change {
    let hint = match outcome {
        Outcome::Known(charge) => charge.check_after,
        Outcome::Refused(_) | Outcome::Unknown | Outcome::Withdrawn => None,
    };
    match next_look(payment, hint, 0, now) {
        Some(run_at) => Change::PutWork(due(Queue::Reconcile, payment.id.uuid(), run_at)),
        None => Change::DropWork(WorkKey { queue: Queue::Reconcile, subject: payment.id.uuid() }),
    }
}
