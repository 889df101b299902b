//! A ledger entry's row: one movement of money between two accounts of a payment.

use super::named;
use crate::{Currency, LedgerEntryId, MerchantId, PaymentId, RefundId, Timestamp};

named! {
    /// What kind of movement an entry books.
    LedgerKind {
        /// The payer's money is taken.
        Charge = "charge",
        /// A bank debit has settled: the money is the merchant's.
        Settlement = "settlement",
        /// A bank debit came back: the payer has the money again.
        Return = "return",
        /// The merchant gives money back.
        Refund = "refund",
        /// A charge or refund that was booked did not stand.
        Reversal = "reversal",
    }
}

named! {
    /// Where money can be; every payment has these three accounts.
    LedgerAccount {
        /// With the payer.
        Payer = "payer",
        /// On its way through the banks.
        InTransit = "in_transit",
        /// With the merchant.
        Merchant = "merchant",
    }
}

/// One movement. Debit and credit stand in one row, so that they are equal by construction. Never changes once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRecord {
    /// Identity.
    pub id: LedgerEntryId,
    /// The payment whose money moves.
    pub payment_id: PaymentId,
    /// Its place among the entries of that payment, from 1 without a gap; unique per payment.
    pub number: i64,
    /// The refund that moves it, for `refund` and the `reversal` of one.
    pub refund_id: Option<RefundId>,
    /// Whose books.
    pub merchant_id: MerchantId,
    /// What kind of movement.
    pub kind: LedgerKind,
    /// The account the money goes to.
    pub debit: LedgerAccount,
    /// The account it comes from.
    pub credit: LedgerAccount,
    /// Minor units; over 0.
    pub amount_minor: i64,
    /// The payment's currency.
    pub currency: Currency,
    /// When it was booked.
    pub created_at: Timestamp,
}
