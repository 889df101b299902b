//! The export of customers.

use super::{Export, Walk, ceiling, whole};
use crate::{
    Caller, Error, FieldErrors, Paylink, Timestamp,
    forms::CustomerQuery,
    ports::CustomerFilter,
    usecases::{customers::customer_filter, listing::at},
    views::CustomerView,
};

/// All customers that match.
pub struct CustomerExport {
    paylink: Paylink,
    filter: CustomerFilter,
    began: Timestamp,
    walk: Walk,
}

impl Paylink {
    /// Begins an export of customers: filters are those of their list, the newest come first.
    ///
    /// # Errors
    /// As [`Paylink::customers`].
    pub fn export_customers(&self, caller: &Caller, query: &CustomerQuery) -> Result<CustomerExport, Error> {
        let mut errors = FieldErrors::default();
        let mut filter = customer_filter(caller, query, &mut errors)?;
        whole(&query.list, errors)?;
        let began = self.now();
        filter.created_until = ceiling(filter.created_until, began);
        Ok(CustomerExport { paylink: self.clone(), filter, began, walk: Walk::new() })
    }
}

impl Export for CustomerExport {
    type Row = CustomerView;

    fn began(&self) -> Timestamp {
        self.began
    }

    async fn next(&mut self) -> Result<Vec<CustomerView>, Error> {
        if self.walk.over {
            return Ok(Vec::new());
        }
        let rows = self.paylink.store.customers(&self.filter, self.walk.page()).await?;
        let last = rows.last().map(|row| &row.value);
        self.walk.went(rows.len(), last.map(|row| at(row.created_at, row.id)));
        Ok(rows.into_iter().map(|row| CustomerView::of(row.value)).collect())
    }
}
