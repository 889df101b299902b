//! The readers: each looks at the state as it is and answers with copies.

use super::{SwapStore, Table, size};
use async_trait::async_trait;
use paylink_core::{
    ApiKeyId, Date, DeliveryId, EndpointId, EventId, LinkId, MerchantId, PaymentId, RefundId, Stored, Timestamp,
    TypedId,
    ports::{
        AccessReader, Declines, EventFilter, EventReader, IdempotencyReader, LedgerReader, LinkFilter, LinkReader,
        MerchantReader, PageOf, PaymentFilter, PaymentReader, Position, RefundFilter, RefundReader, StoreError,
        WebhookFilter, WebhookReader,
    },
    records::{
        ApiKeyRecord, DeliveryRecord, EndpointRecord, EventRecord, IdempotencyRecord, LedgerRecord, LinkRecord,
        LinkStateName, LinkTotals, MerchantRecord, PaymentRecord, PaymentStatus, RefundRecord,
    },
    views::{LinkPaymentStatus, LinkStatus},
};
use std::{cmp::Reverse, collections::BTreeMap};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

/// One page of the rows that `keep` lets through, newest first.
macro_rules! page {
    ($table:expr, $page:expr, $keep:expr) => {
        list($table, $page, |row| Position { created_at: row.created_at, id: row.id.uuid() }, $keep)
    };
}

pub(super) fn list<K, V: Clone>(
    table: &Table<K, V>,
    page: PageOf,
    place: impl Fn(&V) -> Position,
    keep: impl Fn(&V) -> bool,
) -> Vec<Stored<V>> {
    let older = |row: &V| page.after.is_none_or(|after| place(row) < after);
    let mut rows: Vec<_> = table.values().filter(|row| older(&row.value) && keep(&row.value)).collect();
    rows.sort_by_key(|row| Reverse(place(&row.value)));
    rows.into_iter().take(size(page.limit)).cloned().collect()
}

/// The same in the order of the filter; `$key` says by what.
macro_rules! sorted {
    ($state:expr, $table:ident, $page:expr, $order:expr, $key:expr, $keep:expr) => {{
        let (state, page, order) = ($state, $page, &$order);
        let place = |row: &_| ($key(row), Position { created_at: row.created_at, id: row.id.uuid() });
        let mut rows: Vec<_> = state.$table.values().filter(|row| $keep(&row.value)).collect();
        rows.sort_by(|one, other| order.compare(place(&one.value), place(&other.value)));
        let later = |row: &&&Stored<_>| page.after.is_none_or(|after| order.is_after(place(&row.value), after));
        rows.iter().filter(later).take(size(page.limit)).map(|row| Stored::clone(row)).collect()
    }};
}

pub(super) fn asks<T: PartialEq>(wanted: &Option<T>, is: &T) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == is)
}

pub(super) fn asks_some<T: PartialEq>(wanted: &Option<T>, is: &Option<T>) -> bool {
    wanted.is_none() || wanted == is
}

pub(super) fn within<T: PartialOrd>((from, until): (Option<T>, Option<T>), at: T) -> bool {
    from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
}

/// Amounts have an upper bound that is let through.
fn costs((from, to): (Option<i64>, Option<i64>), minor: Option<i64>) -> bool {
    from.is_none_or(|from| minor.is_some_and(|minor| from <= minor))
        && to.is_none_or(|to| minor.is_some_and(|minor| minor <= to))
}

fn due((from, until): (Option<Date>, Option<Date>), day: Option<Date>) -> bool {
    day.map_or(from.is_none() && until.is_none(), |day| within((from, until), day))
}

fn shown(row: &LinkRecord, now: Timestamp) -> LinkStatus {
    match row.state {
        LinkStateName::Completed => LinkStatus::Completed,
        LinkStateName::Cancelled => LinkStatus::Cancelled,
        LinkStateName::Open if within((row.starts_at, row.ends_at), now) => LinkStatus::Active,
        LinkStateName::Open => LinkStatus::Inactive,
    }
}

#[async_trait]
impl MerchantReader for SwapStore {
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord> {
        Ok(self.state().merchants.get(&id).cloned())
    }

    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord> {
        Ok(page!(&self.state().merchants, page, |_| true))
    }
}

#[async_trait]
impl LinkReader for SwapStore {
    async fn link(&self, id: LinkId) -> Found<LinkRecord> {
        Ok(self.state().links.get(&id).cloned())
    }

    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord> {
        Ok(self.state().links.values().find(|row| row.value.slug.eq_ignore_ascii_case(slug)).cloned())
    }

    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        let paid = |row: &LinkRecord| match row.state {
            LinkStateName::Completed => LinkPaymentStatus::Paid,
            LinkStateName::Open | LinkStateName::Cancelled => LinkPaymentStatus::Unpaid,
        };
        let by = filter.order.by;
        let keep = |row: &LinkRecord| {
            (filter.with_deleted || row.deleted_at.is_none())
                && asks(&filter.merchant_id, &row.merchant_id)
                && asks_some(&filter.customer_id, &row.customer_id)
                && filter.status.is_none_or(|(status, now)| status == shown(row, now))
                && asks(&filter.payment_status, &paid(row))
                && asks_some(&filter.external_id, &row.external_id)
                && asks_some(&filter.order_number, &row.order_number)
                && asks_some(&filter.customer_email, &row.customer_email_key())
                && (filter.bill_id.is_none() || filter.bill_id == row.bill.map(|bill| bill.id))
                && asks_some(&filter.invoice_number, &row.invoice_number)
                && asks(&filter.usage, &row.usage)
                && asks(&filter.currency, &row.currency)
                && costs((filter.amount_from, filter.amount_to), row.list_minor())
                && within((filter.created_from, filter.created_until), row.created_at)
                && within((filter.updated_from, filter.updated_until), row.updated_at)
                && due((filter.due_from, filter.due_until), row.due_date)
                && filter.terms.iter().all(|term| term.finds(&row.terms()))
        };
        Ok(sorted!(self.state(), links, page, filter.order, |row| by.key(row), keep))
    }

    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError> {
        let all = PageOf { after: None, limit: u32::MAX };
        Ok(u64::try_from(self.links(filter, all).await?.len()).unwrap_or(u64::MAX))
    }

    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
        let state = self.state();
        let add = |sum: LinkTotals, row: &PaymentRecord| {
            let paid = row.status == PaymentStatus::Succeeded;
            LinkTotals {
                payments_count: sum.payments_count + 1,
                refunded_minor: sum.refunded_minor + row.refunded_minor,
                paid_count: sum.paid_count + i64::from(paid),
                paid_minor: sum.paid_minor + if paid { row.amount_minor } else { 0 },
                ..sum
            }
        };
        let rows = || state.payments.values().map(|row| &row.value);
        let views = |id| state.views.iter().filter(|((link, _), _)| *link == id).map(|(_, count)| count).sum();
        let start = |id| LinkTotals { views_count: views(id), ..LinkTotals::default() };
        let total = |id| rows().filter(|row| row.link_id == id).fold(start(id), add);
        Ok(ids.iter().copied().map(total).collect())
    }

    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError> {
        Ok(self.state().views.contains_key(&(link, day)))
    }
}

#[async_trait]
impl PaymentReader for SwapStore {
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord> {
        Ok(self.state().payments.get(&id).cloned())
    }

    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
        let by = filter.order.by;
        let keep = |row: &PaymentRecord| {
            asks(&filter.merchant_id, &row.merchant_id)
                && asks_some(&filter.customer_id, &row.customer_id)
                && asks(&filter.link_id, &row.link_id)
                && asks(&filter.status, &row.status)
                && asks(&filter.method, &row.method)
                && asks_some(&filter.payer_email, &row.payer_email.as_deref().map(str::to_ascii_lowercase))
                && asks(&filter.currency, &row.currency)
                && costs((filter.amount_from, filter.amount_to), Some(row.amount_minor))
                && within((filter.created_from, filter.created_until), row.created_at)
        };
        Ok(sorted!(self.state(), payments, page, filter.order, |row| by.of_payment(row), keep))
    }

    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord> {
        let mut newest: BTreeMap<LinkId, Stored<PaymentRecord>> = BTreeMap::new();
        let state = self.state();
        let mut rows: Vec<_> = state.payments.values().filter(|row| links.contains(&row.value.link_id)).collect();
        rows.sort_by_key(|row| (row.value.created_at, row.value.id));
        newest.extend(rows.into_iter().map(|row| (row.value.link_id, row.clone())));
        Ok(newest.into_values().collect())
    }

    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
        let meant = |row: &PaymentRecord| match of {
            Declines::OnLink(link) => row.link_id == *link,
            Declines::FromOrigin(origin) => row.payer_origin.as_ref() == Some(origin),
        };
        let failed = |row: &PaymentRecord| row.status == PaymentStatus::Failed && row.created_at >= since;
        let state = self.state();
        let count = state.payments.values().filter(|row| failed(&row.value) && meant(&row.value)).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

#[async_trait]
impl RefundReader for SwapStore {
    async fn refund(&self, id: RefundId) -> Found<RefundRecord> {
        Ok(self.state().refunds.get(&id).cloned())
    }

    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
        let by = filter.order.by;
        let keep = |row: &RefundRecord| {
            asks(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.payment_id, &row.payment_id)
                && asks(&filter.link_id, &row.link_id)
                && asks(&filter.status, &row.status)
                && asks(&filter.currency, &row.currency)
                && costs((filter.amount_from, filter.amount_to), Some(row.amount_minor))
                && within((filter.created_from, filter.created_until), row.created_at)
        };
        Ok(sorted!(self.state(), refunds, page, filter.order, |row| by.of_refund(row), keep))
    }
}

#[async_trait]
impl LedgerReader for SwapStore {
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError> {
        let state = self.state();
        let own = |id: &PaymentId| state.ledger.range((*id, 0)..=(*id, i64::MAX)).map(|(_, row)| row.clone());
        Ok(payments.iter().flat_map(own).collect())
    }
}

#[async_trait]
impl EventReader for SwapStore {
    async fn event(&self, id: EventId) -> Found<EventRecord> {
        Ok(self.state().events.get(&id).cloned())
    }

    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
        Ok(page!(&self.state().events, page, |row| {
            asks_some(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.kind, &row.kind)
                && asks_some(&filter.link_id, &row.link_id)
                && within((filter.created_from, filter.created_until), row.created_at)
        }))
    }
}

#[async_trait]
impl WebhookReader for SwapStore {
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord> {
        Ok(self.state().endpoints.get(&id).cloned())
    }

    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
        Ok(page!(&self.state().endpoints, page, |row| asks_some(&filter.merchant_id, &row.merchant_id)))
    }

    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
        let gets = |row: &EndpointRecord| !row.disabled && (row.merchant_id.is_none() || row.merchant_id == merchant);
        let mut rows = page!(&self.state().endpoints, PageOf { after: None, limit: u32::MAX }, gets);
        rows.reverse();
        rows.truncate(100);
        Ok(rows)
    }

    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord> {
        Ok(self.state().deliveries.get(&id).cloned())
    }

    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord> {
        Ok(page!(&self.state().deliveries, page, |row| {
            asks_some(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.endpoint_id, &row.endpoint_id)
                && asks(&filter.event_id, &row.event_id)
                && asks(&filter.status, &row.status)
        }))
    }
}

#[async_trait]
impl AccessReader for SwapStore {
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord> {
        Ok(self.state().api_keys.get(&id).cloned())
    }

    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord> {
        Ok(self.state().api_keys.values().find(|row| row.value.secret_hash == secret_hash).cloned())
    }

    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord> {
        Ok(page!(&self.state().api_keys, page, |row| asks_some(&merchant, &row.merchant_id)))
    }
}

#[async_trait]
impl IdempotencyReader for SwapStore {
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord> {
        Ok(self.state().requests.get(&(scope.to_owned(), key.to_owned())).cloned())
    }

    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord> {
        let later = |(scope, key): &(String, String)| after.is_none_or(|after| (scope.as_str(), key.as_str()) > after);
        let state = self.state();
        Ok(state.requests.iter().filter(|(key, _)| later(key)).take(size(limit)).map(|(_, row)| row.clone()).collect())
    }
}
