//! A payment: one attempt to pay a link, and what the gateway's word makes of it.

mod hold;
mod ledger;
mod outcome;
mod refunds;
mod state;

pub(crate) use hold::hand_over_at;
pub(crate) use ledger::{Movement, movements, place};
pub(crate) use outcome::{Effect, Outcome};
pub use state::PaymentState;

use crate::{
    Money, Timestamp,
    ports::{Failure, StoreError},
    records::{Method, PaymentRecord, PaymentStatus},
};

/// A payment whose record has been found sound. Changes only through its transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    record: PaymentRecord,
    state: PaymentState,
}

/// An error and its causes, for one log line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

impl Payment {
    /// Takes a stored row back in.
    ///
    /// # Errors
    /// `Corrupt` when the row contradicts itself.
    pub fn restore(record: PaymentRecord) -> Result<Self, StoreError> {
        let corrupt = |problem: &str| {
            Err(StoreError::Corrupt { entity: "payment", id: record.id.to_string(), problem: problem.to_owned() })
        };
        if record.held_until.is_some() && record.method != Method::Ach {
            return corrupt("only bank debits are held");
        }
        if record.amount_minor <= 0 {
            return corrupt("its amount is not positive");
        }
        let sums = [0, record.refunded_minor, record.refund_reserved_minor, record.captured_minor, record.amount_minor];
        if !sums.is_sorted() || record.ledger_count < 0 {
            return corrupt("its refunds do not add up");
        }
        let captured = match record.status {
            PaymentStatus::Succeeded => record.captured_minor == record.amount_minor,
            PaymentStatus::Returned => record.captured_minor == 0 || record.captured_minor == record.amount_minor,
            PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Failed => {
                record.captured_minor == 0
            }
        };
        if !captured {
            return corrupt("what was captured contradicts its state");
        }
        let failure = record.failure_code.clone().zip(record.failure_message.clone());
        let failure = failure.map(|(code, message)| Failure { code, message });
        let state = match (record.status, record.action_url.clone(), failure) {
            (PaymentStatus::Processing, None, None) => match record.held_until.filter(|_| record.is_held()) {
                Some(until) => PaymentState::Held { until },
                None => PaymentState::Processing { unknown: record.unknown },
            },
            (PaymentStatus::RequiresAction, Some(url), None) => PaymentState::RequiresAction { url },
            (PaymentStatus::Succeeded, None, None) => PaymentState::Succeeded,
            (PaymentStatus::Failed, None, Some(failure)) => PaymentState::Failed(failure),
            (PaymentStatus::Returned, None, Some(failure)) if record.method == Method::Ach => {
                PaymentState::Returned(failure)
            }
            _ => return corrupt("its state contradicts its other columns"),
        };
        Ok(Self { record, state })
    }

    /// The row.
    #[must_use]
    pub const fn record(&self) -> &PaymentRecord {
        &self.record
    }

    /// The row, to be stored.
    #[must_use]
    pub fn into_record(self) -> PaymentRecord {
        self.record
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &PaymentState {
        &self.state
    }

    /// How much is paid.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.record.amount_minor, self.record.currency)
    }

    /// Whether the outcome is still open.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        match self.state {
            PaymentState::Held { .. } | PaymentState::Processing { .. } | PaymentState::RequiresAction { .. } => true,
            PaymentState::Succeeded | PaymentState::Failed(_) | PaymentState::Returned(_) => false,
        }
    }

    fn with(mut self, state: PaymentState, now: Timestamp) -> Self {
        let record = &mut self.record;
        record.updated_at = now;
        record.unknown = matches!(state, PaymentState::Processing { unknown: true });
        record.action_url = None;
        let failure = match &state {
            PaymentState::Held { .. } | PaymentState::Processing { .. } => {
                record.status = PaymentStatus::Processing;
                None
            }
            PaymentState::RequiresAction { url } => {
                record.status = PaymentStatus::RequiresAction;
                record.action_url = Some(url.clone());
                None
            }
            PaymentState::Succeeded => {
                record.status = PaymentStatus::Succeeded;
                record.captured_minor = record.amount_minor;
                None
            }
            PaymentState::Failed(failure) => {
                record.status = PaymentStatus::Failed;
                Some(failure)
            }
            PaymentState::Returned(failure) => {
                record.status = PaymentStatus::Returned;
                Some(failure)
            }
        };
        record.failure_code = failure.map(|failure| failure.code.clone());
        record.failure_message = failure.map(|failure| failure.message.clone());
        if record.status != PaymentStatus::Processing && record.status != PaymentStatus::RequiresAction {
            record.gateway_token = None;
            record.holds_slot &= record.status == PaymentStatus::Succeeded;
        }
        self.state = state;
        self
    }
}
