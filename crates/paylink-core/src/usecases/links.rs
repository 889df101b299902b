//! Reading payment links.

use super::listing::{Slice, at, link_key};
use super::searching::link_filter;
use crate::{
    Caller, Code, Error, FieldErrors, LinkId, Paylink, Stored, Timestamp,
    forms::{LinkQuery, ListQuery, PaymentQuery},
    records::LinkRecord,
    views::{LinkView, Listed, PaymentView},
};
use std::collections::BTreeSet;

/// A link as it is shown: one whose invoice or order another link pays is not payable.
fn unless_held(view: LinkView, held: &BTreeSet<LinkId>) -> LinkView {
    LinkView { payable: view.payable && !held.contains(&view.link.id), ..view }
}
use futures_util::future::try_join_all;

impl Paylink {
    /// One link.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn link(&self, caller: &Caller, id: &str) -> Result<LinkView, Error> {
        let record = self.visible_link(caller, id).await?.value;
        let totals = self.totals_of(&record).await?;
        let held = self.held_by_bills(&[&record]).await?;
        let view = self.with_offer(self.link_view(record, totals, self.now())?).await?;
        Ok(unless_held(view, &held))
    }

    /// Links in the order asked for, the newest first by default.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn links(&self, caller: &Caller, query: &LinkQuery) -> Result<Listed<LinkView>, Error> {
        let now = self.now();
        let mut errors = FieldErrors::default();
        let (mut filter, mark) = link_filter(caller, query, now, &mut errors)?;
        let key = link_key(filter.order.by);
        let slice = Slice::read_sorted(&query.list, caller, ("payment_links", &mark), key, &mut errors);
        errors.finish()?;
        filter.order.from = slice.from();
        let rows = self.store.links(&filter, slice.page()).await?;
        let by = filter.order.by;
        let listed = slice.list_sorted(rows, |link| (by.key(link), at(link.created_at, link.id)));
        Ok(Listed { rows: self.link_views(listed.rows, now).await?, next: listed.next })
    }

    /// Rows of one page as they are shown.
    pub(super) async fn link_views(&self, rows: Vec<LinkRecord>, now: Timestamp) -> Result<Vec<LinkView>, Error> {
        let ids: Vec<LinkId> = rows.iter().map(|link| link.id).collect();
        let totals = self.store.link_totals(&ids).await?;
        let held = self.held_by_bills(&rows.iter().collect::<Vec<_>>()).await?;
        let shown = rows.into_iter().zip(totals).map(|(link, totals)| self.link_view(link, totals, now));
        let shown = shown.map(|view| Ok(unless_held(view?, &held))).collect::<Result<Vec<_>, Error>>()?;
        try_join_all(shown.into_iter().map(|link| self.with_offer(link))).await
    }

    /// The payments of one link, newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn link_payments(
        &self,
        caller: &Caller,
        id: &str,
        list: &ListQuery,
    ) -> Result<Listed<PaymentView>, Error> {
        let link = self.visible_link(caller, id).await?.value.id;
        let query =
            PaymentQuery { list: list.clone(), payment_link_id: Some(link.to_string()), ..PaymentQuery::default() };
        self.payments(caller, &query).await
    }

    /// The slug of a link, for addresses that name it by its id.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn link_address(&self, id: &str) -> Result<String, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: LinkId = id.parse().map_err(|_| not_found())?;
        let found = self.store.link(id).await?.filter(|link| link.value.deleted_at.is_none());
        Ok(found.ok_or_else(not_found)?.value.slug)
    }

    /// The link with this id, if the caller may see it.
    pub(crate) async fn visible_link(&self, caller: &Caller, id: &str) -> Result<Stored<LinkRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: LinkId = id.parse().map_err(|_| not_found())?;
        let found = self.store.link(id).await?;
        found
            .filter(|link| link.value.deleted_at.is_none() && caller.sees(link.value.merchant_id))
            .ok_or_else(not_found)
    }

    /// The link a payer opened, by its slug in any case.
    pub(crate) async fn link_for_payer(&self, slug: &str) -> Result<Stored<LinkRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        if slug.len() > 64 || !slug.is_ascii() {
            return Err(not_found());
        }
        let found = self.store.link_by_slug(slug).await?;
        found.filter(|link| link.value.deleted_at.is_none()).ok_or_else(not_found)
    }
}
