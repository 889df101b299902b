//! Money against books, in both directions, in the instant either side moves.

use super::{Checked, Oracle, holds, payments::is_live};
use crate::gateway::Truth;
use paylink_core::{Change, ChangeSet, Currency, Money, PaymentId, ports::ChargeState, records::PaymentStatus};

impl Oracle {
    /// What a payment is over.
    pub(crate) fn amount_of(&self, key: PaymentId) -> Money {
        let payment = self.payments.get(&key);
        payment.map_or(Money::new(0, Currency::USD), |row| Money::new(row.amount_minor, row.currency))
    }

    /// The gateway made a charge: a live payment stands for it, over this amount, and its link takes that many.
    pub(crate) fn charged(&mut self, key: PaymentId, took: Money, truth: &Truth, now: u64) -> Checked {
        self.tally.charges += 1;
        let payment =
            self.payments.get(&key).ok_or_else(|| format!("a charge was made under {key}, which is no payment"))?;
        holds(!payment.is_held(), || format!("{key} was charged while it was held"))?;
        let wanted = Money::new(payment.amount_minor, payment.currency);
        holds(took == wanted, || format!("{key} is over {} and {} were charged", wanted.minor, took.minor))?;
        if !truth.stands(key, now) {
            return Ok(());
        }
        holds(is_live(payment.status), || format!("{key} was charged when it was {:?}", payment.status))?;
        let missing = || format!("the link of {key} is gone");
        let link = self.links.get_mut(&payment.link_id).ok_or_else(missing)?;
        link.charged.push(key);
        let standing = link.charged.iter().filter(|charge| truth.stands(**charge, now)).count();
        let standing = i64::try_from(standing).unwrap_or(i64::MAX);
        let most = link.record.max_payments.unwrap_or(i64::MAX);
        holds(standing <= most, || format!("{} has {standing} charges that stand, and takes {most}", payment.link_id))
    }

    /// What the store has just written about payments agrees with the gateway's truth.
    pub(crate) fn agrees(&self, changes: &ChangeSet, truth: &Truth, now: u64) -> Checked {
        for change in changes.changes() {
            let Change::UpdatePayment(row) = change else { continue };
            let (id, was) = (row.value.id, |state: fn(&ChargeState) -> bool| truth.was(row.value.id, now, state));
            match row.value.status {
                PaymentStatus::Succeeded => {
                    let true_one = was(|state| matches!(state, ChargeState::Succeeded));
                    holds(true_one, || format!("{id} is told as succeeded, and nothing was charged"))?;
                }
                PaymentStatus::Failed => {
                    holds(!truth.stands(id, now), || format!("{id} is told as failed, and its charge stands"))?;
                }
                PaymentStatus::Returned => {
                    let true_one = was(|state| matches!(state, ChargeState::Returned(_)));
                    holds(true_one, || format!("{id} is told as returned, and did not come back"))?;
                }
                PaymentStatus::Processing | PaymentStatus::RequiresAction => {}
            }
        }
        Ok(())
    }
}
