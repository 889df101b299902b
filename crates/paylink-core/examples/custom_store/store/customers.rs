//! The readers of customers.

use super::{
    SwapStore,
    read::{asks, asks_some, list, within},
};
use async_trait::async_trait;
use paylink_core::{
    CustomerId, MerchantId, Stored, TypedId,
    ports::{CustomerFilter, CustomerReader, PageOf, Position, StoreError},
    records::CustomerRecord,
};

#[async_trait]
impl CustomerReader for SwapStore {
    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        Ok(self.state().customers.get(&id).cloned())
    }

    async fn customer_by_external_id(
        &self,
        merchant: MerchantId,
        external_id: &str,
    ) -> Result<Option<Stored<CustomerRecord>>, StoreError> {
        let state = self.state();
        let called = |row: &CustomerRecord| row.external_id.as_deref() == Some(external_id);
        Ok(state.customers.values().find(|row| row.value.merchant_id == merchant && called(&row.value)).cloned())
    }

    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        let place = |row: &CustomerRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        let page = PageOf { after: None, limit };
        Ok(list(&self.state().customers, page, place, |row| row.merged_into == Some(into)))
    }

    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError> {
        let state = self.state();
        let named = state.links.values().any(|row| row.value.customer_id == Some(id))
            || state.payments.values().any(|row| row.value.customer_id == Some(id))
            || state.bills.values().any(|row| row.value.customer_id == Some(id))
            || state.payment_methods.values().any(|row| row.value.customer_id == Some(id))
            || state.customers.values().any(|row| row.value.merged_into == Some(id));
        Ok(!named)
    }

    async fn customers(
        &self,
        filter: &CustomerFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<CustomerRecord>>, StoreError> {
        let place = |row: &CustomerRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        Ok(list(&self.state().customers, page, place, |row| {
            (filter.with_deleted || row.deleted_at.is_none())
                && asks(&filter.merchant_id, &row.merchant_id)
                && asks_some(&filter.external_id, &row.external_id)
                && asks_some(&filter.email_key, &row.email_key())
                && within((filter.created_from, filter.created_until), row.created_at)
        }))
    }
}
