//! The reader of saved payment methods.

use super::{
    SwapStore,
    read::{asks, asks_some, list},
};
use async_trait::async_trait;
use paylink_core::{
    PaymentMethodId, Stored, TypedId,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, Position, StoreError},
    records::PaymentMethodRecord,
};

#[async_trait]
impl PaymentMethodReader for SwapStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        Ok(self.state().payment_methods.get(&id).cloned())
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        let place = |row: &PaymentMethodRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        Ok(list(&self.state().payment_methods, page, place, |row| {
            asks(&filter.merchant_id, &row.merchant_id)
                && asks_some(&filter.customer_id, &row.customer_id)
                && asks(&filter.status, &row.status())
        }))
    }
}
