//! Reading payments.

use super::listing::{Slice, at, created_filter, id_filter, merchant_filter, name_filter};
use crate::{
    Caller, Code, Error, FieldErrors, Paylink, PaymentId,
    forms::PaymentQuery,
    ports::PaymentFilter,
    records::{Method, PaymentStatus},
    views::{Listed, PaymentView},
};

impl Paylink {
    /// One payment.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn payment(&self, caller: &Caller, id: &str) -> Result<PaymentView, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: PaymentId = id.parse().map_err(|_| not_found())?;
        let found = self.store.payment(id).await?.filter(|payment| caller.sees(payment.value.merchant_id));
        Ok(PaymentView { payment: found.ok_or_else(not_found)?.value })
    }

    /// Payments, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn payments(&self, caller: &Caller, query: &PaymentQuery) -> Result<Listed<PaymentView>, Error> {
        let mut errors = FieldErrors::default();
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let filter = PaymentFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            link_id: id_filter("payment_link_id", query.payment_link_id.as_deref(), &mut errors),
            customer_id: id_filter("customer_id", query.customer_id.as_deref(), &mut errors),
            status: name_filter("status", query.status.as_deref(), PaymentStatus::named, &mut errors),
            method: name_filter("method", query.method.as_deref(), Method::named, &mut errors),
            created_from,
            created_until,
        };
        let slice = Slice::read(&query.list, caller, "payments", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.payments(&filter, slice.page()).await?;
        let listed = slice.list(rows, |payment| at(payment.created_at, payment.id));
        let rows = listed.rows.into_iter().map(|payment| PaymentView { payment }).collect();
        Ok(Listed { rows, next: listed.next })
    }
}
