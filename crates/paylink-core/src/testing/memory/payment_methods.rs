//! Saved payment methods in the memory store.

use super::{
    MemoryStore,
    apply::{expect, insert, move_key, present, update},
    guard, lists,
    tables::Tables,
};
use crate::{
    PaymentMethodId, Stored, UniqueKey,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, StoreError},
    records::PaymentMethodRecord,
};
use async_trait::async_trait;

impl Tables {
    pub(super) fn insert_payment_method(&mut self, new: PaymentMethodRecord) -> Result<(), StoreError> {
        guard::payment_method(&new)?;
        present(self.payments.has(&new.payment_id), "payment", Some(new.payment_id))?;
        if self.payment_methods.has(&new.id) {
            return Err(StoreError::Taken { key: UniqueKey::Id });
        }
        let key = UniqueKey::MethodOfPayment;
        move_key(&mut self.method_of_payment, None, Some(new.payment_id), new.id, key)?;
        insert(&mut self.payment_methods, new.id, new)
    }

    /// What it was saved with, and that its payer agreed, never changes.
    pub(super) fn update_payment_method(&mut self, new: Stored<PaymentMethodRecord>) -> Result<(), StoreError> {
        expect(&self.payment_methods, "payment_method", &new.value.id, new.version)?;
        guard::payment_method(&new.value)?;
        update(&mut self.payment_methods, "payment_method", new.value.id, new)
    }
}

#[async_trait]
impl PaymentMethodReader for MemoryStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        Ok(self.open()?.payment_methods.get(&id).cloned())
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        Ok(lists::page(self.open()?.payment_methods.values(), page, |row| lists::payment_method(filter, row)))
    }
}
