//! What the gateway said, applied to a payment: the new payment, and what that means for its link.

use super::{Payment, PaymentState};
use crate::{
    EventKind, Timestamp,
    ports::{Charge, ChargeState, Failure},
    records::CANCELLED,
};

/// What is known about a charge after a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The gateway told where it stands.
    Known(Box<Charge>),
    /// The gateway certainly has no such charge and never will.
    Refused(Failure),
    /// The answer got lost.
    Unknown,
    /// It was held, and is taken back before the gateway hears of it.
    Withdrawn,
}

/// Why a payment failed that was taken back while it was held.
fn withdrawal() -> Failure {
    Failure {
        code: CANCELLED.to_owned(),
        message: "The payment was cancelled before it was handed to the bank. Nothing was debited.".to_owned(),
    }
}

/// What a move of a payment means for its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    None,
    /// The slot becomes a success.
    Succeeded,
    /// The slot becomes free.
    Failed,
    /// A success is undone.
    Returned,
}

/// A payment after an outcome; `None` where the outcome says nothing new.
pub(crate) struct Moved {
    pub payment: Payment,
    pub event: Option<EventKind>,
    pub effect: Effect,
}

impl Payment {
    /// Applies what is known. `None`: it changes nothing.
    pub(crate) fn apply(&self, outcome: &Outcome, now: Timestamp) -> Option<Moved> {
        match outcome {
            Outcome::Unknown => self.step(self.state.left_unknown(), now),
            Outcome::Refused(failure) => self.step(self.state.failed(failure.clone()), now),
            Outcome::Known(charge) => self.apply_charge(charge, now),
            Outcome::Withdrawn => self.step(self.state.withdrawn(withdrawal()), now),
        }
    }

    /// What was held is handed to the gateway now. `None`: it is not held.
    pub(crate) fn hand_over(self, now: Timestamp) -> Option<Self> {
        let state = self.state.handed_over()?;
        let mut payment = self.with(state, now);
        payment.record.held_until = Some(now);
        Some(payment)
    }

    /// What was to be handed over when banks are closed is held until they open. `None`: it is not held.
    pub(crate) fn hold_on(self, until: Timestamp, now: Timestamp) -> Option<Self> {
        let state = self.state.held_on(until)?;
        let mut payment = self.with(state, now);
        payment.record.held_until = Some(until);
        Some(payment)
    }

    fn apply_charge(&self, charge: &Charge, now: Timestamp) -> Option<Moved> {
        let mut known = self.clone();
        known.record.gateway_reference = Some(charge.reference.clone());
        known.record.method_details = Some(charge.details.clone());
        if charge.amount != self.amount() {
            if self.record.review.is_some() {
                return None;
            }
            known.record.review = Some("amount_mismatch".to_owned());
            known.record.updated_at = now;
            return Some(Moved { payment: known, event: None, effect: Effect::None });
        }
        let next = match &charge.state {
            ChargeState::Pending => known.state.taken_on(),
            ChargeState::ActionRequired { url } => known.state.action_required(url.clone()),
            ChargeState::Succeeded => known.state.succeeded(),
            ChargeState::Declined(failure) => known.state.failed(failure.clone()),
            ChargeState::Returned(failure) => known.state.returned(self.record.method, failure.clone()),
        };
        known.step(next, now).filter(|moved| moved.payment.state != self.state)
    }

    fn step(&self, next: Option<PaymentState>, now: Timestamp) -> Option<Moved> {
        let next = next?;
        let had_succeeded = self.state == PaymentState::Succeeded;
        let (event, effect) = match (&self.state, &next) {
            (PaymentState::Held { .. } | PaymentState::Processing { .. }, PaymentState::Processing { .. })
            | (_, PaymentState::Held { .. }) => (None, Effect::None),
            (_, PaymentState::Processing { .. }) => (Some(EventKind::PaymentProcessing), Effect::None),
            (_, PaymentState::RequiresAction { .. }) => (Some(EventKind::PaymentRequiresAction), Effect::None),
            (_, PaymentState::Succeeded) => (Some(EventKind::PaymentSucceeded), Effect::Succeeded),
            (_, PaymentState::Failed(_)) => (Some(EventKind::PaymentFailed), Effect::Failed),
            (_, PaymentState::Returned(_)) if had_succeeded => (Some(EventKind::PaymentReturned), Effect::Returned),
            (_, PaymentState::Returned(_)) => (Some(EventKind::PaymentReturned), Effect::Failed),
        };
        Some(Moved { payment: self.clone().with(next, now), event, effect })
    }

    /// Flags the payment for a person: it succeeded, but its link was closed meanwhile.
    pub(crate) fn flagged(mut self, why: &str) -> Self {
        self.record.review = Some(why.to_owned());
        self
    }

    /// The gateway said "not found" once more.
    pub(crate) fn not_found_again(mut self, now: Timestamp) -> Self {
        self.record.not_found_count = self.record.not_found_count.saturating_add(1);
        self.record.updated_at = now;
        self
    }
}
