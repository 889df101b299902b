//! The store on SQLite: what reads.

use super::{ops, store::SqliteStore};
use crate::rows::slug_key;
use async_trait::async_trait;
use paylink_core::{
    ApiKeyId, Date, DeliveryId, EndpointId, EventId, LinkId, MerchantId, PaymentId, RefundId, Stored, Timestamp,
    ports::{
        AccessReader, Declines, EventFilter, EventReader, IdempotencyReader, LedgerReader, LinkFilter, LinkReader,
        MerchantReader, PageOf, PaymentFilter, PaymentReader, RefundFilter, RefundReader, StoreError, WebhookFilter,
        WebhookReader,
    },
    records::{
        ApiKeyRecord, DeliveryRecord, EndpointRecord, EventRecord, IdempotencyRecord, LedgerRecord, LinkRecord,
        LinkTotals, MerchantRecord, PaymentRecord, RefundRecord,
    },
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MerchantReader for SqliteStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        let missing = match self.remembered.merchant(id) {
            Ok(row) => return Ok(Some(row.as_ref().clone())),
            Err(missing) => missing,
        };
        let found = self.points.here(|conn| ops::merchant(conn, id)).await?;
        if let Some(row) = &found {
            self.remembered.keep_merchant(&missing, row);
        }
        Ok(found)
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        self.lists.aside(move |conn| ops::merchants(conn, page)).await
    }
}

#[async_trait]
impl LinkReader for SqliteStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        self.points.here(|conn| ops::link(conn, id)).await
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        let key = slug_key(slug);
        let missing = match self.remembered.link(&key) {
            Ok(row) => return Ok(Some(row.as_ref().clone())),
            Err(missing) => missing,
        };
        let found = self.points.here(|conn| ops::link_by_slug(conn, slug)).await?;
        if let Some(row) = &found {
            self.remembered.keep_link(&missing, key, row);
        }
        Ok(found)
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::links(conn, &filter, page)).await
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::link_count(conn, &filter)).await
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        if let [id] = *ids {
            return Ok(vec![self.points.here(|conn| ops::totals_of_link(conn, id)).await?]);
        }
        let ids = ids.to_vec();
        self.lists.aside(move |conn| ops::link_totals(conn, &ids)).await
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        self.points.here(|conn| ops::was_viewed(conn, link, day)).await
    }
}

#[async_trait]
impl PaymentReader for SqliteStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        self.points.here(|conn| ops::payment(conn, id)).await
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::payments(conn, &filter, page)).await
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        let links = links.to_vec();
        self.lists.aside(move |conn| ops::latest_payments(conn, &links)).await
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        self.points.here(|conn| ops::declines(conn, of, since)).await
    }
}

#[async_trait]
impl RefundReader for SqliteStore {
    async fn refund(&self, id: RefundId) -> Found<RefundRecord> {
        self.points.here(|conn| ops::refund(conn, id)).await
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::refunds(conn, &filter, page)).await
    }
}

#[async_trait]
impl LedgerReader for SqliteStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        let payments = payments.to_vec();
        self.lists.aside(move |conn| ops::ledger(conn, &payments)).await
    }
}

#[async_trait]
impl EventReader for SqliteStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        self.points.here(|conn| ops::event(conn, id)).await
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::events(conn, &filter, page)).await
    }
}

#[async_trait]
impl WebhookReader for SqliteStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        self.points.here(|conn| ops::endpoint(conn, id)).await
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::endpoints(conn, &filter, page)).await
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        self.lists.aside(move |conn| ops::endpoints_for(conn, merchant)).await
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        self.points.here(|conn| ops::delivery(conn, id)).await
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::deliveries(conn, &filter, page)).await
    }
}

#[async_trait]
impl AccessReader for SqliteStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        self.points.here(|conn| ops::api_key(conn, id)).await
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        self.points.here(|conn| ops::api_key_by_hash(conn, secret_hash)).await
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        self.lists.aside(move |conn| ops::api_keys(conn, merchant, page)).await
    }
}

#[async_trait]
impl IdempotencyReader for SqliteStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        self.points.here(|conn| ops::idempotency(conn, scope, key)).await
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        let after = after.map(|(scope, key)| (scope.to_owned(), key.to_owned()));
        self.lists
            .aside(move |conn| {
                let after = after.as_ref().map(|(scope, key)| (scope.as_str(), key.as_str()));
                ops::requests_after(conn, after, limit)
            })
            .await
    }
}
