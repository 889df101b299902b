//! What a broken store does with saved payment methods.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, PaymentMethodId, Stored,
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader, PaymentReader as _, StoreError},
    records::{PaymentMethodRecord, PaymentMethodStatus, Revocation, RevokedBy},
};

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

impl BrokenStore {
    /// A change of methods as the bug would have it; `None` when it is passed over.
    pub(super) async fn mislaid(&self, change: Change) -> Result<Option<Change>, StoreError> {
        Ok(Some(match (self.bug, change) {
            (Bug::DropsOrphanMethods, Change::InsertPaymentMethod(row)) => {
                let known = self.inner.payment(row.payment_id).await?.is_some();
                return Ok(known.then_some(Change::InsertPaymentMethod(row)));
            }
            (Bug::SkipsSecondMethods, Change::InsertPaymentMethod(row)) => {
                let there = self.inner.payment_methods(&PaymentMethodFilter::default(), ALL).await?;
                let known = there.iter().any(|other| other.value.payment_id == row.payment_id);
                return Ok((!known).then_some(Change::InsertPaymentMethod(row)));
            }
            (Bug::DropsUselessMethods, Change::InsertPaymentMethod(row)) => {
                let useless = row.revoked.is_none() && row.gateway_reference.is_none();
                return Ok((!useless).then_some(Change::InsertPaymentMethod(row)));
            }
            (Bug::ForgetsWhoEndedIt, Change::InsertPaymentMethod(row)) => {
                let revoked = row.revoked.clone().map(|end| Revocation { by: RevokedBy::Merchant, ..end });
                Change::InsertPaymentMethod(Box::new(PaymentMethodRecord { revoked, ..*row }))
            }
            (Bug::IgnoresMethodExpectations, Change::ExpectPaymentMethod(..)) => return Ok(None),
            (Bug::KeepsAddresses, Change::UpdatePaymentMethod(new)) => {
                let before = self.inner.payment_method(new.value.id).await?;
                let before = before.and_then(|row| row.value.consent.address);
                let mut value = new.value;
                value.consent.address = value.consent.address.or(before);
                Change::UpdatePaymentMethod(Box::new(Stored { value, version: new.version }))
            }
            (_, change) => change,
        }))
    }
}

#[async_trait]
impl PaymentMethodReader for BrokenStore {
    async fn payment_method(&self, id: PaymentMethodId) -> Result<Option<Stored<PaymentMethodRecord>>, StoreError> {
        self.inner.payment_method(id).await
    }

    async fn payment_methods(
        &self,
        filter: &PaymentMethodFilter,
        page: PageOf,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, StoreError> {
        let mut filter = filter.clone();
        if self.has(Bug::FiltersMethodsByOneField) && filter.customer_id.is_some() {
            filter = PaymentMethodFilter { customer_id: filter.customer_id, ..PaymentMethodFilter::default() };
        }
        if self.has(Bug::HidesRevokedMethods) && filter.status.is_none() {
            filter.status = Some(PaymentMethodStatus::Active);
        }
        Ok(self.ordered(self.inner.payment_methods(&filter, self.page(page)).await?))
    }
}
