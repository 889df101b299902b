//! Reading refunds.

use super::listing::{Slice, at, created_filter, id_filter, merchant_filter, name_filter};
use crate::{
    Caller, Code, Error, FieldErrors, Paylink, RefundId,
    forms::{ListQuery, RefundQuery},
    ports::RefundFilter,
    records::RefundStatus,
    views::{Listed, RefundView},
};

impl Paylink {
    /// One refund.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn refund(&self, caller: &Caller, id: &str) -> Result<RefundView, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: RefundId = id.parse().map_err(|_| not_found())?;
        let found = self.store.refund(id).await?.filter(|refund| caller.sees(refund.value.merchant_id));
        Ok(RefundView { refund: found.ok_or_else(not_found)?.value })
    }

    /// Refunds, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn refunds(&self, caller: &Caller, query: &RefundQuery) -> Result<Listed<RefundView>, Error> {
        let mut errors = FieldErrors::default();
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let filter = RefundFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            payment_id: id_filter("payment_id", query.payment_id.as_deref(), &mut errors),
            status: name_filter("status", query.status.as_deref(), RefundStatus::named, &mut errors),
            created_from,
            created_until,
        };
        let slice = Slice::read(&query.list, caller, "refunds", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.refunds(&filter, slice.page()).await?;
        let listed = slice.list(rows, |refund| at(refund.created_at, refund.id));
        let rows = listed.rows.into_iter().map(|refund| RefundView { refund }).collect();
        Ok(Listed { rows, next: listed.next })
    }

    /// The refunds of one payment, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn payment_refunds(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<Listed<RefundView>, Error> {
        let payment = self.payment(caller, id).await?.payment;
        let query =
            RefundQuery { list: list.clone(), payment_id: Some(payment.id.to_string()), ..RefundQuery::default() };
        self.refunds(caller, &query).await
    }
}
