//! The row of a ledger entry. There is no update on purpose.

use super::Reading;
use crate::{
    schema::ledger,
    types::{At, Id},
};
use diesel::{Insertable, Queryable, Selectable};
use paylink_core::{
    LedgerEntryId,
    ports::StoreError,
    records::{LedgerAccount, LedgerKind, LedgerRecord},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger, treat_none_as_default_value = false)]
pub(crate) struct LedgerRow {
    id: Id,
    payment_id: Id,
    number: i64,
    refund_id: Option<Id>,
    merchant_id: Id,
    kind: String,
    debit: String,
    credit: String,
    amount_minor: i64,
    currency: String,
    created_at: At,
}

impl LedgerRow {
    pub(crate) fn of(record: &LedgerRecord) -> Self {
        Self {
            id: Id::of(record.id),
            payment_id: Id::of(record.payment_id),
            number: record.number,
            refund_id: record.refund_id.map(Id::of),
            merchant_id: Id::of(record.merchant_id),
            kind: record.kind.name().to_owned(),
            debit: record.debit.name().to_owned(),
            credit: record.credit.name().to_owned(),
            amount_minor: record.amount_minor,
            currency: record.currency.code().to_owned(),
            created_at: At::of(record.created_at),
        }
    }

    pub(crate) fn restore(self) -> Result<LedgerRecord, StoreError> {
        let id: LedgerEntryId = self.id.typed();
        let row = Reading("ledger entry", &id);
        Ok(LedgerRecord {
            id,
            payment_id: self.payment_id.typed(),
            number: self.number,
            refund_id: self.refund_id.map(Id::typed),
            merchant_id: self.merchant_id.typed(),
            kind: row.word("kind", &self.kind, LedgerKind::named)?,
            debit: row.word("debit", &self.debit, LedgerAccount::named)?,
            credit: row.word("credit", &self.credit, LedgerAccount::named)?,
            amount_minor: self.amount_minor,
            currency: row.currency(&self.currency)?,
            created_at: row.at("created_at", self.created_at)?,
        })
    }
}
