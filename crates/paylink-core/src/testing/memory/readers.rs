//! The readers of the memory store.

use super::{MemoryStore, lists};
use crate::{
    ApiKeyId, Date, DeliveryId, EndpointId, EventId, LinkId, MerchantId, PaymentId, RefundId, Stored, Timestamp,
    TypedId,
    ports::{
        AccessReader, Declines, EventFilter, EventReader, IdempotencyReader, LedgerReader, LinkFilter, LinkReader,
        MerchantReader, PageOf, PaymentFilter, PaymentReader, RefundFilter, RefundReader, StoreError, WebhookFilter,
        WebhookReader,
    },
    records::{
        ApiKeyRecord, DeliveryRecord, EndpointRecord, EventRecord, IdempotencyRecord, LedgerRecord, LinkRecord,
        LinkTotals, MerchantRecord, PaymentRecord, PaymentStatus, RefundRecord,
    },
};

use async_trait::async_trait;
use std::collections::BTreeSet;
use uuid::Uuid;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

/// At most this many endpoints get one event.
const MAX_ENDPOINTS: usize = 100;

#[async_trait]
impl MerchantReader for MemoryStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        Ok(self.open()?.merchants.get(&id).cloned())
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        Ok(lists::page(self.open()?.merchants.values(), page, |_| true))
    }
}

#[async_trait]
impl LinkReader for MemoryStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        Ok(self.open()?.links.get(&id).cloned())
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        let tables = self.open()?;
        Ok(tables.slugs.get(&slug.to_ascii_lowercase()).and_then(|id| tables.links.get(id)).cloned())
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        let (order, by) = (&filter.order, filter.order.by);
        let keep = |row: &LinkRecord| lists::link(filter, row);
        Ok(lists::sorted_page(self.open()?.links.values(), page, order, |row| by.key(row), keep))
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        let tables = self.open()?;
        let count = tables.links.values().filter(|row| lists::link(filter, &row.value)).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        let tables = self.open()?;
        let total = |id: &LinkId| {
            let mut sum = LinkTotals::default();
            for ((_, payment), ()) in tables.payments_of_link.range(all_of(*id)) {
                let Some(row) = tables.payments.get(payment) else { continue };
                sum.payments_count = sum.payments_count.saturating_add(1);
                sum.refunded_minor = sum.refunded_minor.saturating_add(row.value.refunded_minor);
                if row.value.status == PaymentStatus::Succeeded {
                    sum.paid_count = sum.paid_count.saturating_add(1);
                    sum.paid_minor = sum.paid_minor.saturating_add(row.value.amount_minor);
                }
            }
            sum.views_count = tables.views.get(id).map_or(0, |days| days.values().sum());
            sum
        };
        Ok(ids.iter().map(total).collect())
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        Ok(self.open()?.views.get(&link).is_some_and(|days| days.contains_key(&day)))
    }
}

fn all_of(link: LinkId) -> std::ops::RangeInclusive<(LinkId, PaymentId)> {
    (link, PaymentId::from_uuid(Uuid::nil()))..=(link, PaymentId::from_uuid(Uuid::max()))
}

#[async_trait]
impl PaymentReader for MemoryStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        Ok(self.open()?.payments.get(&id).cloned())
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        let tables = self.open()?;
        let (order, by) = (&filter.order, filter.order.by);
        let key = |row: &PaymentRecord| by.of_payment(row);
        let keep = |row: &PaymentRecord| lists::payment(filter, row);
        let Some(link) = filter.link_id else {
            return Ok(lists::sorted_page(tables.payments.values(), page, order, key, keep));
        };
        let rows = tables.payments_of_link.range(all_of(link)).filter_map(|((_, id), ())| tables.payments.get(id));
        Ok(lists::sorted_page(rows, page, order, key, keep))
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        let tables = self.open()?;
        let newest = |link: &LinkId| {
            let rows = tables.payments_of_link.range(all_of(*link)).filter_map(|((_, id), ())| tables.payments.get(id));
            rows.max_by_key(|row| (row.value.created_at, row.value.id)).cloned()
        };
        Ok(links.iter().copied().collect::<BTreeSet<_>>().iter().filter_map(newest).collect())
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        let tables = self.open()?;
        let failed = |id: &PaymentId| {
            let row = tables.payments.get(id).map(|row| &row.value);
            row.is_some_and(|row| row.status == PaymentStatus::Failed && row.created_at >= since)
        };
        let count = match of {
            Declines::OnLink(link) => {
                tables.payments_of_link.range(all_of(*link)).filter(|((_, id), ())| failed(id)).count()
            }
            Declines::FromOrigin(origin) => {
                let first = (origin.clone(), since, PaymentId::from_uuid(Uuid::nil()));
                let of_origin =
                    tables.payments_of_origin.range(first..).take_while(|((other, ..), ())| other == origin);
                of_origin.filter(|((.., id), ())| failed(id)).count()
            }
        };
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

#[async_trait]
impl RefundReader for MemoryStore {
    async fn refund(&self, id: RefundId) -> Found<RefundRecord> {
        Ok(self.open()?.refunds.get(&id).cloned())
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
        let tables = self.open()?;
        let (order, by) = (&filter.order, filter.order.by);
        let key = |row: &RefundRecord| by.of_refund(row);
        let keep = |row: &RefundRecord| lists::refund(filter, row);
        let Some(payment) = filter.payment_id else {
            return Ok(lists::sorted_page(tables.refunds.values(), page, order, key, keep));
        };
        let own = (payment, RefundId::from_uuid(Uuid::nil()))..=(payment, RefundId::from_uuid(Uuid::max()));
        let rows = tables.refunds_of_payment.range(own).filter_map(|((_, id), ())| tables.refunds.get(id));
        Ok(lists::sorted_page(rows, page, order, key, keep))
    }
}

#[async_trait]
impl LedgerReader for MemoryStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        let tables = self.open()?;
        let own = |id: &PaymentId| tables.ledger.range((*id, i64::MIN)..=(*id, i64::MAX)).map(|(_, row)| row.clone());
        Ok(payments.iter().flat_map(own).collect())
    }
}

#[async_trait]
impl EventReader for MemoryStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        Ok(self.open()?.events.get(&id).cloned())
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        Ok(lists::page(self.open()?.events.values(), page, |row| lists::event(filter, row)))
    }
}

#[async_trait]
impl WebhookReader for MemoryStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        Ok(self.open()?.endpoints.get(&id).cloned())
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        Ok(lists::page(self.open()?.endpoints.values(), page, |row| lists::endpoint(filter, row)))
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        let everything = PageOf { after: None, limit: u32::MAX };
        let gets = |row: &EndpointRecord| !row.disabled && (row.merchant_id.is_none() || row.merchant_id == merchant);
        let mut rows = lists::page(self.open()?.endpoints.values(), everything, gets);
        rows.reverse();
        rows.truncate(MAX_ENDPOINTS);
        Ok(rows)
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        Ok(self.open()?.deliveries.get(&id).cloned())
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        Ok(lists::page(self.open()?.deliveries.values(), page, |row| lists::delivery(filter, row)))
    }
}

#[async_trait]
impl AccessReader for MemoryStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        Ok(self.open()?.api_keys.get(&id).cloned())
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        let tables = self.open()?;
        Ok(tables.api_key_hashes.get(&secret_hash.to_owned()).and_then(|id| tables.api_keys.get(id)).cloned())
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        let of = |row: &ApiKeyRecord| merchant.is_none() || row.merchant_id == merchant;
        Ok(lists::page(self.open()?.api_keys.values(), page, of))
    }
}

#[async_trait]
impl IdempotencyReader for MemoryStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        Ok(self.open()?.idempotency.get(&(scope.to_owned(), key.to_owned())).cloned())
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        let later = |row: &&Stored<IdempotencyRecord>| {
            after.is_none_or(|after| (row.value.scope.as_str(), row.value.key.as_str()) > after)
        };
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.open()?.idempotency.values().filter(later).take(most).cloned().collect())
    }
}
