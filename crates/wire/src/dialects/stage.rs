//! How far a link has come: what every dialect's status is made from.

use paylink_core::{
    Timestamp,
    views::{LinkStatus, LinkView},
};

/// How far a link has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Before its start.
    Scheduled,
    /// Within its window.
    Open,
    /// After its end, unpaid.
    Ended,
    /// Paid as often as it can be.
    Completed,
    /// Taken back.
    Cancelled,
    /// Deleted.
    Deleted,
}

impl Stage {
    /// Every stage, for grids.
    pub const ALL: [Self; 6] =
        [Self::Scheduled, Self::Open, Self::Ended, Self::Completed, Self::Cancelled, Self::Deleted];

    /// The stage of a link that was read at `now` or right before.
    #[must_use]
    pub fn of(link: &LinkView, now: Timestamp) -> Self {
        if link.link.deleted_at.is_some() {
            return Self::Deleted;
        }
        match link.status {
            LinkStatus::Active => Self::Open,
            LinkStatus::Completed => Self::Completed,
            LinkStatus::Cancelled => Self::Cancelled,
            LinkStatus::Inactive if link.link.ends_at.is_some_and(|end| end <= now) => Self::Ended,
            LinkStatus::Inactive => Self::Scheduled,
        }
    }
}
