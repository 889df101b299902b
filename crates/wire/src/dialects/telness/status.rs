//! The status of a link.

use crate::dialects::Stage;
use paylink_core::records::PaymentStatus;
use serde::Serialize;

/// The status of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// Can be paid, now or later.
    Active,
    /// Ended unpaid.
    Expired,
    /// Paid.
    Completed,
    /// Taken back.
    Cancelled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Active, Self::Expired, Self::Completed, Self::Cancelled];

    /// Its word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Expired => "EXPIRED",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The status of a link at `stage` whose latest payment is this. Whether it was sent changes nothing here.
///
/// A payment that succeeded and came back leaves a link completed, although it may be paid again.
#[must_use]
pub const fn status(stage: Stage, latest: Option<PaymentStatus>, _sent: bool) -> Status {
    match (stage, latest) {
        (Stage::Cancelled | Stage::Deleted, _) => Status::Cancelled,
        (Stage::Completed, _) | (Stage::Open | Stage::Ended, Some(PaymentStatus::Returned)) => Status::Completed,
        (Stage::Scheduled | Stage::Open, _) => Status::Active,
        (Stage::Ended, _) => Status::Expired,
    }
}
