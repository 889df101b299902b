//! The status of a quick invoice: open or closed, unpaid or paid, and whether it is active.

use crate::dialects::{Stage, fortis::status::Latest};
use paylink_core::{records::Usage, views::LinkView};

/// How often a link is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takes {
    /// Once.
    One,
    /// Many times, and it has not been paid yet.
    Many,
    /// Many times, and it has been paid at least once.
    More,
}

impl Takes {
    /// Every one, for grids.
    pub const ALL: [Self; 3] = [Self::One, Self::Many, Self::More];

    /// How often this link is paid.
    #[must_use]
    pub const fn of(view: &LinkView) -> Self {
        match view.link.usage {
            Usage::OneTime => Self::One,
            Usage::MultiUse if view.totals.paid_count > 0 => Self::More,
            Usage::MultiUse => Self::Many,
        }
    }
}

/// What a quick invoice says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuickStatus {
    /// `status_id`: 1 open, 0 closed.
    pub status_id: u8,
    /// `payment_status_id`: 1 unpaid, 2 paid, 3 partly.
    pub payment_status_id: u8,
    /// `active` 1 instead of 0.
    pub active: bool,
}

const UNPAID: u8 = 1;
const PAID: u8 = 2;
const PARTLY: u8 = 3;

impl QuickStatus {
    /// Whether nothing is left to be paid.
    #[must_use]
    pub const fn is_paid(&self) -> bool {
        self.payment_status_id == PAID
    }
}

/// The status of a quick invoice at `stage` whose latest payment is this.
///
/// What is paid or taken back is closed. A bank debit counts as paid once it was taken on; one that came back does not,
/// since the link can be paid again. What was refunded stays paid. Part of it is paid only where many payments are taken.
#[must_use]
pub const fn quick_status(stage: Stage, latest: Option<Latest>, takes: Takes) -> QuickStatus {
    let on_its_way = matches!(latest, Some(Latest::Submitted));
    let paid = match (stage, takes) {
        (Stage::Completed, _) => PAID,
        (Stage::Scheduled | Stage::Open | Stage::Ended, Takes::One) if on_its_way => PAID,
        (_, Takes::One) => UNPAID,
        (_, Takes::Many) => {
            if on_its_way {
                PARTLY
            } else {
                UNPAID
            }
        }
        (_, Takes::More) => PARTLY,
    };
    let closed = paid == PAID || matches!(stage, Stage::Cancelled | Stage::Deleted);
    let active = match stage {
        Stage::Open | Stage::Completed => true,
        Stage::Scheduled | Stage::Ended => paid == PAID,
        Stage::Cancelled | Stage::Deleted => false,
    };
    QuickStatus { status_id: if closed { 0 } else { 1 }, payment_status_id: paid, active }
}
