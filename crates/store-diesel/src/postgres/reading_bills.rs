//! The store on PostgreSQL: what reads invoices and orders.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    BillId, Stored,
    ports::{BillFilter, BillReader, PageOf, StoreError},
    records::{BillRecord, LinkRecord},
};

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl BillReader for PostgresStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        read!(self, conn => ops::bill(conn, id))
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        read!(self, conn => ops::bills(conn, filter, page))
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        read!(self, conn => ops::bills_by_ids(conn, ids))
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        read!(self, conn => ops::open_links_of(conn, bill))
    }
}
