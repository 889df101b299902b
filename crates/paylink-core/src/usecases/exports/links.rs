//! The export of payment links.

use super::{Export, Walk, ceiling, whole};
use crate::{
    Caller, Error, FieldErrors, Paylink, Timestamp,
    forms::{LinkQuery, ListQuery},
    ports::LinkFilter,
    usecases::{listing::at, searching::link_filter},
    views::LinkView,
};

/// All links that match.
pub struct LinkExport {
    paylink: Paylink,
    filter: LinkFilter,
    began: Timestamp,
    walk: Walk,
}

impl Paylink {
    /// Begins an export of links: filters and order are those of their list.
    ///
    /// # Errors
    /// As [`Paylink::links`].
    pub fn export_links(&self, caller: &Caller, query: &LinkQuery) -> Result<LinkExport, Error> {
        let began = self.now();
        let mut errors = FieldErrors::default();
        let (mut filter, _) = link_filter(caller, query, began, &mut errors)?;
        whole(&query.list, errors)?;
        filter.created_until = ceiling(filter.created_until, began);
        Ok(LinkExport { paylink: self.clone(), filter, began, walk: Walk::new() })
    }

    /// Begins an export of one customer's links.
    ///
    /// # Errors
    /// As [`Paylink::customer_links`].
    pub async fn export_customer_links(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<LinkExport, Error> {
        let customer_id = Some(self.visible_customer(caller, id).await?.value.id.to_string());
        self.export_links(caller, &LinkQuery { list: list.clone(), customer_id, ..LinkQuery::default() })
    }
}

impl Export for LinkExport {
    type Row = LinkView;

    fn began(&self) -> Timestamp {
        self.began
    }

    async fn next(&mut self) -> Result<Vec<LinkView>, Error> {
        if self.walk.over {
            return Ok(Vec::new());
        }
        let rows = self.paylink.store.links(&self.filter, self.walk.page()).await?;
        let last = rows.last().map(|row| &row.value);
        self.filter.order.from = last.and_then(|row| self.filter.order.by.key(row));
        self.walk.went(rows.len(), last.map(|row| at(row.created_at, row.id)));
        self.paylink.link_views(rows.into_iter().map(|row| row.value).collect(), self.began).await
    }
}
