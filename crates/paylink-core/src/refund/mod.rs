//! A refund: money of a payment that goes back, and what the gateway's word makes of it.

mod state;

pub use state::RefundState;

use crate::{
    EventKind, Money, Timestamp,
    ports::{Failure, GatewayRefund, RefundStanding, StoreError},
    records::{RefundRecord, RefundStatus},
};

/// A refund whose record has been found sound. Changes only through its transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    record: RefundRecord,
    state: RefundState,
}

/// What is known about a refund after a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefundOutcome {
    /// The gateway told where it stands.
    Known(Box<GatewayRefund>),
    /// The gateway certainly has no such refund and never will.
    Refused(Failure),
    /// The answer got lost.
    Unknown,
}

/// What a move of a refund means for its payment and the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundEffect {
    /// Nothing.
    None,
    /// The reserved amount is gone.
    Made,
    /// The reserved amount is free again.
    Released,
    /// The money came back: what had been booked is reversed.
    CameBack,
}

/// A refund after an outcome.
pub(crate) struct RefundMoved {
    pub refund: Refund,
    pub event: Option<EventKind>,
    pub effect: RefundEffect,
}

impl Refund {
    /// Takes a stored row back in.
    ///
    /// # Errors
    /// `Corrupt` when the row contradicts itself.
    pub fn restore(record: RefundRecord) -> Result<Self, StoreError> {
        let corrupt = |problem: &str| {
            Err(StoreError::Corrupt { entity: "refund", id: record.id.to_string(), problem: problem.to_owned() })
        };
        if record.amount_minor <= 0 {
            return corrupt("its amount is not positive");
        }
        let failure = record.failure_code.clone().zip(record.failure_message.clone());
        let failure = failure.map(|(code, message)| Failure { code, message });
        let state = match (record.status, failure) {
            (RefundStatus::Processing, None) => RefundState::Processing { unknown: record.unknown },
            (RefundStatus::Succeeded, None) => RefundState::Succeeded,
            (RefundStatus::Failed, Some(failure)) => RefundState::Failed(failure),
            (RefundStatus::Processing | RefundStatus::Succeeded | RefundStatus::Failed, _) => {
                return corrupt("its state contradicts its other columns");
            }
        };
        Ok(Self { record, state })
    }

    /// The row.
    #[must_use]
    pub const fn record(&self) -> &RefundRecord {
        &self.record
    }

    /// The row, to be stored.
    #[must_use]
    pub fn into_record(self) -> RefundRecord {
        self.record
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &RefundState {
        &self.state
    }

    /// How much goes back.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.record.amount_minor, self.record.currency)
    }

    /// Applies what is known. `None`: it changes nothing.
    pub(crate) fn apply(&self, outcome: &RefundOutcome, now: Timestamp) -> Option<RefundMoved> {
        match outcome {
            RefundOutcome::Unknown => self.step(self.state.left_unknown(), now),
            RefundOutcome::Refused(failure) => self.step(self.state.failed(failure.clone()), now),
            RefundOutcome::Known(known) => self.apply_known(known, now),
        }
    }

    fn apply_known(&self, known: &GatewayRefund, now: Timestamp) -> Option<RefundMoved> {
        let mut refund = self.clone();
        if known.reference.is_some() {
            refund.record.gateway_reference.clone_from(&known.reference);
        }
        let next = match &known.standing {
            RefundStanding::Failed(failure) => refund.state.failed(failure.clone()),
            RefundStanding::Pending | RefundStanding::Succeeded if known.amount != self.amount() => {
                if self.record.review.is_some() {
                    return None;
                }
                refund.record.review = Some("amount_mismatch".to_owned());
                refund.record.updated_at = now;
                return Some(RefundMoved { refund, event: None, effect: RefundEffect::None });
            }
            RefundStanding::Pending => refund.state.taken_on(),
            RefundStanding::Succeeded => refund.state.succeeded(),
        };
        refund.step(next, now).filter(|moved| moved.refund.state != self.state)
    }

    fn step(&self, next: Option<RefundState>, now: Timestamp) -> Option<RefundMoved> {
        let next = next?;
        let (event, effect) = match (&self.state, &next) {
            (_, RefundState::Processing { .. }) => (None, RefundEffect::None),
            (_, RefundState::Succeeded) => (Some(EventKind::RefundSucceeded), RefundEffect::Made),
            (RefundState::Succeeded, RefundState::Failed(_)) => (Some(EventKind::RefundFailed), RefundEffect::CameBack),
            (_, RefundState::Failed(_)) => (Some(EventKind::RefundFailed), RefundEffect::Released),
        };
        Some(RefundMoved { refund: self.clone().with(next, now), event, effect })
    }

    fn with(mut self, state: RefundState, now: Timestamp) -> Self {
        let (status, failure) = match &state {
            RefundState::Processing { .. } => (RefundStatus::Processing, None),
            RefundState::Succeeded => (RefundStatus::Succeeded, None),
            RefundState::Failed(failure) => (RefundStatus::Failed, Some(failure)),
        };
        self.record.status = status;
        self.record.unknown = matches!(state, RefundState::Processing { unknown: true });
        self.record.failure_code = failure.map(|failure| failure.code.clone());
        self.record.failure_message = failure.map(|failure| failure.message.clone());
        self.record.updated_at = now;
        self.state = state;
        self
    }

    /// The gateway said "not found" once more.
    pub(crate) fn not_found_again(mut self, now: Timestamp) -> Self {
        self.record.not_found_count = self.record.not_found_count.saturating_add(1);
        self.record.updated_at = now;
        self
    }
}
