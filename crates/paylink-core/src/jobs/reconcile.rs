//! Payments whose outcome is open are asked of the gateway, until it is known.
//!
//! **Invariant:** the same key is sent again only while it is younger than 23 hours, when every gateway
//! still remembers it; "not found" counts as a failure only after 24 hours and two look-ups, and never once the
//! gateway has confirmed that it took the charge on.

use crate::{
    Actor, Change, ChangeSet, Error, Paylink, PaymentId, Stored, Timestamp, TypedId,
    jobs::plan::{ACTION, next_look},
    payment::{Outcome, Payment, chain, hand_over_at},
    ports::{Failure, StoreError},
    records::{PaymentRecord, PaymentStatus, Queue, WorkKey, WorkRecord},
};
use futures_util::future::join_all;
use std::time::Duration;

pub(super) const BATCH: u32 = 32;
pub(super) const LEASE: Duration = Duration::from_secs(90);
pub(super) const SAME_KEY: Duration = Duration::from_secs(23 * 3600);
pub(super) const GIVE_UP: Duration = Duration::from_secs(24 * 3600);
pub(super) const LOOK_UPS: i64 = 2;
const JOB: Actor = Actor::working(Queue::Reconcile);

impl Paylink {
    /// Asks the gateway about payments that are due; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn reconcile_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Reconcile, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for done in join_all(claimed.into_iter().map(|work| self.reconcile(work))).await {
            done?;
        }
        Ok(count)
    }

    async fn reconcile(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let id = PaymentId::from_uuid(work.value.key.subject);
        let Some(stored) = self.store.payment(id).await? else {
            return self.apply(JOB, ChangeSet::new().with(Change::FinishWork(work.value.key, work.version))).await;
        };
        let Stored { value: payment, version } = self.hand_over_when_due(stored).await?;
        let outcome = match payment.status {
            PaymentStatus::Processing if payment.is_held() => None,
            PaymentStatus::Processing | PaymentStatus::RequiresAction => self.find_out(&payment, &version).await?,
            PaymentStatus::Succeeded => self.look_up(&payment).await,
            PaymentStatus::Failed | PaymentStatus::Returned => None,
        };
        let before = self.fingerprint_of(id).await?;
        if let Some(outcome) = outcome.as_ref() {
            self.settle(JOB, id, outcome, None).await?;
        }
        if self.fingerprint_of(id).await? != before {
            // settling has already said when to look next
            return Ok(());
        }
        let hint = match outcome {
            Some(Outcome::Known(charge)) => charge.check_after,
            Some(Outcome::Refused(_) | Outcome::Unknown | Outcome::Withdrawn) | None => None,
        };
        self.look_again(&work, &payment, hint).await
    }

    /// The payment, handed over in a commit of its own if its hold is over: from then on nobody can cancel it, and the
    /// gateway may know of it. What is not held is left as it is.
    async fn hand_over_when_due(&self, stored: Stored<PaymentRecord>) -> Result<Stored<PaymentRecord>, Error> {
        let (id, now) = (stored.value.id, self.now());
        let due = stored.value.held_until.is_some_and(|until| until <= now);
        if !due {
            return Ok(stored);
        }
        let payment = Payment::restore(stored.value.clone())?;
        // a server that was down may come back when the banks are closed
        let opens = hand_over_at(now, Duration::ZERO);
        let moved = if opens > now { payment.hold_on(opens, now) } else { payment.hand_over(now) };
        let Some(moved) = moved else { return Ok(stored) };
        let value = moved.into_record();
        let change = Change::UpdatePayment(Box::new(Stored { value, version: stored.version }));
        self.apply(JOB, ChangeSet::new().with(change)).await?;
        // read again: somebody may have been faster
        self.store.payment(id).await?.ok_or_else(|| Error::internal(format!("payment {id} is gone")))
    }

    /// Status and time of the last change, to see whether settling changed anything.
    async fn fingerprint_of(&self, id: PaymentId) -> Result<Option<crate::Version>, Error> {
        Ok(self.store.payment(id).await?.map(|stored| stored.version))
    }

    async fn look_up(&self, payment: &PaymentRecord) -> Option<Outcome> {
        match self.gateway.look_up(payment.id).await {
            Ok(found) => found.map(|charge| Outcome::Known(Box::new(charge))),
            Err(error) => {
                tracing::warn!(payment.id = %payment.id, error = %chain(&error), "the gateway could not be asked");
                None
            }
        }
    }

    /// What became of a payment whose outcome is open.
    async fn find_out(&self, payment: &PaymentRecord, version: &crate::Version) -> Result<Option<Outcome>, Error> {
        let age = self.now().since(payment.handed_over_at());
        let overdue = payment.status == PaymentStatus::RequiresAction && age >= ACTION;
        let found = match overdue {
            true => self.gateway.abandon(payment.id).await,
            false => self.gateway.look_up(payment.id).await,
        };
        let confirmed = payment.status == PaymentStatus::Processing && !payment.unknown;
        match found {
            Ok(Some(charge)) => Ok(Some(Outcome::Known(Box::new(charge)))),
            Ok(None) if confirmed => {
                tracing::warn!(payment.id = %payment.id, "the gateway does not find a charge it has confirmed");
                Ok(None)
            }
            Ok(None) if age < SAME_KEY => self.send_again(payment).await,
            Ok(None) if age < GIVE_UP => Ok(None),
            Ok(None) => self.not_found(payment, *version).await,
            Err(error) => {
                tracing::warn!(payment.id = %payment.id, error = %chain(&error), "the gateway could not be asked");
                Ok(None)
            }
        }
    }

    /// Sends the same key again. An answer that gets lost once more is no news, so the plan goes on.
    async fn send_again(&self, payment: &PaymentRecord) -> Result<Option<Outcome>, Error> {
        let link = self.store.link(payment.link_id).await?;
        let slug = link.map(|stored| stored.value.slug).unwrap_or_default();
        Ok(Some(self.charge(payment, &slug).await).filter(|outcome| *outcome != Outcome::Unknown))
    }

    async fn not_found(&self, payment: &PaymentRecord, version: crate::Version) -> Result<Option<Outcome>, Error> {
        if payment.not_found_count.saturating_add(1) >= LOOK_UPS {
            return Ok(Some(Outcome::Refused(Failure {
                code: "not_charged".to_owned(),
                message: "The payment did not reach the bank. Nothing was charged.".to_owned(),
            })));
        }
        let again = Payment::restore(payment.clone())?.not_found_again(self.now()).into_record();
        self.apply(JOB, ChangeSet::new().with(Change::UpdatePayment(Box::new(Stored { value: again, version }))))
            .await?;
        Ok(None)
    }

    /// Nothing new: when to ask again, if at all.
    async fn look_again(
        &self,
        work: &Stored<WorkRecord>,
        payment: &PaymentRecord,
        hint: Option<Duration>,
    ) -> Result<(), Error> {
        let now = self.now();
        let attempts = work.value.attempts.saturating_add(1);
        let change = match next_look(payment, hint, attempts, now) {
            Some(run_at) => again(work, attempts, run_at),
            None => Change::FinishWork(work.value.key, work.version),
        };
        self.apply(JOB, ChangeSet::new().with(change)).await
    }

    /// Commits; a row that someone else has taken over meanwhile is theirs.
    pub(super) async fn apply(&self, job: Actor, changes: ChangeSet) -> Result<(), Error> {
        match self.write(job, changes).await {
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The same work once more, later.
pub(super) fn again(work: &Stored<WorkRecord>, attempts: i64, run_at: Timestamp) -> Change {
    let key: WorkKey = work.value.key;
    Change::UpdateWork(Stored {
        value: WorkRecord { key, attempts, run_at, lane: work.value.lane },
        version: work.version,
    })
}
