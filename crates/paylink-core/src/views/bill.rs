//! Invoices and orders as callers are shown them.

use crate::{
    Bill, BillState, Money,
    records::{BillKind, BillRecord, BillStateName, named},
};

named! {
    /// The status of an invoice or order as shown.
    BillStatus {
        /// Not paid.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// An invoice that was taken back.
        Void = "void",
        /// An order that was taken back.
        Cancelled = "cancelled",
    }
}

impl BillStatus {
    /// The stored state behind it; `None` for a status that the kind does not have.
    #[must_use]
    pub const fn state_of(self, kind: BillKind) -> Option<BillStateName> {
        match (self, kind) {
            (Self::Open, _) => Some(BillStateName::Open),
            (Self::Paid, _) => Some(BillStateName::Paid),
            (Self::Void, BillKind::Invoice) | (Self::Cancelled, BillKind::Order) => Some(BillStateName::Void),
            (Self::Void, BillKind::Order) | (Self::Cancelled, BillKind::Invoice) => None,
        }
    }
}

/// An invoice or order as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillView {
    /// What is stored.
    pub bill: BillRecord,
    /// Its status.
    pub status: BillStatus,
}

impl BillView {
    /// A bill as it is shown.
    #[must_use]
    pub fn of(bill: Bill) -> Self {
        let status = match (bill.state(), bill.record().kind) {
            (BillState::Open { .. }, _) => BillStatus::Open,
            (BillState::Paid { .. }, _) => BillStatus::Paid,
            (BillState::Void { .. }, BillKind::Invoice) => BillStatus::Void,
            (BillState::Void { .. }, BillKind::Order) => BillStatus::Cancelled,
        };
        Self { bill: bill.into_record(), status }
    }

    /// What is owed.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.bill.total_minor, self.bill.currency)
    }
}
