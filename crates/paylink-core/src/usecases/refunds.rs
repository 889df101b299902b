//! Reading refunds.

use super::listing::{
    Slice, amount_filter, at, created_filter, id_filter, merchant_filter, money_key, name_filter, order_filter,
};
use crate::{
    Caller, Code, Error, FieldErrors, Paylink, RefundId,
    forms::{ListQuery, RefundQuery},
    ports::{MoneyColumn, RefundFilter},
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

    /// Refunds in the order asked for, the newest first by default.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn refunds(&self, caller: &Caller, query: &RefundQuery) -> Result<Listed<RefundView>, Error> {
        let mut errors = FieldErrors::default();
        let mut filter = refund_filter(caller, query, &mut errors)?;
        let (mark, by) = (format!("{filter:?}"), filter.order.by);
        let slice = Slice::read_sorted(&query.list, caller, ("refunds", &mark), money_key(by), &mut errors);
        errors.finish()?;
        filter.order.from = slice.from();
        let rows = self.store.refunds(&filter, slice.page()).await?;
        let listed = slice.list_sorted(rows, |row| (by.of_refund(row), at(row.created_at, row.id)));
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

/// Reads the filters of refunds.
pub(super) fn refund_filter(
    caller: &Caller,
    query: &RefundQuery,
    errors: &mut FieldErrors,
) -> Result<RefundFilter, Error> {
    let (created_from, created_until) =
        created_filter(query.created_after.as_deref(), query.created_before.as_deref(), errors);
    let amounts = (query.amount_min.as_deref(), query.amount_max.as_deref());
    let (currency, amount_from, amount_to) = amount_filter(query.currency.as_deref(), amounts, errors);
    Ok(RefundFilter {
        merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), errors)?,
        payment_id: id_filter("payment_id", query.payment_id.as_deref(), errors),
        link_id: id_filter("payment_link_id", query.payment_link_id.as_deref(), errors),
        status: name_filter("status", query.status.as_deref(), RefundStatus::named, errors),
        currency,
        amount_from,
        amount_to,
        created_from,
        created_until,
        order: order_filter(query.sort.as_deref(), MoneyColumn::named, errors),
    })
}
