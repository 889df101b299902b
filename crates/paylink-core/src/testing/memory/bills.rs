//! What the memory store reads of invoices and orders.

use super::{MemoryStore, lists};
use crate::{
    BillId, Stored,
    ports::{BillFilter, BillReader, PageOf, StoreError},
    records::{BillRecord, LinkRecord},
};
use async_trait::async_trait;
use std::collections::BTreeSet;

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl BillReader for MemoryStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        Ok(self.open()?.bills.get(&id).cloned())
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        Ok(lists::page(self.open()?.bills.values(), page, |row| lists::bill(filter, row)))
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        let tables = self.open()?;
        let ids: BTreeSet<_> = ids.iter().collect();
        Ok(ids.into_iter().filter_map(|id| tables.bills.get(id)).cloned().collect())
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        let tables = self.open()?;
        let own = tables.open_links_of_bill.range((bill, i64::MIN)..=(bill, i64::MAX));
        Ok(own.filter_map(|(_, id)| tables.links.get(id)).cloned().collect())
    }
}
