//! What the memory store reads of customers.

use super::{MemoryStore, lists};
use crate::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, PageOf, StoreError},
    records::CustomerRecord,
};
use async_trait::async_trait;

#[async_trait]
impl CustomerReader for MemoryStore {
    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        Ok(self.open()?.customers.get(&id).cloned())
    }

    async fn customer_by_external_id(
        &self,
        merchant: MerchantId,
        external_id: &str,
    ) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        let tables = self.open()?;
        let id = tables.customer_external_ids.get(&(merchant, external_id.to_owned()));
        Ok(id.and_then(|id| tables.customers.get(id)).cloned())
    }

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        let page = PageOf { after: None, limit };
        Ok(lists::page(self.open()?.customers.values(), page, |row| row.merged_into == Some(into)))
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        let tables = self.open()?;
        let named = tables.links.values().any(|row| row.value.customer_id == Some(id))
            || tables.payments.values().any(|row| row.value.customer_id == Some(id))
            || tables.bills.values().any(|row| row.value.customer_id == Some(id))
            || tables.payment_methods.values().any(|row| row.value.customer_id == Some(id))
            || tables.customers.values().any(|row| row.value.merged_into == Some(id));
        Ok(!named)
    }

    async fn customers(
        &self,
        filter: &CustomerFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        Ok(lists::page(self.open()?.customers.values(), page, |row| lists::customer(filter, row)))
    }
}
