//! Reads of customers: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, PageOf, StoreError},
    records::CustomerRecord,
};

#[async_trait]
impl CustomerReader for SimStore {
    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        self.read("customer", self.world.inner.store.customer(id)).await
    }

    async fn customer_by_external_id(
        &self,
        merchant: MerchantId,
        external_id: &str,
    ) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        self.read("customer", self.world.inner.store.customer_by_external_id(merchant, external_id)).await
    }

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        self.read("customers", self.world.inner.store.merged_customers(into, limit)).await
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        self.read("customer", self.world.inner.store.customer_is_bare(id)).await
    }

    async fn customers(
        &self,
        filter: &CustomerFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        self.read("customers", self.world.inner.store.customers(filter, page)).await
    }
}
