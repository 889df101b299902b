//! Saved methods that were taken back are let go by the gateway, however often it has to be asked.
//!
//! **Invariant:** a method is unusable from the commit that revokes it on; this only cleans up behind it.

use super::{
    plan::forget_retry,
    reconcile::{BATCH, LEASE, again},
};
use crate::{
    Actor, Change, ChangeSet, Error, Paylink, PaymentMethodId, Secret, Stored, TypedId,
    payment::chain,
    ports::VaultReference,
    records::{PaymentMethodRecord, Queue, WorkRecord},
};
use futures_util::future::join_all;

const JOB: Actor = Actor::working(Queue::Forget);

impl Paylink {
    /// Has the gateway let go of revoked methods that are due; returns how many were looked at.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn forget_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Forget, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for done in join_all(claimed.into_iter().map(|work| self.forget(work))).await {
            done?;
        }
        Ok(count)
    }

    async fn forget(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let id = PaymentMethodId::from_uuid(work.value.key.subject);
        let finish = ChangeSet::new().with(Change::FinishWork(work.value.key, work.version));
        let found = self.store.payment_method(id).await?;
        let Some(stored) = found.filter(|stored| stored.value.revoked.is_some()) else {
            return self.apply(JOB, finish).await;
        };
        let Some(reference) = stored.value.gateway_reference.clone() else { return self.apply(JOB, finish).await };
        match self.gateway.forget(&VaultReference(Secret::new(reference))).await {
            Ok(()) => {
                let value = PaymentMethodRecord { gateway_reference: None, updated_at: self.now(), ..stored.value };
                let change = Change::UpdatePaymentMethod(Box::new(Stored { value, version: stored.version }));
                self.apply(JOB, finish.with(change)).await
            }
            Err(error) => {
                let attempts = work.value.attempts.saturating_add(1);
                let changes = match forget_retry(attempts) {
                    Some(wait) => ChangeSet::new().with(again(&work, attempts, self.now().plus(wait))),
                    None => finish,
                };
                tracing::warn!(payment_method.id = %id, attempts, error = %chain(&error), "the gateway did not let a saved method go");
                self.apply(JOB, changes).await
            }
        }
    }
}
