//! What a broken store reads of customers.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored,
    ports::{CustomerFilter, CustomerReader, LinkFilter, LinkReader, PageOf, PaymentFilter, PaymentReader, StoreError},
    records::CustomerRecord,
};

const ONE: PageOf = PageOf { after: None, limit: 1 };

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

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        self.inner.merged_customers(into, limit).await
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        if self.has(Bug::BareWithDeletedLinks) {
            let links = LinkFilter { customer_id: Some(id), ..LinkFilter::default() };
            let payments = PaymentFilter { customer_id: Some(id), ..PaymentFilter::default() };
            return Ok(self.inner.links(&links, ONE).await?.is_empty()
                && self.inner.payments(&payments, ONE).await?.is_empty()
                && self.inner.merged_customers(id, 1).await?.is_empty());
        }
        self.inner.customer_is_bare(id).await
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
