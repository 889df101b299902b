//! What really happened at the gateway, whatever it answered.

use super::{
    refunds::TrueRefund,
    tokens::{Token, failure},
};
use paylink_core::{Money, PaymentId, RefundId, ports::ChargeState, records::Method};
use std::collections::BTreeMap;

/// A charge: where it stands from when on. The future is in it already, unless the charge is given up before.
#[derive(Debug, Clone)]
pub(crate) struct TrueCharge {
    pub(crate) number: usize,
    pub(crate) method: Method,
    /// What is told to have been taken.
    pub(crate) told: Money,
    /// Never empty; in order.
    pub(crate) course: Vec<(u64, ChargeState)>,
    /// Look-ups find it from then on.
    pub(crate) visible_at: u64,
    pub(crate) made_at: u64,
}

/// Tokens and charges.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) tokens: Vec<Token>,
    charges: BTreeMap<PaymentId, TrueCharge>,
    pub(super) refunds: BTreeMap<RefundId, TrueRefund>,
}

impl TrueCharge {
    /// Where it stood at `now`.
    pub(crate) fn state_at(&self, now: u64) -> ChargeState {
        let known = self.course.iter().take_while(|(from, _)| *from <= now).last().or(self.course.first());
        known.map_or(ChargeState::Pending, |(_, state)| state.clone())
    }

    /// When it moves next after `now`.
    pub(crate) fn next_after(&self, now: u64) -> Option<u64> {
        self.course.iter().map(|(from, _)| *from).find(|from| *from > now)
    }
}

impl Truth {
    pub(crate) fn charge(&self, key: PaymentId) -> Option<&TrueCharge> {
        self.charges.get(&key)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = PaymentId> {
        self.charges.keys().copied()
    }

    pub(crate) fn count(&self) -> usize {
        self.charges.len()
    }

    pub(crate) fn make(&mut self, key: PaymentId, charge: TrueCharge) {
        self.charges.insert(key, charge);
    }

    /// Whether a charge is neither declined nor returned.
    pub(crate) fn stands(&self, key: PaymentId, now: u64) -> bool {
        self.charge(key).is_some_and(|charge| match charge.state_at(now) {
            ChargeState::Pending | ChargeState::ActionRequired { .. } | ChargeState::Succeeded => true,
            ChargeState::Declined(_) | ChargeState::Returned(_) => false,
        })
    }

    /// Whether a charge is or has been in such a state.
    pub(crate) fn was(&self, key: PaymentId, now: u64, state: fn(&ChargeState) -> bool) -> bool {
        let course = self.charge(key).map(|charge| charge.course.as_slice()).unwrap_or_default();
        course.iter().any(|(from, which)| *from <= now && state(which))
    }

    /// Gives up a charge that waits for its payer.
    pub(crate) fn abandon(&mut self, key: PaymentId, now: u64) {
        let Some(charge) = self.charges.get_mut(&key) else { return };
        if let ChargeState::ActionRequired { .. } = charge.state_at(now) {
            charge.course.retain(|(from, _)| *from <= now);
            charge.course.push((now, ChargeState::Declined(failure("abandoned"))));
        }
    }

    /// Another charge than this one, told over the same amount: what an adapter that mixes answers up hands out.
    pub(crate) fn other(&self, key: PaymentId) -> Option<&TrueCharge> {
        self.charges.iter().rev().find(|(other, _)| **other != key).map(|(_, charge)| charge)
    }
}
