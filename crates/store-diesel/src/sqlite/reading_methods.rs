//! The store on SQLite: what reads saved payment methods.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    PaymentMethodId, Stored,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, StoreError},
    records::PaymentMethodRecord,
};

#[async_trait]
impl PaymentMethodReader for SqliteStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        self.points.here(|conn| ops::payment_method(conn, id)).await
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::payment_methods(conn, &filter, page)).await
    }
}
