//! The readers of a broken store: the memory store's, but for the bug.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    ApiKeyId, Date, DeliveryId, EndpointId, EventId, LinkId, MerchantId, PaymentId, Stored, Timestamp,
    ports::{
        AccessReader, Declines, EventFilter, EventReader, IdempotencyReader, LinkFilter, LinkReader, MerchantReader,
        PageOf, PaymentFilter, PaymentReader, StoreError, WebhookFilter, WebhookReader,
    },
    records::{
        ApiKeyRecord, DeliveryRecord, EndpointRecord, EventRecord, IdempotencyRecord, LinkRecord, LinkTotals,
        MerchantRecord, PaymentRecord, PaymentStatus,
    },
};
use std::time::Duration;
use uuid::Uuid;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

const MICROSECOND: Duration = Duration::from_micros(1);
const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

impl BrokenStore {
    pub(super) fn has(&self, bug: Bug) -> bool {
        self.bug == bug
    }

    pub(super) fn page(&self, mut page: PageOf) -> PageOf {
        if let (true, Some(after)) = (self.has(Bug::PagesByInstantOnly), &mut page.after) {
            after.id = Uuid::nil();
        }
        page
    }

    pub(super) fn ordered<T>(&self, mut rows: Vec<Stored<T>>) -> Vec<Stored<T>> {
        if self.has(Bug::OldestFirst) {
            rows.reverse();
        }
        rows
    }

    fn shown_link(&self, mut row: Stored<LinkRecord>) -> Stored<LinkRecord> {
        if self.has(Bug::CaseSensitiveSlugs) {
            row.value.slug = super::writes::with_case(&row.value.slug);
        }
        row
    }

    fn shown_payment(&self, mut row: Stored<PaymentRecord>) -> Stored<PaymentRecord> {
        row.value.exclusive |= self.notes().exclusive.contains(&row.value.id);
        row
    }
}

#[async_trait]
impl MerchantReader for BrokenStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        let cached = self.notes().merchants.get(&id).cloned().filter(|_| self.has(Bug::CachesForever));
        if let Some(row) = cached {
            return Ok(Some(row));
        }
        let row = self.inner.merchant(id).await?;
        self.notes().merchants.extend(row.iter().map(|row| (id, row.clone())));
        Ok(row)
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        Ok(self.ordered(self.inner.merchants(self.page(page)).await?))
    }
}

#[async_trait]
impl LinkReader for BrokenStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        Ok(self.inner.link(id).await?.map(|row| self.shown_link(row)))
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        if self.has(Bug::CaseSensitiveSlugs) {
            let row = self.inner.link_by_slug(&super::writes::without_case(slug)).await?;
            return Ok(row.map(|row| self.shown_link(row)));
        }
        let row = self.inner.link_by_slug(slug).await?;
        Ok(row.filter(|row| !self.has(Bug::CaseSensitiveLookUp) || row.value.slug == slug))
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        if let Some(rows) = self.muddled_links(filter, page).await {
            return rows;
        }
        let mut filter = filter.clone();
        if self.has(Bug::IgnoresCustomers) {
            filter.customer_email = None;
        }
        if let (true, Some((_, now))) = (self.has(Bug::EndsAMomentLate), &mut filter.status) {
            *now = now.minus(MICROSECOND);
        }
        let page = self.page(page);
        if self.has(Bug::FiltersAfterTheLimit) {
            let good = self.inner.links(&filter, ALL).await?;
            let mut rows = self.inner.links(&LinkFilter::default(), page).await?;
            rows.retain(|row| good.contains(row));
            return Ok(rows);
        }
        let rows = self.inner.links(&filter, page).await?;
        Ok(self.ordered(rows.into_iter().map(|row| self.shown_link(row)).collect()))
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        let with_deleted = filter.with_deleted || self.has(Bug::CountsDeletedLinks);
        self.inner.link_count(&LinkFilter { with_deleted, ..filter.clone() }).await
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        let mut totals = self.inner.link_totals(ids).await?;
        if self.has(Bug::CountsReturnedAsPaid) {
            for (sum, id) in totals.iter_mut().zip(ids) {
                let status = Some(PaymentStatus::Returned);
                let filter = PaymentFilter { link_id: Some(*id), status, ..PaymentFilter::default() };
                sum.paid_count += i64::try_from(self.inner.payments(&filter, ALL).await?.len()).unwrap_or(0);
            }
        }
        if self.has(Bug::TotalsForgetViews) && ids.len() > 1 {
            totals.iter_mut().for_each(|sum| sum.views_count = 0);
        }
        let (all, some) = (self.has(Bug::TotalsForgetRefunds), self.has(Bug::TotalsForgetRefundsOfReturned));
        for (sum, id) in totals.iter_mut().zip(ids).filter(|_| all || some) {
            let status = some.then_some(PaymentStatus::Returned);
            let filter = PaymentFilter { link_id: Some(*id), status, ..PaymentFilter::default() };
            let rows = self.inner.payments(&filter, ALL).await?;
            sum.refunded_minor -= rows.iter().map(|row| row.value.refunded_minor).sum::<i64>();
        }
        Ok(totals)
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        if self.has(Bug::ForgetsDays) {
            return Ok(self.inner.link_totals(&[link]).await?.iter().any(|sum| sum.views_count > 0));
        }
        self.inner.was_viewed(link, day).await
    }
}

#[async_trait]
impl PaymentReader for BrokenStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        let row = self.inner.payment(id).await?.map(|row| self.shown_payment(row));
        if self.has(Bug::LosesRefundsInARace) {
            // long enough for someone else to read the same
            tokio::task::yield_now().await;
        }
        Ok(row)
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        if let Some(rows) = self.muddled_payments(filter, page).await {
            return rows;
        }
        let mut filter = filter.clone();
        if self.has(Bug::ShowsForeignRows) {
            filter.merchant_id = None;
        }
        if self.has(Bug::MixesPayers) {
            filter.customer_id = None;
        }
        let rows = self.inner.payments(&filter, self.page(page)).await?;
        Ok(self.ordered(rows.into_iter().map(|row| self.shown_payment(row)).collect()))
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        let mut rows = self.inner.latest_payments(links).await?;
        for row in rows.iter_mut().filter(|_| self.has(Bug::LatestForgetsFailures)) {
            let filter = PaymentFilter { link_id: Some(row.value.link_id), ..PaymentFilter::default() };
            let all = self.inner.payments(&filter, ALL).await?;
            let standing = all.into_iter().find(|row| row.value.status != PaymentStatus::Failed);
            *row = standing.unwrap_or_else(|| row.clone());
        }
        if self.has(Bug::LatestOfOneLink) {
            rows.truncate(1);
        }
        Ok(rows.into_iter().map(|row| self.shown_payment(row)).collect())
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        let late = if self.has(Bug::DeclinesAfterOnly) { MICROSECOND } else { Duration::ZERO };
        self.inner.declines(of, since.plus(late)).await
    }
}

#[async_trait]
impl EventReader for BrokenStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        self.inner.event(id).await
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        Ok(self.ordered(self.inner.events(filter, self.page(page)).await?))
    }
}

#[async_trait]
impl WebhookReader for BrokenStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        self.inner.endpoint(id).await
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        Ok(self.ordered(self.inner.endpoints(filter, self.page(page)).await?))
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        self.inner.endpoints_for(merchant).await
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        self.inner.delivery(id).await
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        Ok(self.ordered(self.inner.deliveries(filter, self.page(page)).await?))
    }
}

#[async_trait]
impl AccessReader for BrokenStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        self.inner.api_key(id).await
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        self.inner.api_key_by_hash(secret_hash).await
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        Ok(self.ordered(self.inner.api_keys(merchant, self.page(page)).await?))
    }
}

#[async_trait]
impl IdempotencyReader for BrokenStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        self.inner.idempotency(scope, key).await
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        let last = "\u{10ffff}";
        let after = after.map(|(scope, key)| (scope, if self.has(Bug::SkipsScopes) { last } else { key }));
        self.inner.requests_after(after, limit).await
    }
}
