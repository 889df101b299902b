//! The store on PostgreSQL: what reads saved payment methods.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    PaymentMethodId, Stored,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, StoreError},
    records::PaymentMethodRecord,
};

#[async_trait]
impl PaymentMethodReader for PostgresStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        read!(self, conn => ops::payment_method(conn, id))
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        read!(self, conn => ops::payment_methods(conn, filter, page))
    }
}
