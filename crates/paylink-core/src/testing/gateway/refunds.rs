//! Refunds as the scripted gateway truly has them.

use super::{ScriptedGateway, lock, script};
use crate::{
    Money, PaymentId, RefundId,
    ports::{ChargeState, GatewayRefund, RefundRequest, RefundStanding, RefundUnknown},
};

/// One refund as the gateway truly has it, whatever it answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueRefund {
    /// The idempotency key it was made under.
    pub key: RefundId,
    /// The charge it gives back.
    pub payment: PaymentId,
    /// The gateway's own id.
    pub reference: String,
    /// What was asked for.
    pub amount: Money,
    /// Where it stands.
    pub standing: RefundStanding,
}

/// What becomes of the refunds of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plot {
    Succeeds,
    Pends,
    Refused,
    LostButDone,
    LostOnce,
    Never,
}

const PLOTS: &[(&str, Plot)] = &[
    ("refund_pending", Plot::Pends),
    ("refund_refused", Plot::Refused),
    ("refund_lost_done", Plot::LostButDone),
    ("refund_lost_once", Plot::LostOnce),
    ("refund_never", Plot::Never),
];

impl Plot {
    pub(super) fn of(token: &str) -> Self {
        PLOTS.iter().find(|(word, _)| token.contains(word)).map_or(Self::Succeeds, |(_, plot)| *plot)
    }
}

impl ScriptedGateway {
    /// Every refund there is, whatever became of it, by key.
    pub fn refunds(&self) -> Vec<TrueRefund> {
        lock(&self.refunds).values().cloned().collect()
    }

    /// What refunds of this charge hold or have given back, minor units.
    pub fn given_back(&self, payment: PaymentId) -> i64 {
        self.refunds().iter().filter(|one| one.stands(payment)).map(|one| one.amount.minor).sum()
    }

    /// A pending refund has succeeded.
    pub fn finish_refund(&self, key: RefundId) {
        if let Some(refund) = lock(&self.refunds).get_mut(&key)
            && refund.standing == RefundStanding::Pending
        {
            refund.standing = RefundStanding::Succeeded;
        }
    }

    /// A pending or successful refund comes back with this code.
    pub fn fail_refund(&self, key: RefundId, code: &str) {
        if let Some(refund) = lock(&self.refunds).get_mut(&key) {
            refund.standing = RefundStanding::Failed(script::failure(code));
        }
    }

    /// Makes the refund, or finds the one made before; says how it should be answered.
    pub(super) fn do_refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        let charge = self.charge_of(request.payment);
        let plot = charge.as_ref().map_or(Plot::Succeeds, |charge| charge.refunds);
        let mut refunds = lock(&self.refunds);
        if let Some(known) = refunds.get(&request.key) {
            return Ok(known.answer());
        }
        let repeated = lock(&self.calls).lose_first_refund(request.key);
        if plot == Plot::Never || (plot == Plot::LostOnce && !repeated) {
            return Err(lost_refund());
        }
        let charged = charge.filter(|charge| charge.state == ChargeState::Succeeded).map(|charge| charge.amount.minor);
        let given: i64 = refunds.values().filter(|one| one.stands(request.payment)).map(|one| one.amount.minor).sum();
        let standing = match plot {
            _ if charged.is_none() => RefundStanding::Failed(script::failure("charge_not_refundable")),
            _ if request.amount.minor > charged.unwrap_or(0).saturating_sub(given) => {
                RefundStanding::Failed(script::failure("over_refund"))
            }
            Plot::Refused => RefundStanding::Failed(script::failure("refund_refused")),
            Plot::Pends => RefundStanding::Pending,
            Plot::Succeeds | Plot::LostButDone | Plot::LostOnce | Plot::Never => RefundStanding::Succeeded,
        };
        let refund = TrueRefund {
            key: request.key,
            payment: request.payment,
            reference: format!("rf_{}", refunds.len()),
            amount: request.amount,
            standing,
        };
        let answer = refund.answer();
        refunds.insert(request.key, refund);
        if plot == Plot::LostButDone { Err(lost_refund()) } else { Ok(answer) }
    }

    pub(super) fn visible_refund(&self, key: RefundId) -> Option<GatewayRefund> {
        lock(&self.refunds).get(&key).map(TrueRefund::answer)
    }
}

impl TrueRefund {
    /// Whether it is one of this charge, and holds or has given back its amount.
    fn stands(&self, payment: PaymentId) -> bool {
        self.payment == payment && !matches!(self.standing, RefundStanding::Failed(_))
    }

    /// What the gateway tells of it.
    fn answer(&self) -> GatewayRefund {
        GatewayRefund {
            reference: Some(self.reference.clone()),
            amount: self.amount,
            standing: self.standing.clone(),
            check_after: None,
        }
    }
}

/// The error of a refund whose answer, or question, went lost.
pub(super) fn lost_refund() -> RefundUnknown {
    RefundUnknown("the test lost the answer".into())
}
