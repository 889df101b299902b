//! The store on PostgreSQL: what reads customers.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, PageOf, StoreError},
    records::CustomerRecord,
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl CustomerReader for PostgresStore {
    async fn customer(&self, id: CustomerId) -> Found<CustomerRecord> {
        read!(self, conn => ops::customer(conn, id))
    }

    async fn customer_by_external_id(&self, merchant: MerchantId, external_id: &str) -> Found<CustomerRecord> {
        read!(self, conn => ops::customer_by_external_id(conn, merchant, external_id))
    }

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Rows<CustomerRecord> {
        read!(self, conn => ops::merged_customers(conn, into, limit))
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        read!(self, conn => ops::customer_is_bare(conn, id))
    }

    async fn customers(&self, filter: &CustomerFilter, page: PageOf) -> Rows<CustomerRecord> {
        read!(self, conn => ops::customers(conn, filter, page))
    }
}
