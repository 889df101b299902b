//! The ledger: entries are added and read, nothing else.

use super::{Conn, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused},
    rows::LedgerRow,
    schema::ledger,
    types::Id,
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use paylink_core::{PaymentId, ports::StoreError, records::LedgerRecord};
use std::collections::HashMap;

/// The entries of these payments, in the order of `payments`, then by number.
#[twin]
pub(in super::super) async fn ledger(conn: &mut Conn, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
    let wanted: Vec<Id> = payments.iter().copied().map(Id::of).collect();
    let query = ledger::table.filter(ledger::payment_id.eq_any(wanted)).order((ledger::payment_id, ledger::number));
    let rows: Vec<LedgerRow> = query.select(LedgerRow::as_select()).load(conn).await.map_err(failed)?;
    let mut found: HashMap<PaymentId, Vec<LedgerRecord>> = HashMap::new();
    for row in rows {
        let entry = row.restore()?;
        found.entry(entry.payment_id).or_default().push(entry);
    }
    Ok(payments.iter().filter_map(|payment| found.remove(payment)).flatten().collect())
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &LedgerRecord) -> Done {
    let row = LedgerRow::of(new);
    let done = diesel::insert_into(ledger::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("ledger entry", &new.id), Some(("payment", &new.payment_id))))
}
