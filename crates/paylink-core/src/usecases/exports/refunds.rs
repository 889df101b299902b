//! The export of refunds.

use super::{Export, Walk, ceiling, whole};
use crate::{
    Caller, Error, FieldErrors, Paylink, Timestamp,
    forms::{ListQuery, RefundQuery},
    ports::RefundFilter,
    usecases::{listing::at, refunds::refund_filter},
    views::RefundView,
};

/// All refunds that match.
pub struct RefundExport {
    paylink: Paylink,
    filter: RefundFilter,
    began: Timestamp,
    walk: Walk,
}

impl Paylink {
    /// Begins an export of refunds: filters and order are those of their list.
    ///
    /// # Errors
    /// As [`Paylink::refunds`].
    pub fn export_refunds(&self, caller: &Caller, query: &RefundQuery) -> Result<RefundExport, Error> {
        let mut errors = FieldErrors::default();
        let mut filter = refund_filter(caller, query, &mut errors)?;
        whole(&query.list, errors)?;
        let began = self.now();
        filter.created_until = ceiling(filter.created_until, began);
        Ok(RefundExport { paylink: self.clone(), filter, began, walk: Walk::new() })
    }

    /// Begins an export of one payment's refunds.
    ///
    /// # Errors
    /// As [`Paylink::payment_refunds`].
    pub async fn export_payment_refunds(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<RefundExport, Error> {
        let payment = self.payment(caller, id).await?.payment.id;
        let query = RefundQuery { list: list.clone(), payment_id: Some(payment.to_string()), ..RefundQuery::default() };
        self.export_refunds(caller, &query)
    }
}

impl Export for RefundExport {
    type Row = RefundView;

    fn began(&self) -> Timestamp {
        self.began
    }

    async fn next(&mut self) -> Result<Vec<RefundView>, Error> {
        if self.walk.over {
            return Ok(Vec::new());
        }
        let rows = self.paylink.store.refunds(&self.filter, self.walk.page()).await?;
        let last = rows.last().map(|row| &row.value);
        self.filter.order.from = last.and_then(|row| self.filter.order.by.of_refund(row));
        self.walk.went(rows.len(), last.map(|row| at(row.created_at, row.id)));
        Ok(rows.into_iter().map(|row| RefundView { refund: row.value }).collect())
    }
}
