//! The states of an invoice or order and the moves between them; a move that is not here does not exist.

use crate::{PaymentId, Timestamp};

/// The state. `paying` and `by` are the bill's slot: as long as a payment holds it, no other can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillState {
    /// Not paid.
    Open {
        /// The payment that is under way.
        paying: Option<PaymentId>,
    },
    /// Paid.
    Paid {
        /// Since when.
        at: Timestamp,
        /// By which payment.
        by: PaymentId,
    },
    /// Taken back by the merchant.
    Void {
        /// Since when.
        at: Timestamp,
    },
}

impl BillState {
    /// A payment begins.
    #[must_use]
    pub const fn payment_begun(self, payment: PaymentId) -> Option<Self> {
        match self {
            Self::Open { paying: None } => Some(Self::Open { paying: Some(payment) }),
            Self::Open { paying: Some(_) } | Self::Paid { .. } | Self::Void { .. } => None,
        }
    }

    /// The payment that was under way came to nothing.
    #[must_use]
    pub fn payment_failed(self, payment: PaymentId) -> Option<Self> {
        match self {
            Self::Open { paying: Some(own) } if own == payment => Some(Self::Open { paying: None }),
            Self::Open { .. } | Self::Paid { .. } | Self::Void { .. } => None,
        }
    }

    /// The payment that was under way has arrived (a bank debit: settled).
    #[must_use]
    pub fn payment_succeeded(self, payment: PaymentId, at: Timestamp) -> Option<Self> {
        match self {
            Self::Open { paying: Some(own) } if own == payment => Some(Self::Paid { at, by: payment }),
            Self::Open { .. } | Self::Paid { .. } | Self::Void { .. } => None,
        }
    }

    /// The bank debit that had paid it came back.
    #[must_use]
    pub fn payment_returned(self, payment: PaymentId) -> Option<Self> {
        match self {
            Self::Paid { by, .. } if by == payment => Some(Self::Open { paying: None }),
            Self::Open { .. } | Self::Paid { .. } | Self::Void { .. } => None,
        }
    }

    /// The merchant takes it back.
    #[must_use]
    pub const fn voided(self, at: Timestamp) -> Option<Self> {
        match self {
            Self::Open { paying: None } => Some(Self::Void { at }),
            Self::Open { paying: Some(_) } | Self::Paid { .. } | Self::Void { .. } => None,
        }
    }
}
