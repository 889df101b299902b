//! The store on SQLite: what reads invoices and orders.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    BillId, Stored,
    ports::{BillFilter, BillReader, PageOf, StoreError},
    records::{BillRecord, LinkRecord},
};

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl BillReader for SqliteStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        self.points.here(|conn| ops::bill(conn, id)).await
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::bills(conn, &filter, page)).await
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        let ids = ids.to_vec();
        self.lists.aside(move |conn| ops::bills_by_ids(conn, &ids)).await
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        self.lists.aside(move |conn| ops::open_links_of(conn, bill)).await
    }
}
