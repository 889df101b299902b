//! The states of a payment and the moves between them; a move that is not here does not exist.

use crate::{Timestamp, ports::Failure, records::Method};

/// The state of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentState {
    /// A bank debit that waits to be handed to the gateway, which knows nothing of it yet.
    Held {
        /// When it is to be handed over.
        until: Timestamp,
    },
    /// On its way.
    Processing {
        /// True while it is not known whether the gateway has it.
        unknown: bool,
    },
    /// The payer has to act at this address.
    RequiresAction {
        /// The gateway's page.
        url: String,
    },
    /// The money is there.
    Succeeded,
    /// Refused; no money moved.
    Failed(Failure),
    /// A bank debit that came back.
    Returned(Failure),
}

impl PaymentState {
    /// What was held is handed to the gateway; whether it arrives is not known.
    #[must_use]
    pub fn handed_over(&self) -> Option<Self> {
        self.is_held().then_some(Self::Processing { unknown: true })
    }

    /// What is held stays so until another time.
    #[must_use]
    pub fn held_on(&self, until: Timestamp) -> Option<Self> {
        self.is_held().then_some(Self::Held { until })
    }

    /// What was held is taken back; the gateway never hears of it.
    #[must_use]
    pub fn withdrawn(&self, failure: Failure) -> Option<Self> {
        self.is_held().then_some(Self::Failed(failure))
    }

    const fn is_held(&self) -> bool {
        matches!(self, Self::Held { .. })
    }

    /// The gateway's answer got lost. That says nothing once the gateway has confirmed the charge otherwise.
    #[must_use]
    pub fn left_unknown(&self) -> Option<Self> {
        match self {
            Self::Processing { unknown: true } => Some(Self::Processing { unknown: true }),
            Self::Held { .. }
            | Self::Processing { unknown: false }
            | Self::RequiresAction { .. }
            | Self::Succeeded
            | Self::Failed(_)
            | Self::Returned(_) => None,
        }
    }

    /// The gateway has taken it on.
    #[must_use]
    pub fn taken_on(&self) -> Option<Self> {
        match self {
            Self::Processing { .. } | Self::RequiresAction { .. } => Some(Self::Processing { unknown: false }),
            Self::Held { .. } | Self::Succeeded | Self::Failed(_) | Self::Returned(_) => None,
        }
    }

    /// The payer has to act first.
    #[must_use]
    pub fn action_required(&self, url: String) -> Option<Self> {
        match self {
            Self::Processing { .. } | Self::RequiresAction { .. } => Some(Self::RequiresAction { url }),
            Self::Held { .. } | Self::Succeeded | Self::Failed(_) | Self::Returned(_) => None,
        }
    }

    /// The money is there.
    #[must_use]
    pub fn succeeded(&self) -> Option<Self> {
        match self {
            Self::Processing { .. } | Self::RequiresAction { .. } => Some(Self::Succeeded),
            Self::Held { .. } | Self::Succeeded | Self::Failed(_) | Self::Returned(_) => None,
        }
    }

    /// The payment was refused.
    #[must_use]
    pub fn failed(&self, failure: Failure) -> Option<Self> {
        match self {
            Self::Processing { .. } | Self::RequiresAction { .. } => Some(Self::Failed(failure)),
            Self::Held { .. } | Self::Succeeded | Self::Failed(_) | Self::Returned(_) => None,
        }
    }

    /// The bank debit came back, before or after it had settled. Cards do not come back this way.
    #[must_use]
    pub fn returned(&self, method: Method, failure: Failure) -> Option<Self> {
        match (self, method) {
            (Self::Processing { .. } | Self::Succeeded, Method::Ach) => Some(Self::Returned(failure)),
            (Self::Processing { .. } | Self::Succeeded, Method::Card)
            | (
                Self::Held { .. } | Self::RequiresAction { .. } | Self::Failed(_) | Self::Returned(_),
                Method::Card | Method::Ach,
            ) => None,
        }
    }
}
