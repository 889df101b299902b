//! Whether a family is in a store at all.

use super::{check::Broken, family::Family};
use crate::ports::Store;

impl Family {
    /// None of them may be there.
    pub(super) async fn is_absent(&self, store: &dyn Store) -> Result<bool, Broken> {
        Ok(store.merchant(self.merchant.id).await?.is_none()
            && store.customer(self.customer.id).await?.is_none()
            && store.bill(self.bill.id).await?.is_none()
            && store.link(self.link.id).await?.is_none()
            && store.link_by_slug(&self.link.slug).await?.is_none()
            && store.payment(self.payment.id).await?.is_none()
            && store.refund(self.refund.id).await?.is_none()
            && store.payment_method(self.payment_method.id).await?.is_none()
            && store.ledger(&[self.payment.id]).await?.is_empty()
            && store.event(self.event.id).await?.is_none()
            && store.api_key(self.api_key.id).await?.is_none()
            && store.api_key_by_hash(&self.api_key.secret_hash).await?.is_none()
            && store.endpoint(self.endpoint.id).await?.is_none()
            && store.delivery(self.delivery.id).await?.is_none()
            && store.reminder(self.reminder.id).await?.is_none()
            && store.message(self.message.id).await?.is_none()
            && store.suppression(self.suppression.id).await?.is_none()
            && store.file(self.file.id).await?.is_none()
            && store.file_usage(self.merchant.id).await?.is_none()
            && store.idempotency(&self.request.scope, &self.request.key).await?.is_none())
    }
}
