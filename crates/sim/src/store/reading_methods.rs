//! Reads of saved payment methods: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    PaymentMethodId, Stored,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, StoreError},
    records::PaymentMethodRecord,
};

#[async_trait]
impl PaymentMethodReader for SimStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        self.read("payment method", self.world.inner.store.payment_method(id)).await
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        self.read("payment methods", self.world.inner.store.payment_methods(filter, page)).await
    }
}
