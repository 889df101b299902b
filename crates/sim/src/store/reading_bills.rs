//! Reads of invoices and orders: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    BillId, Stored,
    ports::{BillFilter, BillReader, PageOf, StoreError},
    records::{BillRecord, LinkRecord},
};

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl BillReader for SimStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        self.read("bill", self.world.inner.store.bill(id)).await
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        self.read("bills", self.world.inner.store.bills(filter, page)).await
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        self.read("bills", self.world.inner.store.bills_by_ids(ids)).await
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        self.read("links", self.world.inner.store.open_links_of(bill)).await
    }
}
