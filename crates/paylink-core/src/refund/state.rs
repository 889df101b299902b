//! The states of a refund and the moves between them; a move that is not here does not exist.

use crate::ports::Failure;

/// The state of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// On its way; its amount is reserved.
    Processing {
        /// True while it is not known whether the gateway has it.
        unknown: bool,
    },
    /// The money is on its way back to the payer.
    Succeeded,
    /// Refused, or come back after it had succeeded.
    Failed(Failure),
}

impl RefundState {
    /// The gateway's answer got lost. That says nothing once the gateway has confirmed the refund otherwise.
    #[must_use]
    pub fn left_unknown(&self) -> Option<Self> {
        match self {
            Self::Processing { unknown: true } => Some(Self::Processing { unknown: true }),
            Self::Processing { unknown: false } | Self::Succeeded | Self::Failed(_) => None,
        }
    }

    /// The gateway has taken it on.
    #[must_use]
    pub fn taken_on(&self) -> Option<Self> {
        match self {
            Self::Processing { .. } => Some(Self::Processing { unknown: false }),
            Self::Succeeded | Self::Failed(_) => None,
        }
    }

    /// The money is on its way back.
    #[must_use]
    pub fn succeeded(&self) -> Option<Self> {
        match self {
            Self::Processing { .. } => Some(Self::Succeeded),
            Self::Succeeded | Self::Failed(_) => None,
        }
    }

    /// It was refused; or the payer's bank sent it back, also long after it had succeeded.
    #[must_use]
    pub fn failed(&self, failure: Failure) -> Option<Self> {
        match self {
            Self::Processing { .. } | Self::Succeeded => Some(Self::Failed(failure)),
            Self::Failed(_) => None,
        }
    }
}
