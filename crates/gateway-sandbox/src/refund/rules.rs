//! What a request to refund leads to: decided on the charge's document alone, before anything is written.

use super::{
    RefundPlot,
    entry::{RefundCourse, RefundEntry},
};
use crate::{
    charge::{ChargeEntry, Standing},
    reason::Reason,
    settings::SandboxSettings,
};
use paylink_core::{
    Money, MoneyError, RefundId, Timestamp,
    ports::{GatewayRefund, RefundRequest},
};

/// Keys one charge remembers. It never forgets one, so a charge that is full refuses every further key for good.
pub(super) const MOST_KEYS: usize = 1000;

/// What is to be done about a request.
pub(super) enum Next {
    /// It is answered, and nothing is written.
    Answer(GatewayRefund),
    /// It gets no answer, and nothing is written.
    Lose,
    /// This becomes of its key; it is answered once that is written.
    WriteAndAnswer(RefundCourse),
    /// This becomes of its key, and the answer is lost.
    WriteAndLose(RefundCourse),
}

impl ChargeEntry {
    /// The refund under `key` as of `now`, or the latest instant anyone was told if that is later.
    pub(super) fn refund(&self, key: RefundId, now: Timestamp) -> Option<GatewayRefund> {
        self.refunds.by_key.get(&key).and_then(|refund| refund.view(now.max(self.told_at)))
    }

    /// Writes down what becomes of the request's key.
    pub(super) fn note_refund(&mut self, request: &RefundRequest, reference: String, course: RefundCourse) {
        let reference = match course {
            RefundCourse::CallLost | RefundCourse::Refused { .. } => None,
            RefundCourse::Made { .. } => Some(reference),
        };
        let entry = RefundEntry { reference, amount: request.amount, course };
        self.refunds.by_key.insert(request.key, entry);
    }

    /// What `request` leads to as of `now`.
    pub(super) fn next_refund(&self, request: &RefundRequest, now: Timestamp, settings: &SandboxSettings) -> Next {
        if let Some(known) = self.refund(request.key, now) {
            return Next::Answer(known);
        }
        let sent_before = self.refunds.by_key.contains_key(&request.key);
        let plot = self.refunds.plot;
        if plot == RefundPlot::LoseEveryCall {
            return Next::Lose;
        }
        if !sent_before && self.refunds.by_key.len() >= MOST_KEYS {
            return Next::Answer(refusal(request, Reason::TooManyRefunds));
        }
        if !sent_before && plot == RefundPlot::LoseCall {
            return Next::WriteAndLose(RefundCourse::CallLost);
        }
        if let Some(reason) = self.why_not(request, now) {
            return Next::WriteAndAnswer(RefundCourse::Refused { reason });
        }
        let later = Some(now.max(self.told_at).plus(settings.ach_settle));
        let at_once = RefundCourse::Made { settles_at: None, returns_at: None };
        match plot {
            RefundPlot::Succeed | RefundPlot::LoseCall | RefundPlot::LoseEveryCall => Next::WriteAndAnswer(at_once),
            RefundPlot::Settle => Next::WriteAndAnswer(RefundCourse::Made { settles_at: later, returns_at: None }),
            RefundPlot::ComeBack => Next::WriteAndAnswer(RefundCourse::Made { settles_at: None, returns_at: later }),
            RefundPlot::Refuse => Next::WriteAndAnswer(RefundCourse::Refused { reason: Reason::RefundRefused }),
            RefundPlot::LoseAnswer => Next::WriteAndLose(at_once),
        }
    }

    /// Why the sandbox does not make this refund, whatever the card.
    fn why_not(&self, request: &RefundRequest, now: Timestamp) -> Option<Reason> {
        let of_this_charge = request.charge_reference.as_ref().is_none_or(|reference| *reference == self.reference);
        if self.standing(now) != Standing::Succeeded || !of_this_charge {
            return Some(Reason::ChargeNotRefundable);
        }
        if request.amount.minor <= 0 {
            return Some(Reason::RefundRefused);
        }
        match self.given_back(now).and_then(|given| given.plus(request.amount)) {
            Ok(sum) if sum.minor <= self.amount.minor => None,
            Ok(_) | Err(_) => Some(Reason::RefundExceedsCharge),
        }
    }

    /// The sum of all refunds that have not failed.
    fn given_back(&self, now: Timestamp) -> Result<Money, MoneyError> {
        let now = now.max(self.told_at);
        let held = self.refunds.by_key.values().filter(|refund| refund.holds(now));
        held.map(|refund| refund.amount).try_fold(Money::zero(self.amount.currency), Money::plus)
    }
}

/// A refusal that is not kept.
pub(super) fn refusal(request: &RefundRequest, reason: Reason) -> GatewayRefund {
    GatewayRefund {
        reference: None,
        amount: request.amount,
        standing: paylink_core::ports::RefundStanding::Failed(reason.failure()),
        check_after: None,
    }
}
