//! Refunds whose outcome is open are asked of the gateway, until it is known; the rules are those of payments.
//!
//! **Invariant:** the same key is sent again only while it is younger than 23 hours; "not found" sets the amount free
//! only after 24 hours and two look-ups, and never once the gateway has confirmed that it took the refund on.

use super::reconcile::{BATCH, GIVE_UP, LEASE, LOOK_UPS, SAME_KEY, again};
use crate::{
    Actor, Change, ChangeSet, Error, Paylink, Refund, RefundId, Stored, TypedId, Version,
    jobs::plan::next_refund_look,
    payment::chain,
    ports::Failure,
    records::{PaymentRecord, Queue, RefundRecord, RefundStatus, WorkRecord},
    refund::RefundOutcome,
    usecases::refund::refund_request,
};
use futures_util::future::join_all;
use std::time::Duration;

const JOB: Actor = Actor::working(Queue::Refund);

impl Paylink {
    /// Asks the gateway about refunds that are due; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn refund_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Refund, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for done in join_all(claimed.into_iter().map(|work| self.reconcile_refund(work))).await {
            done?;
        }
        Ok(count)
    }

    async fn reconcile_refund(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let id = RefundId::from_uuid(work.value.key.subject);
        let Some(stored) = self.store.refund(id).await? else {
            return self.apply(JOB, ChangeSet::new().with(Change::FinishWork(work.value.key, work.version))).await;
        };
        let outcome = self.find_out_refund(&stored).await?;
        // finding out may have counted a look, which is no outcome
        let before = self.refund_version(id).await?;
        if let Some(outcome) = &outcome {
            self.settle_refund(JOB, id, outcome, None).await?;
        }
        if self.refund_version(id).await? != before {
            // settling has already said when to look next
            return Ok(());
        }
        let hint = match outcome {
            Some(RefundOutcome::Known(known)) => known.check_after,
            Some(RefundOutcome::Refused(_) | RefundOutcome::Unknown) | None => None,
        };
        self.look_at_refund_again(&work, &stored.value, hint).await
    }

    async fn refund_version(&self, id: RefundId) -> Result<Option<Version>, Error> {
        Ok(self.store.refund(id).await?.map(|stored| stored.version))
    }

    /// What became of a refund.
    async fn find_out_refund(&self, stored: &Stored<RefundRecord>) -> Result<Option<RefundOutcome>, Error> {
        let refund = &stored.value;
        let open = match refund.status {
            RefundStatus::Processing => true,
            RefundStatus::Succeeded => false,
            RefundStatus::Failed => return Ok(None),
        };
        let missing = || Error::internal(format!("the payment of refund {} is gone", refund.id));
        let payment = self.store.payment(refund.payment_id).await?.ok_or_else(missing)?.value;
        let age = self.now().since(refund.created_at);
        match self.gateway.look_up_refund(&refund_request(refund, &payment)).await {
            Ok(Some(known)) => Ok(Some(RefundOutcome::Known(Box::new(known)))),
            Ok(None) if !open || !refund.unknown => {
                tracing::warn!(refund.id = %refund.id, "the gateway does not find a refund it has confirmed");
                Ok(None)
            }
            Ok(None) if age < SAME_KEY => Ok(self.refund_again(refund, &payment).await),
            Ok(None) if age < GIVE_UP => Ok(None),
            Ok(None) => self.refund_not_found(stored).await,
            Err(error) => {
                tracing::warn!(refund.id = %refund.id, error = %chain(&error), "the gateway could not be asked");
                Ok(None)
            }
        }
    }

    /// Sends the same key again. An answer that gets lost once more is no news, so the plan goes on.
    async fn refund_again(&self, refund: &RefundRecord, payment: &PaymentRecord) -> Option<RefundOutcome> {
        Some(self.give_back(refund, payment).await).filter(|outcome| *outcome != RefundOutcome::Unknown)
    }

    async fn refund_not_found(&self, stored: &Stored<RefundRecord>) -> Result<Option<RefundOutcome>, Error> {
        if stored.value.not_found_count.saturating_add(1) >= LOOK_UPS {
            return Ok(Some(RefundOutcome::Refused(Failure {
                code: "not_refunded".to_owned(),
                message: "The refund did not reach the bank. Nothing was given back.".to_owned(),
            })));
        }
        let value = Refund::restore(stored.value.clone())?.not_found_again(self.now()).into_record();
        let change = Change::UpdateRefund(Box::new(Stored { value, version: stored.version }));
        self.apply(JOB, ChangeSet::new().with(change)).await?;
        Ok(None)
    }

    /// Nothing new: when to ask again, if at all.
    async fn look_at_refund_again(
        &self,
        work: &Stored<WorkRecord>,
        refund: &RefundRecord,
        hint: Option<Duration>,
    ) -> Result<(), Error> {
        let attempts = work.value.attempts.saturating_add(1);
        let change = match next_refund_look(refund, hint, attempts, self.now()) {
            Some(run_at) => again(work, attempts, run_at),
            None => Change::FinishWork(work.value.key, work.version),
        };
        self.apply(JOB, ChangeSet::new().with(change)).await
    }
}
