//! The readers of invoices and orders.

use super::{
    SwapStore,
    read::{asks, asks_some, list, within},
};
use async_trait::async_trait;
use paylink_core::{
    BillId, Stored, TypedId,
    ports::{BillFilter, BillReader, PageOf, Position, StoreError},
    records::{BillRecord, LinkRecord, LinkStateName},
};

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl BillReader for SwapStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        Ok(self.state().bills.get(&id).cloned())
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        let place = |row: &BillRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        Ok(list(&self.state().bills, page, place, |row| {
            (filter.with_deleted || row.deleted_at.is_none())
                && row.kind == filter.kind
                && asks(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.state, &row.state)
                && asks(&filter.number, &row.number)
                && asks_some(&filter.customer_id, &row.customer_id)
                && filter.due_after.is_none_or(|day| row.due_date.is_some_and(|due| due > day))
                && filter.due_before.is_none_or(|day| row.due_date.is_some_and(|due| due < day))
                && within((filter.created_from, filter.created_until), row.created_at)
        }))
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        Ok(self.state().bills.values().filter(|row| ids.contains(&row.value.id)).cloned().collect())
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        let state = self.state();
        let place = |row: &LinkRecord| {
            let open = row.state == LinkStateName::Open && row.deleted_at.is_none();
            row.bill.filter(|of| open && of.id == bill).map(|of| of.place)
        };
        let mut rows: Vec<_> = state.links.values().filter(|row| place(&row.value).is_some()).cloned().collect();
        rows.sort_by_key(|row| place(&row.value));
        Ok(rows)
    }
}
