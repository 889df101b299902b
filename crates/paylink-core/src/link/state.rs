//! The stored states of a link and the moves between them; a move that is not here does not exist.

use crate::Timestamp;

/// The stored state. What is shown also depends on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Can be paid while its window stands.
    Open,
    /// Paid as often as it can be.
    Completed {
        /// Since when.
        at: Timestamp,
    },
    /// Taken back by the merchant.
    Cancelled {
        /// Since when.
        at: Timestamp,
    },
}

impl LinkState {
    /// The last payment succeeded.
    #[must_use]
    pub const fn completed(self, at: Timestamp) -> Option<Self> {
        match self {
            Self::Open => Some(Self::Completed { at }),
            Self::Completed { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The merchant takes the link back.
    #[must_use]
    pub const fn cancelled(self, at: Timestamp) -> Option<Self> {
        match self {
            Self::Open => Some(Self::Cancelled { at }),
            Self::Completed { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// A bank debit that had completed the link came back.
    #[must_use]
    pub const fn reopened(self) -> Option<Self> {
        match self {
            Self::Completed { .. } => Some(Self::Open),
            Self::Open | Self::Cancelled { .. } => None,
        }
    }
}
