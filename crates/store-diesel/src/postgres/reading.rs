//! The store on PostgreSQL: what reads. No transactions: each answer is one statement.

use super::{doubt::read, ops, store::PostgresStore};
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
impl MerchantReader for PostgresStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        read!(self, conn => ops::merchant(conn, id))
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        read!(self, conn => ops::merchants(conn, page))
    }
}

#[async_trait]
impl LinkReader for PostgresStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        read!(self, conn => ops::link(conn, id))
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        read!(self, conn => ops::link_by_slug(conn, slug))
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        read!(self, conn => ops::links(conn, filter, page))
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        read!(self, conn => ops::link_count(conn, filter))
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        if let [id] = *ids {
            return Ok(vec![read!(self, conn => ops::totals_of_link(conn, id))?]);
        }
        read!(self, conn => ops::link_totals(conn, ids))
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        read!(self, conn => ops::was_viewed(conn, link, day))
    }
}

#[async_trait]
impl PaymentReader for PostgresStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        read!(self, conn => ops::payment(conn, id))
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        read!(self, conn => ops::payments(conn, filter, page))
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        read!(self, conn => ops::latest_payments(conn, links))
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        read!(self, conn => ops::declines(conn, of, since))
    }
}

#[async_trait]
impl RefundReader for PostgresStore {
    async fn refund(&self, id: RefundId) -> Found<RefundRecord> {
        read!(self, conn => ops::refund(conn, id))
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
        read!(self, conn => ops::refunds(conn, filter, page))
    }
}

#[async_trait]
impl LedgerReader for PostgresStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        read!(self, conn => ops::ledger(conn, payments))
    }
}

#[async_trait]
impl EventReader for PostgresStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        read!(self, conn => ops::event(conn, id))
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        read!(self, conn => ops::events(conn, filter, page))
    }
}

#[async_trait]
impl WebhookReader for PostgresStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        read!(self, conn => ops::endpoint(conn, id))
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        read!(self, conn => ops::endpoints(conn, filter, page))
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        read!(self, conn => ops::endpoints_for(conn, merchant))
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        read!(self, conn => ops::delivery(conn, id))
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        read!(self, conn => ops::deliveries(conn, filter, page))
    }
}

#[async_trait]
impl AccessReader for PostgresStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        read!(self, conn => ops::api_key(conn, id))
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        read!(self, conn => ops::api_key_by_hash(conn, secret_hash))
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        read!(self, conn => ops::api_keys(conn, merchant, page))
    }
}

#[async_trait]
impl IdempotencyReader for PostgresStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        read!(self, conn => ops::idempotency(conn, scope, key))
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        read!(self, conn => ops::requests_after(conn, after, limit))
    }
}
