//! How a payment's moves are booked: its money stands in one place per state, and an entry is the way between two.

use super::{Payment, PaymentState};
use crate::records::{LedgerAccount, LedgerKind, Method, PaymentRecord, PaymentStatus};

/// One movement, not yet numbered and dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Movement {
    pub kind: LedgerKind,
    /// Where the money goes.
    pub debit: LedgerAccount,
    /// Where it comes from.
    pub credit: LedgerAccount,
}

impl Movement {
    const fn new(kind: LedgerKind, credit: LedgerAccount, debit: LedgerAccount) -> Self {
        Self { kind, debit, credit }
    }

    /// The merchant gives money back.
    pub(crate) const REFUND: Self = Self::new(LedgerKind::Refund, LedgerAccount::Merchant, LedgerAccount::Payer);
    /// A refund came back.
    pub(crate) const REFUND_REVERSAL: Self =
        Self::new(LedgerKind::Reversal, LedgerAccount::Payer, LedgerAccount::Merchant);
}

/// Where the amount of a payment stands, refunds left aside.
pub(crate) fn place(record: &PaymentRecord) -> LedgerAccount {
    match (record.status, record.method) {
        (PaymentStatus::Processing, Method::Ach) if !record.unknown && !record.is_held() => LedgerAccount::InTransit,
        (PaymentStatus::Succeeded, _) => LedgerAccount::Merchant,
        (
            PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Failed | PaymentStatus::Returned,
            _,
        ) => LedgerAccount::Payer,
    }
}

/// The movements of the payment's amount from `before` to `after`.
pub(crate) fn movements(before: &Payment, after: &Payment) -> Vec<Movement> {
    use LedgerAccount::{InTransit, Merchant, Payer};
    use LedgerKind::{Charge, Return, Reversal, Settlement};
    let undone = if matches!(after.state, PaymentState::Returned(_)) { Return } else { Reversal };
    let charge = Movement::new(Charge, Payer, InTransit);
    let settlement = Movement::new(Settlement, InTransit, Merchant);
    match (place(&before.record), place(&after.record)) {
        (Payer, Payer) | (InTransit, InTransit) | (Merchant, Merchant) => Vec::new(),
        (Payer, InTransit) => vec![charge],
        (Payer, Merchant) => match before.record.method {
            Method::Card => vec![Movement::new(Charge, Payer, Merchant)],
            Method::Ach => vec![charge, settlement],
        },
        (InTransit, Merchant) => vec![settlement],
        (InTransit, Payer) => vec![Movement::new(undone, InTransit, Payer)],
        (Merchant, Payer) => vec![Movement::new(undone, Merchant, Payer)],
        // no move of a payment leads there; booked all the same, so that the books would show it
        (Merchant, InTransit) => vec![Movement::new(Reversal, Merchant, InTransit)],
    }
}
