//! The status of a paylink: whether it is paid, and whether it is active.

use crate::dialects::Stage;
use paylink_core::{
    records::{Method, PaymentStatus},
    views::PaymentView,
};

/// What became of the latest payment of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Latest {
    /// On its way; the outcome is not known.
    Processing,
    /// A bank debit that was taken on and has not settled.
    Submitted,
    /// The payer has to do something first.
    RequiresAction,
    /// The money is there.
    Succeeded,
    /// Refused.
    Failed,
    /// A bank debit that came back.
    Returned,
}

impl Latest {
    /// Every one, for grids.
    pub const ALL: [Self; 6] =
        [Self::Processing, Self::Submitted, Self::RequiresAction, Self::Succeeded, Self::Failed, Self::Returned];

    /// What became of this payment.
    #[must_use]
    pub fn of(view: &PaymentView) -> Self {
        let payment = &view.payment;
        match (payment.status, payment.method) {
            (PaymentStatus::Processing, Method::Ach) if !payment.unknown && !payment.is_held() => Self::Submitted,
            (PaymentStatus::Processing, Method::Ach | Method::Card) => Self::Processing,
            (PaymentStatus::RequiresAction, _) => Self::RequiresAction,
            (PaymentStatus::Succeeded, _) => Self::Succeeded,
            (PaymentStatus::Failed, _) => Self::Failed,
            (PaymentStatus::Returned, _) => Self::Returned,
        }
    }
}

/// What a paylink says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status {
    /// `status_id` 1 instead of 0.
    pub paid: bool,
    /// `active` 1 instead of 0.
    pub active: bool,
}

const UNPAID: Status = Status { paid: false, active: true };
const PAID: Status = Status { paid: true, active: true };
const OFF: Status = Status { paid: false, active: false };

/// The status of a link at `stage` whose latest payment is this. Whether it was sent changes nothing here.
///
/// A bank debit counts as paid once it was taken on, and one that came back leaves a link paid. A link that takes many
/// payments is unpaid until it has taken the last one.
#[must_use]
pub const fn status(stage: Stage, latest: Option<Latest>, _sent: bool) -> Status {
    match (stage, latest) {
        (Stage::Cancelled | Stage::Deleted, _) => OFF,
        (Stage::Completed, _)
        | (Stage::Scheduled | Stage::Open | Stage::Ended, Some(Latest::Submitted | Latest::Returned)) => PAID,
        (
            Stage::Open,
            None | Some(Latest::Processing | Latest::RequiresAction | Latest::Succeeded | Latest::Failed),
        ) => UNPAID,
        (
            Stage::Scheduled | Stage::Ended,
            None | Some(Latest::Processing | Latest::RequiresAction | Latest::Succeeded | Latest::Failed),
        ) => OFF,
    }
}
