//! The store on SQLite: what reads customers.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, PageOf, StoreError},
    records::CustomerRecord,
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl CustomerReader for SqliteStore {
    async fn customer(&self, id: CustomerId) -> Found<CustomerRecord> {
        self.points.here(|conn| ops::customer(conn, id)).await
    }

    async fn customer_by_external_id(&self, merchant: MerchantId, external_id: &str) -> Found<CustomerRecord> {
        self.points.here(|conn| ops::customer_by_external_id(conn, merchant, external_id)).await
    }

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Rows<CustomerRecord> {
        self.lists.aside(move |conn| ops::merged_customers(conn, into, limit)).await
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        self.points.here(|conn| ops::customer_is_bare(conn, id)).await
    }

    async fn customers(&self, filter: &CustomerFilter, page: PageOf) -> Rows<CustomerRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::customers(conn, &filter, page)).await
    }
}
