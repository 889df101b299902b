//! Lists by number, and the list of payments and refunds together.

use super::{PaymentView, RefundView};
use crate::records::LinkRecord;

/// Which rows of a list, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows that lie before it.
    pub skip: u64,
    /// At most this many rows.
    pub limit: usize,
}

/// A window of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Windowed<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// Rows of the whole list.
    pub total: u64,
}

/// A payment or a refund, as lists of both show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionView {
    /// The payment, or the one that is given back.
    pub payment: PaymentView,
    /// The refund, if it is one.
    pub refund: Option<RefundView>,
    /// The link that was paid, deleted or not.
    pub link: Option<LinkRecord>,
}
