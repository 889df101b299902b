//! Reads: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    ApiKeyId, AuditId, Date, DeliveryId, EndpointId, EventId, LinkId, MerchantId, PaymentId, RefundId, Stored,
    Timestamp,
    ports::{
        AccessReader, AuditFilter, AuditReader, Declines, EventFilter, EventReader, IdempotencyReader, LedgerReader,
        LinkFilter, LinkReader, MerchantReader, PageOf, PaymentFilter, PaymentReader, RefundFilter, RefundReader,
        StoreError, WebhookFilter, WebhookReader,
    },
    records::{
        ApiKeyRecord, AuditRecord, DeliveryRecord, EndpointRecord, EventRecord, IdempotencyRecord, LedgerRecord,
        LinkRecord, LinkTotals, MerchantRecord, PaymentRecord, RefundRecord, SealRecord, Unsealed,
    },
};
use uuid::Uuid;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MerchantReader for SimStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        self.read("merchant", self.world.inner.store.merchant(id)).await
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        self.read("merchants", self.world.inner.store.merchants(page)).await
    }
}

#[async_trait]
impl LinkReader for SimStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        self.read("link", self.world.inner.store.link(id)).await
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        self.read("link", self.world.inner.store.link_by_slug(slug)).await
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        self.read("links", self.world.inner.store.links(filter, page)).await
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        self.read("link count", self.world.inner.store.link_count(filter)).await
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        self.read("totals", self.world.inner.store.link_totals(ids)).await
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        self.read("view", self.world.inner.store.was_viewed(link, day)).await
    }
}

#[async_trait]
impl PaymentReader for SimStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        self.read("payment", self.world.inner.store.payment(id)).await
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        self.read("payments", self.world.inner.store.payments(filter, page)).await
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        self.read("payments", self.world.inner.store.latest_payments(links)).await
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        self.read("declines", self.world.inner.store.declines(of, since)).await
    }
}

#[async_trait]
impl RefundReader for SimStore {
    async fn refund(&self, id: RefundId) -> Found<RefundRecord> {
        self.read("refund", self.world.inner.store.refund(id)).await
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
        self.read("refunds", self.world.inner.store.refunds(filter, page)).await
    }
}

#[async_trait]
impl LedgerReader for SimStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        self.read("ledger", self.world.inner.store.ledger(payments)).await
    }
}

#[async_trait]
impl EventReader for SimStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        self.read("event", self.world.inner.store.event(id)).await
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        self.read("events", self.world.inner.store.events(filter, page)).await
    }
}

#[async_trait]
impl WebhookReader for SimStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        self.read("endpoint", self.world.inner.store.endpoint(id)).await
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        self.read("endpoints", self.world.inner.store.endpoints(filter, page)).await
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        self.read("endpoints", self.world.inner.store.endpoints_for(merchant)).await
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        self.read("delivery", self.world.inner.store.delivery(id)).await
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        self.read("deliveries", self.world.inner.store.deliveries(filter, page)).await
    }
}

#[async_trait]
impl AccessReader for SimStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        self.read("api key", self.world.inner.store.api_key(id)).await
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        self.read("api key", self.world.inner.store.api_key_by_hash(secret_hash)).await
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        self.read("api keys", self.world.inner.store.api_keys(merchant, page)).await
    }
}

#[async_trait]
impl IdempotencyReader for SimStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        self.read("request", self.world.inner.store.idempotency(scope, key)).await
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        self.read("requests", self.world.inner.store.requests_after(after, limit)).await
    }
}

#[async_trait]
impl AuditReader for SimStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Result<Vec<AuditRecord>, StoreError> {
        self.read("audit log", self.world.inner.store.audit_log(filter, page)).await
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Result<Vec<AuditRecord>, StoreError> {
        self.read("audit log", self.world.inner.store.audit_of(rows)).await
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        self.read("unsealed", self.world.inner.store.unsealed(limit)).await
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        self.read("unsealed", self.world.inner.store.audit_backlog()).await
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        self.read("seals", self.world.inner.store.seals(after, limit)).await
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        self.read("seals", self.world.inner.store.last_seal()).await
    }

    async fn sealed_by(&self, number: i64) -> Result<Vec<AuditRecord>, StoreError> {
        self.read("audit log", self.world.inner.store.sealed_by(number)).await
    }

    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError> {
        self.read("audit log", self.world.inner.store.audit_strays(limit)).await
    }
}
