//! What a broken store does with refunds and the ledger.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, PaymentId, RefundId, Stored, UniqueKey,
    ports::{LedgerReader, PageOf, PaymentReader as _, RefundFilter, RefundReader, StoreError},
    records::{LedgerKind, LedgerRecord, PaymentRecord, RefundRecord, RefundStatus},
};

impl BrokenStore {
    /// A change of money as the bug would have it; `None` when it is passed over.
    pub(super) async fn cooked(&self, change: Change) -> Result<Option<Change>, StoreError> {
        Ok(Some(match (self.bug, change) {
            (Bug::IgnoresRefundVersions, Change::UpdateRefund(new)) => {
                let version = self.inner.refund(new.value.id).await?.map_or(new.version, |row| row.version);
                Change::UpdateRefund(Box::new(Stored { version, ..*new }))
            }
            (Bug::CapsRefunds, Change::InsertPayment(row)) => Change::InsertPayment(Box::new(capped(*row))),
            (Bug::CapsRefunds, Change::UpdatePayment(new)) => {
                Change::UpdatePayment(Box::new(Stored { value: capped(new.value), ..*new }))
            }
            (Bug::DropsOrphans, Change::InsertRefund(row)) => {
                let known = self.inner.payment(row.payment_id).await?.is_some();
                return Ok(known.then_some(Change::InsertRefund(row)));
            }
            (Bug::DropsEmptyRefunds, Change::InsertRefund(row)) => {
                return Ok((row.amount_minor > 0).then_some(Change::InsertRefund(row)));
            }
            (Bug::TrimsReasons, Change::InsertRefund(row)) => {
                let reason = row.reason.as_deref().map(|text| text.trim().to_owned());
                Change::InsertRefund(Box::new(RefundRecord { reason, ..*row }))
            }
            (Bug::NeverUnsetsFailures, Change::UpdateRefund(new)) => {
                let before = self.inner.refund(new.value.id).await?.and_then(|row| row.value.failure_code);
                let failure_code = new.value.failure_code.clone().or(before);
                let value = RefundRecord { failure_code, ..new.value };
                Change::UpdateRefund(Box::new(Stored { value, version: new.version }))
            }
            (Bug::LosesReversals, Change::InsertLedgerEntry(row)) => {
                return Ok((row.kind != LedgerKind::Reversal).then_some(Change::InsertLedgerEntry(row)));
            }
            (Bug::LosesRefundsInARace, Change::UpdatePayment(new)) => {
                let version = self.inner.payment(new.value.id).await?.map_or(new.version, |row| row.version);
                Change::UpdatePayment(Box::new(Stored { version, ..*new }))
            }
            (Bug::RenumbersEntries | Bug::LosesRefundsInARace, Change::InsertLedgerEntry(row)) => {
                self.renumbered(*row).await?
            }
            (Bug::DropsIdleEntries, Change::InsertLedgerEntry(row)) => {
                return Ok((row.debit != row.credit).then_some(Change::InsertLedgerEntry(row)));
            }
            (Bug::PrunesRefundsUnderWay, Change::InsertIdempotency(mut row)) => {
                row.refund_id = None;
                Change::InsertIdempotency(row)
            }
            (_, change) => change,
        }))
    }

    /// An entry whose number is taken gets the next one.
    async fn renumbered(&self, row: LedgerRecord) -> Result<Change, StoreError> {
        let mut number = row.number;
        for there in self.inner.ledger(&[row.payment_id]).await? {
            if there.id == row.id {
                return Err(StoreError::Taken { key: UniqueKey::Id });
            }
            number += i64::from(there.number == number);
        }
        Ok(Change::InsertLedgerEntry(Box::new(LedgerRecord { number, ..row })))
    }
}

/// Sums that are too large are made to fit.
fn capped(row: PaymentRecord) -> PaymentRecord {
    let captured_minor = row.captured_minor.clamp(0, row.amount_minor.max(0));
    let refund_reserved_minor = row.refund_reserved_minor.clamp(0, captured_minor);
    let refunded_minor = row.refunded_minor.clamp(0, refund_reserved_minor);
    PaymentRecord { captured_minor, refund_reserved_minor, refunded_minor, ..row }
}

#[async_trait]
impl RefundReader for BrokenStore {
    async fn refund(&self, id: RefundId) -> Result<Option<Stored<RefundRecord>>, StoreError> {
        self.inner.refund(id).await
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Result<Vec<Stored<RefundRecord>>, StoreError> {
        let mut filter = self.muddled_refunds(filter);
        if self.has(Bug::FiltersRefundsByOneField) && filter.payment_id.is_some() {
            // those of a payment are looked for by its id alone
            filter = RefundFilter { payment_id: filter.payment_id, ..RefundFilter::default() };
        }
        if self.has(Bug::HidesFailedRefunds) && filter.status.is_none() {
            let mut rows = self.inner.refunds(&filter, self.page(page)).await?;
            rows.retain(|row| row.value.status != RefundStatus::Failed);
            return Ok(rows);
        }
        Ok(self.ordered(self.inner.refunds(&filter, self.page(page)).await?))
    }
}

#[async_trait]
impl LedgerReader for BrokenStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        let mut rows = self.inner.ledger(payments).await?;
        if self.has(Bug::OrdersLedgerById) {
            rows.sort_by_key(|row| (row.payment_id, row.number));
        }
        if self.has(Bug::NumbersAsText) {
            let place = |row: &LedgerRecord| payments.iter().position(|id| *id == row.payment_id);
            rows.sort_by_key(|row| (place(row), row.number.to_string()));
        }
        Ok(rows)
    }
}
