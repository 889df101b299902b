//! Reading payment links.

use super::listing::{Slice, at, created_filter, id_filter, merchant_filter, name_filter, text_filter};
use crate::{
    Caller, Code, Error, FieldErrors, LinkId, Paylink, Stored,
    forms::{LinkQuery, ListQuery, PaymentQuery},
    ports::LinkFilter,
    records::LinkRecord,
    views::{LinkPaymentStatus, LinkStatus, LinkView, Listed, PaymentView},
};

impl Paylink {
    /// One link.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn link(&self, caller: &Caller, id: &str) -> Result<LinkView, Error> {
        let record = self.visible_link(caller, id).await?.value;
        let totals = self.totals_of(&record).await?;
        Ok(self.link_view(record, totals, self.now())?)
    }

    /// Links, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn links(&self, caller: &Caller, query: &LinkQuery) -> Result<Listed<LinkView>, Error> {
        let now = self.now();
        let mut errors = FieldErrors::default();
        let status = name_filter("status", query.status.as_deref(), LinkStatus::named, &mut errors);
        let paid =
            name_filter("payment_status", query.payment_status.as_deref(), LinkPaymentStatus::named, &mut errors);
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let mut filter = LinkFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            customer_id: id_filter("customer_id", query.customer_id.as_deref(), &mut errors),
            status: None,
            payment_status: paid,
            external_id: text_filter("external_id", query.external_id.as_deref(), &mut errors),
            customer_email: text_filter("customer_email", query.customer_email.as_deref(), &mut errors)
                .map(|email| email.to_lowercase()),
            order_number: text_filter("order_number", query.order_number.as_deref(), &mut errors),
            created_from,
            created_until,
        };
        let mark = format!("{filter:?} {status:?}");
        filter.status = status.map(|status| (status, now));
        let slice = Slice::read(&query.list, caller, "payment_links", &mark, &mut errors);
        errors.finish()?;
        let rows = self.store.links(&filter, slice.page()).await?;
        let listed = slice.list(rows, |link| at(link.created_at, link.id));
        let ids: Vec<LinkId> = listed.rows.iter().map(|link| link.id).collect();
        let totals = self.store.link_totals(&ids).await?;
        let shown = listed.rows.into_iter().zip(totals).map(|(link, totals)| self.link_view(link, totals, now));
        Ok(Listed { rows: shown.collect::<Result<_, _>>()?, next: listed.next })
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
