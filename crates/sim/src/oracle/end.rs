//! The end of a world: faults have stopped, time has passed, and nothing may be open, lost or different from the truth.

use super::{Checked, Oracle, holds};
use crate::{
    exec::{DAY, HOUR},
    gateway::Truth,
};
use paylink_core::{
    PaymentId, Timestamp, TypedId,
    ports::ChargeState,
    records::{DeliveryStatus, PaymentRecord, PaymentStatus, Queue},
};

/// The gateway is asked at least once a day.
const NEWS: u64 = DAY + HOUR;
/// Attempts after which a delivery is given up.
const ATTEMPTS: i64 = 10;

impl Oracle {
    /// Everything at `now`; `wall` is the same instant on a right clock.
    pub(crate) fn at_end(&self, truth: &Truth, now: u64, wall: Timestamp) -> Checked {
        self.payments.values().try_for_each(|payment| final_and_true(payment, truth, now))?;
        for key in truth.keys() {
            holds(self.payments.contains_key(&key), || format!("{key} was charged and is no payment"))?;
        }
        self.refunds_at_end(truth, now, now.saturating_sub(NEWS))?;
        self.no_work_left(wall)?;
        self.all_told()
    }

    fn no_work_left(&self, wall: Timestamp) -> Checked {
        for (key, (run_at, _)) in &self.work {
            let waits = || format!("{} {} still waits, due at {run_at}", key.queue.name(), key.subject);
            match key.queue {
                Queue::Dispatch | Queue::Deliver => return Err(waits()),
                Queue::Reconcile => {
                    let payment = self.payments.get(&PaymentId::from_uuid(key.subject));
                    let watched = payment.is_some_and(|payment| {
                        matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Processing)
                    });
                    holds(watched, waits)?;
                }
                // watched for coming back
                Queue::Refund
                | Queue::Expire
                | Queue::Message
                | Queue::Remind
                | Queue::File
                | Queue::Forget
                | Queue::Merge
                | Queue::Erase => {}
            }
            let late = wall.since(*run_at).as_micros() > u128::from(HOUR);
            holds(!late, waits)?;
        }
        Ok(())
    }

    fn all_told(&self) -> Checked {
        for endpoint in self.endpoints.values().filter(|endpoint| !endpoint.disabled) {
            for (id, event) in &self.events {
                let wanted = endpoint.events.iter().any(|name| name == "*" || name == event.kind.name());
                let mine = endpoint.merchant_id.is_none() || endpoint.merchant_id == event.merchant;
                if !wanted || !mine {
                    continue;
                }
                let accepted = self.got.get(&(endpoint.url.clone(), *id)).is_some_and(|got| got.accepted > 0);
                let delivery = self.pairs.get(&(*id, endpoint.id)).and_then(|id| self.deliveries.get(id));
                let tried =
                    delivery.is_some_and(|row| row.status == DeliveryStatus::Failed && row.attempts >= ATTEMPTS);
                holds(accepted || tried, || {
                    format!("{} {id} never reached {}: {delivery:?}", event.kind.name(), endpoint.url)
                })?;
            }
        }
        Ok(())
    }
}

fn final_and_true(payment: &PaymentRecord, truth: &Truth, now: u64) -> Checked {
    let (id, status) = (payment.id, payment.status);
    let Some(charge) = truth.charge(id) else {
        return holds(status == PaymentStatus::Failed, || {
            format!("{id} was never charged and ends as {}", status.name())
        });
    };
    if payment.review.as_deref() == Some("amount_mismatch") {
        let open = matches!(status, PaymentStatus::Processing | PaymentStatus::Succeeded);
        return holds(open, || format!("{id} is over another amount than its charge and ends as {}", status.name()));
    }
    let fits = |at: u64| {
        let expected = match charge.state_at(at) {
            ChargeState::Pending => PaymentStatus::Processing,
            ChargeState::Succeeded => PaymentStatus::Succeeded,
            ChargeState::Declined(_) => PaymentStatus::Failed,
            ChargeState::Returned(_) => PaymentStatus::Returned,
            ChargeState::ActionRequired { .. } => return false,
        };
        expected == status
    };
    // what changed at the gateway since it was asked last is not known yet
    holds(fits(now) || fits(now.saturating_sub(NEWS)), || {
        format!("{id} ends as {}, and at the gateway it is {:?}", status.name(), charge.state_at(now))
    })
}
