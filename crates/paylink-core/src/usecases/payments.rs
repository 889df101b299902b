//! Reading payments.

use super::listing::{
    Slice, amount_filter, at, created_filter, id_filter, mail_filter, merchant_filter, money_key, name_filter,
    order_filter,
};
use crate::{
    Caller, Code, Error, FieldErrors, Paylink, PaymentId,
    forms::PaymentQuery,
    ports::{MoneyColumn, PaymentFilter},
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

    /// Payments in the order asked for, the newest first by default.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn payments(&self, caller: &Caller, query: &PaymentQuery) -> Result<Listed<PaymentView>, Error> {
        let mut errors = FieldErrors::default();
        let mut filter = payment_filter(caller, query, &mut errors)?;
        let (mark, by) = (format!("{filter:?}"), filter.order.by);
        let slice = Slice::read_sorted(&query.list, caller, ("payments", &mark), money_key(by), &mut errors);
        errors.finish()?;
        filter.order.from = slice.from();
        let rows = self.store.payments(&filter, slice.page()).await?;
        let listed = slice.list_sorted(rows, |row| (by.of_payment(row), at(row.created_at, row.id)));
        let rows = listed.rows.into_iter().map(|payment| PaymentView { payment }).collect();
        Ok(Listed { rows, next: listed.next })
    }
}

/// Reads the filters of payments.
pub(super) fn payment_filter(
    caller: &Caller,
    query: &PaymentQuery,
    errors: &mut FieldErrors,
) -> Result<PaymentFilter, Error> {
    let (created_from, created_until) =
        created_filter(query.created_after.as_deref(), query.created_before.as_deref(), errors);
    let amounts = (query.amount_min.as_deref(), query.amount_max.as_deref());
    let (currency, amount_from, amount_to) = amount_filter(query.currency.as_deref(), amounts, errors);
    Ok(PaymentFilter {
        merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), errors)?,
        link_id: id_filter("payment_link_id", query.payment_link_id.as_deref(), errors),
        customer_id: id_filter("customer_id", query.customer_id.as_deref(), errors),
        status: name_filter("status", query.status.as_deref(), PaymentStatus::named, errors),
        method: name_filter("method", query.method.as_deref(), Method::named, errors),
        payer_email: mail_filter("payer_email", query.payer_email.as_deref(), errors)
            .map(|email| email.to_ascii_lowercase()),
        currency,
        amount_from,
        amount_to,
        created_from,
        created_until,
        order: order_filter(query.sort.as_deref(), MoneyColumn::named, errors),
    })
}
