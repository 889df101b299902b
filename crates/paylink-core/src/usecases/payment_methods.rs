//! Saved payment methods, for the merchant: looked at, listed, removed.

use super::listing::{Slice, at, id_filter, merchant_filter, name_filter};
use crate::{
    Caller, ChangeSet, Code, Error, FieldErrors, Paylink, PaymentMethodId, Stored,
    engine::Decided,
    forms::PaymentMethodQuery,
    ports::PaymentMethodFilter,
    records::{PaymentMethodRecord, PaymentMethodStatus, RevokedBy},
    views::{Listed, PaymentMethodView},
};

impl Paylink {
    /// One saved method, revoked or not.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn payment_method(&self, caller: &Caller, id: &str) -> Result<PaymentMethodView, Error> {
        let stored = self.visible_method(caller, id).await?;
        Ok(PaymentMethodView::at(stored.value, self.now()))
    }

    /// Saved methods, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn payment_methods(
        &self,
        caller: &Caller,
        query: &PaymentMethodQuery,
    ) -> Result<Listed<PaymentMethodView>, Error> {
        let mut errors = FieldErrors::default();
        let filter = PaymentMethodFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            customer_id: id_filter("customer_id", query.customer_id.as_deref(), &mut errors),
            status: name_filter("status", query.status.as_deref(), PaymentMethodStatus::named, &mut errors),
        };
        let slice = Slice::read(&query.list, caller, "payment_methods", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.payment_methods(&filter, slice.page()).await?;
        let listed = slice.list(rows, |method| at(method.created_at, method.id));
        let now = self.now();
        let rows = listed.rows.into_iter().map(|method| PaymentMethodView::at(method, now)).collect();
        Ok(Listed { rows, next: listed.next })
    }

    /// Removes a saved method for good; doing so again changes nothing. Payments that have begun go on.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn revoke_payment_method(&self, caller: &Caller, id: &str) -> Result<PaymentMethodView, Error> {
        self.visible_method(caller, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let stored = self.visible_method(caller, id).await?;
            let mut changes = ChangeSet::new();
            let method = self.revoke_method(&mut changes, stored, RevokedBy::Merchant, "requested");
            Ok(Decided { changes, view: PaymentMethodView::at(method, self.now()) })
        })
        .await
    }

    /// The kind of gateway that keeps saved methods: `sandbox`, `stripe`.
    #[must_use]
    pub fn keeper(&self) -> String {
        self.gateway.public().kind
    }

    async fn visible_method(&self, caller: &Caller, id: &str) -> Result<Stored<PaymentMethodRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: PaymentMethodId = id.parse().map_err(|_| not_found())?;
        let found = self.store.payment_method(id).await?;
        found.filter(|method| caller.sees(method.value.merchant_id)).ok_or_else(not_found)
    }
}
