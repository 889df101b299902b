//! Refunds at the gateway: made once per key, told late or wrongly like everything else.

use super::{SimGateway, Truth, port::short, tokens::failure};
use crate::{
    bug::Bug,
    exec::{DAY, HOUR, MINUTE, SECOND, lock},
    rng::Rng,
    world::World,
};
use paylink_core::{
    Money, PaymentId, RefundId,
    ports::{ChargeState, GatewayRefund, RefundRequest, RefundStanding, RefundUnknown},
};
use std::time::Duration;

/// The gateway keeps a key in mind for a day.
const KEYS_KEPT: u64 = DAY;

/// A refund: where it stands from when on.
#[derive(Debug, Clone)]
pub(crate) struct TrueRefund {
    payment: PaymentId,
    amount: Money,
    number: usize,
    /// Never empty; in order.
    course: Vec<(u64, RefundStanding)>,
    visible_at: u64,
    made_at: u64,
}

impl TrueRefund {
    fn standing_at(&self, now: u64) -> RefundStanding {
        let known = self.course.iter().take_while(|(from, _)| *from <= now).last().or(self.course.first());
        known.map_or(RefundStanding::Pending, |(_, standing)| standing.clone())
    }

    fn shown(&self, now: u64) -> GatewayRefund {
        let next = self.course.iter().map(|(from, _)| *from).find(|from| *from > now);
        let hint = next.filter(|_| self.number.is_multiple_of(2));
        GatewayRefund {
            reference: Some(format!("re_{}", self.number)),
            amount: self.amount,
            standing: self.standing_at(now),
            check_after: hint.map(|at| Duration::from_micros(at.saturating_sub(now))),
        }
    }
}

/// Refunds that succeeded are watched for 30 days; all must be known when the world ends.
fn course(rng: &mut Rng, now: u64, ends_at: u64) -> Vec<(u64, RefundStanding)> {
    let failed = || RefundStanding::Failed(failure("refund_failed"));
    let last = ends_at.saturating_sub(now + DAY + HOUR).clamp(DAY, 30 * DAY - HOUR);
    let settled = now + rng.pick(10 * SECOND, &[10 * MINUTE, 5 * HOUR, DAY]);
    match rng.below(20) {
        0..11 => vec![(now, RefundStanding::Succeeded)],
        11..14 => vec![(now, RefundStanding::Pending), (settled, RefundStanding::Succeeded)],
        14..16 => vec![(now, failed())],
        16..18 => vec![(now, RefundStanding::Pending), (settled, failed())],
        _ => vec![(now, RefundStanding::Succeeded), (now + rng.between(MINUTE, last), failed())],
    }
}

impl Truth {
    pub(crate) fn refund_keys(&self) -> impl Iterator<Item = RefundId> {
        self.refunds.keys().copied()
    }

    /// Where a refund stood at `now`.
    pub(crate) fn refund_at(&self, key: RefundId, now: u64) -> Option<RefundStanding> {
        self.refunds.get(&key).map(|refund| refund.standing_at(now))
    }

    /// Whether a refund has not failed.
    pub(crate) fn refund_stands(&self, key: RefundId, now: u64) -> bool {
        self.refund_at(key, now).is_some_and(|standing| !matches!(standing, RefundStanding::Failed(_)))
    }

    /// Whether a refund succeeded at some time.
    pub(crate) fn refund_was_made(&self, key: RefundId, now: u64) -> bool {
        let course = self.refunds.get(&key).map(|refund| refund.course.as_slice()).unwrap_or_default();
        course.iter().any(|(from, standing)| *from <= now && *standing == RefundStanding::Succeeded)
    }

    /// What stands as given back of a charge, and what was charged.
    pub(crate) fn given_and_taken(&self, payment: PaymentId, now: u64) -> (i64, i64) {
        let of_payment = self.refunds.values().filter(|refund| refund.payment == payment);
        let stands = |refund: &&TrueRefund| !matches!(refund.standing_at(now), RefundStanding::Failed(_));
        let given = of_payment.filter(stands).map(|refund| refund.amount.minor).sum();
        (given, self.charge(payment).map_or(0, |charge| charge.told.minor))
    }
}

impl World {
    /// A refund arrives at the gateway: it is made, or found.
    pub(super) fn take_refund(&self, key: RefundId, request: &RefundRequest) -> GatewayRefund {
        let now = self.sim.now();
        let mut truth = lock(&self.truth);
        if let Some(known) = truth.refunds.get(&key) {
            if now.saturating_sub(known.made_at) > KEYS_KEPT {
                self.sim.fail(format!("{key} was sent again after the gateway had forgotten it: refunded twice"));
            }
            return known.shown(now);
        }
        let charged =
            truth.charge(request.payment).is_some_and(|charge| charge.state_at(now) == ChargeState::Succeeded);
        let course = if charged {
            self.sim.chance(|rng| course(rng, now, self.plan.ends_at))
        } else {
            vec![(now, RefundStanding::Failed(failure("charge_not_refundable")))]
        };
        let visible_at = now + self.lag();
        let number = truth.refunds.len();
        let refund =
            TrueRefund { payment: request.payment, amount: request.amount, number, course, visible_at, made_at: now };
        let answer = refund.shown(now);
        truth.refunds.insert(key, refund);
        self.sim.note(0, "refunded", short(key), || format!("{key} {:?}", answer.standing));
        let checked = lock(&self.oracle).refunded(key, &truth, now);
        self.sim.check(checked);
        answer
    }

    /// What a look-up finds, like that of a charge.
    pub(super) fn find_refund(&self, key: RefundId) -> Option<GatewayRefund> {
        let now = self.sim.now();
        let truth = lock(&self.truth);
        let refund = truth.refunds.get(&key).filter(|refund| refund.visible_at <= now)?;
        let old = self.faults(|plan| plan.lag) > 0 && self.sim.chance(|rng| rng.per_mille(100));
        let seen_at = if old { now.saturating_sub(self.sim.chance(|rng| rng.below(10 * MINUTE))) } else { now };
        Some(refund.shown(seen_at))
    }
}

impl SimGateway {
    /// An adapter that is sure of what it does not know.
    pub(super) fn bent_refund(
        &self,
        request: &RefundRequest,
        answer: Result<GatewayRefund, RefundUnknown>,
    ) -> Result<GatewayRefund, RefundUnknown> {
        match answer {
            Err(_) if self.is_bent(Bug::RefundTimeoutIsFailure) => Ok(GatewayRefund {
                reference: None,
                amount: request.amount,
                standing: RefundStanding::Failed(failure("timeout")),
                check_after: None,
            }),
            answer => answer,
        }
    }
}
