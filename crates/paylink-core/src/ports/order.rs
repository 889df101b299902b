//! In which order a list comes: by one column, then by place.

use super::Position;
use crate::{
    Date, Timestamp,
    records::{LinkRecord, PaymentRecord, RefundRecord, named},
};
use std::cmp::Ordering;

named! {
    /// What links are sorted by.
    #[derive(Default)]
    LinkColumn {
        /// When they were created.
        #[default]
        Created = "created_at",
        /// When they last changed.
        Updated = "updated_at",
        /// The day on which they are due; many have none.
        DueDate = "due_date",
        /// Their price in minor units, whatever the currency ([`LinkRecord::list_minor`]).
        Amount = "amount",
    }
}

named! {
    /// What payments and refunds are sorted by.
    #[derive(Default)]
    MoneyColumn {
        /// When they began.
        #[default]
        Created = "created_at",
        /// Their amount in minor units, whatever the currency.
        Amount = "amount",
    }
}

/// What a row has in the column a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// An instant.
    Instant(Timestamp),
    /// A day.
    Day(Date),
    /// Minor units.
    Minor(i64),
}

impl LinkColumn {
    /// The link's key; none for `created_at`, which its place holds.
    #[must_use]
    pub fn key(self, link: &LinkRecord) -> Option<SortKey> {
        match self {
            Self::Created => None,
            Self::Updated => Some(SortKey::Instant(link.updated_at)),
            Self::DueDate => link.due_date.map(SortKey::Day),
            Self::Amount => link.list_minor().map(SortKey::Minor),
        }
    }
}

impl MoneyColumn {
    /// The payment's key; none for `created_at`, which its place holds.
    #[must_use]
    pub const fn of_payment(self, payment: &PaymentRecord) -> Option<SortKey> {
        self.of(payment.amount_minor)
    }

    /// The refund's key; none for `created_at`, which its place holds.
    #[must_use]
    pub const fn of_refund(self, refund: &RefundRecord) -> Option<SortKey> {
        self.of(refund.amount_minor)
    }

    const fn of(self, minor: i64) -> Option<SortKey> {
        match self {
            Self::Created => None,
            Self::Amount => Some(SortKey::Minor(minor)),
        }
    }
}

/// An order. Rows with the same key come by their place, in the same direction; rows without one come last in either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order<C> {
    /// The column.
    pub by: C,
    /// From the smallest and oldest up; otherwise from the largest and newest down.
    pub up: bool,
    /// The key of the row that [`PageOf::after`](super::PageOf::after) names.
    pub from: Option<SortKey>,
}

impl<C> Order<C> {
    /// Which of two rows, each given by its key and its place, comes first.
    #[must_use]
    pub fn compare(&self, one: (Option<SortKey>, Position), other: (Option<SortKey>, Position)) -> Ordering {
        let directed = |order: Ordering| if self.up { order } else { order.reverse() };
        let keys = match (one.0, other.0) {
            (Some(one), Some(other)) => directed(one.cmp(&other)),
            (one, other) => one.is_none().cmp(&other.is_none()),
        };
        keys.then_with(|| directed(one.1.cmp(&other.1)))
    }

    /// Whether a row comes after the one at `after`, whose key is `self.from`.
    #[must_use]
    pub fn is_after(&self, row: (Option<SortKey>, Position), after: Position) -> bool {
        self.compare((self.from, after), row) == Ordering::Less
    }
}
