//! What PayEngine calls the states of links, payments and refunds.

use crate::dialects::Stage;
use paylink_core::{
    records::{PaymentRecord, PaymentStatus, RefundStatus, Usage},
    views::LinkStatus,
};
use serde::Serialize;

/// The status of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LinkWord {
    /// It can be paid.
    Active,
    /// Before its start or after its end; there is no word of its own for the end.
    Inactive,
    /// A one-time link that was paid.
    Completed,
    /// Taken back.
    Cancelled,
}

impl LinkWord {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Active, Self::Inactive, Self::Completed, Self::Cancelled];

    /// Its word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }

    /// The word back to what the core's lists are filtered by; before the start and after the end are one there too.
    #[must_use]
    pub const fn listed(self) -> LinkStatus {
        match self {
            Self::Active => LinkStatus::Active,
            Self::Inactive => LinkStatus::Inactive,
            Self::Completed => LinkStatus::Completed,
            Self::Cancelled => LinkStatus::Cancelled,
        }
    }
}

/// The status of a link at `stage` whose latest payment is this. Whether it was sent changes nothing here.
///
/// A payment that succeeded and came back leaves a one-time link completed, although it may be paid again.
#[must_use]
pub const fn link_word(stage: Stage, usage: Usage, latest: Option<PaymentStatus>, _sent: bool) -> LinkWord {
    match (stage, usage, latest) {
        (Stage::Cancelled | Stage::Deleted, _, _) => LinkWord::Cancelled,
        (Stage::Completed, _, _)
        | (Stage::Scheduled | Stage::Open | Stage::Ended, Usage::OneTime, Some(PaymentStatus::Returned)) => {
            LinkWord::Completed
        }
        (Stage::Open, _, _) => LinkWord::Active,
        (Stage::Scheduled | Stage::Ended, _, _) => LinkWord::Inactive,
    }
}

/// The status of a transaction: a payment or a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TransactionWord {
    /// The money is there.
    Succeeded,
    /// Refused, or come back.
    Failed,
    /// All of it was given back.
    Refunded,
    /// Part of it was given back.
    PartialRefund,
    /// Under way.
    Pending,
    /// A bank debit that was taken back before it went to the bank.
    Canceled,
}

impl TransactionWord {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Succeeded, Self::Failed, Self::Refunded, Self::PartialRefund, Self::Pending, Self::Canceled];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
            Self::PartialRefund => "partialRefund",
            Self::Pending => "pending",
            Self::Canceled => "canceled",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

/// The word of a payment.
#[must_use]
pub fn payment_word(payment: &PaymentRecord) -> TransactionWord {
    match payment.status {
        PaymentStatus::Processing | PaymentStatus::RequiresAction => TransactionWord::Pending,
        PaymentStatus::Failed if payment.is_cancelled() => TransactionWord::Canceled,
        PaymentStatus::Failed | PaymentStatus::Returned => TransactionWord::Failed,
        PaymentStatus::Succeeded if payment.refunded_minor >= payment.amount_minor => TransactionWord::Refunded,
        PaymentStatus::Succeeded if payment.refunded_minor > 0 => TransactionWord::PartialRefund,
        PaymentStatus::Succeeded => TransactionWord::Succeeded,
    }
}

/// The word of a refund.
#[must_use]
pub const fn refund_word(status: RefundStatus) -> TransactionWord {
    match status {
        RefundStatus::Processing => TransactionWord::Pending,
        RefundStatus::Succeeded => TransactionWord::Succeeded,
        RefundStatus::Failed => TransactionWord::Failed,
    }
}
