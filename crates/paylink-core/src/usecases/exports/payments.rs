//! The export of payments.

use super::{Export, Walk, ceiling, whole};
use crate::{
    Caller, Error, FieldErrors, Paylink, Timestamp,
    forms::{ListQuery, PaymentQuery},
    ports::PaymentFilter,
    usecases::{listing::at, payments::payment_filter},
    views::PaymentView,
};

/// All payments that match.
pub struct PaymentExport {
    paylink: Paylink,
    filter: PaymentFilter,
    began: Timestamp,
    walk: Walk,
}

impl Paylink {
    /// Begins an export of payments: filters and order are those of their list.
    ///
    /// # Errors
    /// As [`Paylink::payments`].
    pub fn export_payments(&self, caller: &Caller, query: &PaymentQuery) -> Result<PaymentExport, Error> {
        let mut errors = FieldErrors::default();
        let mut filter = payment_filter(caller, query, &mut errors)?;
        whole(&query.list, errors)?;
        let began = self.now();
        filter.created_until = ceiling(filter.created_until, began);
        Ok(PaymentExport { paylink: self.clone(), filter, began, walk: Walk::new() })
    }

    /// Begins an export of one link's payments.
    ///
    /// # Errors
    /// As [`Paylink::link_payments`].
    pub async fn export_link_payments(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<PaymentExport, Error> {
        let link = self.visible_link(caller, id).await?.value.id;
        let query =
            PaymentQuery { list: list.clone(), payment_link_id: Some(link.to_string()), ..PaymentQuery::default() };
        self.export_payments(caller, &query)
    }

    /// Begins an export of the payments of one customer's links.
    ///
    /// # Errors
    /// As [`Paylink::customer_payments`].
    pub async fn export_customer_payments(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<PaymentExport, Error> {
        let customer_id = Some(self.visible_customer(caller, id).await?.value.id.to_string());
        self.export_payments(caller, &PaymentQuery { list: list.clone(), customer_id, ..PaymentQuery::default() })
    }
}

impl Export for PaymentExport {
    type Row = PaymentView;

    fn began(&self) -> Timestamp {
        self.began
    }

    async fn next(&mut self) -> Result<Vec<PaymentView>, Error> {
        if self.walk.over {
            return Ok(Vec::new());
        }
        let rows = self.paylink.store.payments(&self.filter, self.walk.page()).await?;
        let last = rows.last().map(|row| &row.value);
        self.filter.order.from = last.and_then(|row| self.filter.order.by.of_payment(row));
        self.walk.went(rows.len(), last.map(|row| at(row.created_at, row.id)));
        Ok(rows.into_iter().map(|row| PaymentView { payment: row.value }).collect())
    }
}
