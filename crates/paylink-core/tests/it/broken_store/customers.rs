//! What a broken store reads of customers.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, PageOf, StoreError},
    records::CustomerRecord,
};

type Found = Result<Option<Stored<CustomerRecord>>, StoreError>;

#[async_trait]
impl CustomerReader for BrokenStore {
    async fn customer(&self, id: CustomerId) -> Found {
        self.inner.customer(id).await
    }

    async fn customer_by_external_id(&self, merchant: MerchantId, external_id: &str) -> Found {
        if self.has(Bug::FindsForeignCustomers) {
            let called = CustomerFilter { external_id: Some(external_id.to_owned()), ..CustomerFilter::default() };
            return Ok(self.inner.customers(&called, PageOf { after: None, limit: 1 }).await?.pop());
        }
        self.inner.customer_by_external_id(merchant, external_id).await
    }

    async fn customers(
        &self,
        filter: &CustomerFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        let mut filter = filter.clone();
        if self.has(Bug::ShowsForeignCustomers) && filter.email_key.is_some() {
            filter.merchant_id = None;
        }
        Ok(self.ordered(self.inner.customers(&filter, self.page(page)).await?))
    }
}
