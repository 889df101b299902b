//! The storage port: one way to write, small traits to read. The contract in `testing::contract` says what a store promises.

use super::{
    audit::AuditReader,
    filters::{
        BillFilter, CustomerFilter, Declines, EventFilter, FileFilter, LinkFilter, MessageFilter, PageOf,
        PaymentFilter, PaymentMethodFilter, RefundFilter, Requests, SuppressionFilter, WebhookFilter,
    },
    reports::ReportReader,
    store_error::StoreError,
};
use crate::{
    ApiKeyId, BillId, ChangeSet, CustomerId, Date, DeliveryId, EndpointId, EventId, FileId, LinkId, MerchantId,
    MessageId, PaymentId, PaymentMethodId, RefundId, ReminderId, Stored, SuppressionId, Timestamp,
    records::{
        ApiKeyRecord, BillRecord, Channel, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord,
        FileUsageRecord, IdempotencyRecord, LedgerRecord, LinkRecord, LinkTotals, MerchantRecord, MessageRecord,
        PaymentMethodRecord, PaymentRecord, Queue, RefundRecord, ReminderRecord, SuppressionRecord, WorkRecord,
    },
};
use async_trait::async_trait;
use std::time::Duration;
use uuid::Uuid;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

/// Reads merchants.
#[async_trait]
pub trait MerchantReader: Send + Sync {
    /// One merchant.
    async fn merchant(&self, id: MerchantId) -> Found<MerchantRecord>;
    /// A list of them.
    async fn merchants(&self, page: PageOf) -> Rows<MerchantRecord>;
}

/// Reads customers.
#[async_trait]
pub trait CustomerReader: Send + Sync {
    /// One customer, gone or not.
    async fn customer(&self, id: CustomerId) -> Found<CustomerRecord>;
    /// The merchant's customer with this external id.
    async fn customer_by_external_id(&self, merchant: MerchantId, external_id: &str) -> Found<CustomerRecord>;
    /// Up to `limit` customers that were merged into this one, newest first.
    async fn merged_customers(&self, into: CustomerId, limit: u32) -> Rows<CustomerRecord>;
    /// Whether no link, deleted or not, no payment, invoice, order, saved method and merged customer names this one.
    async fn customer_is_bare(&self, id: CustomerId) -> Result<bool, StoreError>;
    /// A list of them.
    async fn customers(&self, filter: &CustomerFilter, page: PageOf) -> Rows<CustomerRecord>;
}

/// Reads links.
#[async_trait]
pub trait LinkReader: Send + Sync {
    /// One link, deleted or not.
    async fn link(&self, id: LinkId) -> Found<LinkRecord>;
    /// One link by its slug, in any case, deleted or not.
    async fn link_by_slug(&self, slug: &str) -> Found<LinkRecord>;
    /// A list of them.
    async fn links(&self, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord>;
    /// How many links the filter lets through.
    async fn link_count(&self, filter: &LinkFilter) -> Result<u64, StoreError>;
    /// The sums over each link's payments, in the order of `ids` (at most 101).
    async fn link_totals(&self, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError>;
    /// Whether the link's page was shown on that day (UTC).
    async fn was_viewed(&self, link: LinkId, day: Date) -> Result<bool, StoreError>;
}

/// Reads invoices and orders.
#[async_trait]
pub trait BillReader: Send + Sync {
    /// One of them, deleted or not.
    async fn bill(&self, id: BillId) -> Found<BillRecord>;
    /// A list of them.
    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord>;
    /// Those of `ids` (at most 101) that there are, each once, in any order.
    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord>;
    /// The links for one that are open and not deleted, by place.
    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord>;
}

/// Reads payments.
#[async_trait]
pub trait PaymentReader: Send + Sync {
    /// One payment.
    async fn payment(&self, id: PaymentId) -> Found<PaymentRecord>;
    /// A list of them.
    async fn payments(&self, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord>;
    /// The newest payment of each of `links` (at most 101) that has one, each once, in any order.
    async fn latest_payments(&self, links: &[LinkId]) -> Rows<PaymentRecord>;
    /// How many payments created since then have failed.
    async fn declines(&self, of: &Declines, since: Timestamp) -> Result<u64, StoreError>;
}

/// Reads refunds.
#[async_trait]
pub trait RefundReader: Send + Sync {
    /// One refund.
    async fn refund(&self, id: RefundId) -> Found<RefundRecord>;
    /// A list of them.
    async fn refunds(&self, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord>;
}

/// Reads saved payment methods.
#[async_trait]
pub trait PaymentMethodReader: Send + Sync {
    /// One method, revoked or not.
    async fn payment_method(&self, id: PaymentMethodId) -> Found<PaymentMethodRecord>;
    /// A list of them.
    async fn payment_methods(&self, filter: &PaymentMethodFilter, page: PageOf) -> Rows<PaymentMethodRecord>;
}

/// Reads the ledger.
#[async_trait]
pub trait LedgerReader: Send + Sync {
    /// The entries of these payments (at most 101), by payment in the order of `payments`, then by number.
    async fn ledger(&self, payments: &[PaymentId]) -> Result<Vec<LedgerRecord>, StoreError>;
}

/// Reads events.
#[async_trait]
pub trait EventReader: Send + Sync {
    /// One event.
    async fn event(&self, id: EventId) -> Found<EventRecord>;
    /// A list of them.
    async fn events(&self, filter: &EventFilter, page: PageOf) -> Rows<EventRecord>;
}

/// Reads webhook endpoints and deliveries.
#[async_trait]
pub trait WebhookReader: Send + Sync {
    /// One endpoint.
    async fn endpoint(&self, id: EndpointId) -> Found<EndpointRecord>;
    /// A list of them; `filter.merchant_id` shows that merchant's only.
    async fn endpoints(&self, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord>;
    /// Enabled endpoints that get events of `merchant` (its own and the platform's); at most 100, oldest first.
    async fn endpoints_for(&self, merchant: Option<MerchantId>) -> Rows<EndpointRecord>;
    /// One delivery.
    async fn delivery(&self, id: DeliveryId) -> Found<DeliveryRecord>;
    /// A list of them.
    async fn deliveries(&self, filter: &WebhookFilter, page: PageOf) -> Rows<DeliveryRecord>;
}

/// Reads messages and suppressions.
#[async_trait]
pub trait MessageReader: Send + Sync {
    /// One message.
    async fn message(&self, id: MessageId) -> Found<MessageRecord>;
    /// The message with this id at its provider.
    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord>;
    /// A list of them.
    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord>;
    /// How many payment requests were made since then (of kind `payment_request`, in any state but `suppressed`).
    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError>;
    /// One suppression.
    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError>;
    /// What stops messages of this merchant to this address (in lower case): its own suppression and the platform's,
    /// or with no merchant the platform's only.
    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError>;
    /// A list of them.
    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError>;
}

/// Reads reminders.
#[async_trait]
pub trait ReminderReader: Send + Sync {
    /// One reminder.
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord>;
    /// All of a link (the core makes at most 64), by day.
    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord>;
}

/// Reads what is known of files; what is in them lies elsewhere.
#[async_trait]
pub trait FileReader: Send + Sync {
    /// One file.
    async fn file(&self, id: FileId) -> Found<FileRecord>;
    /// A list of them.
    async fn files(&self, filter: &FileFilter, page: PageOf) -> Rows<FileRecord>;
    /// How much space the files of a merchant take; `None` if it never had one.
    async fn file_usage(&self, merchant: MerchantId) -> Found<FileUsageRecord>;
}

/// Reads API keys.
#[async_trait]
pub trait AccessReader: Send + Sync {
    /// One key by id.
    async fn api_key(&self, id: ApiKeyId) -> Found<ApiKeyRecord>;
    /// One key by the hash of its secret.
    async fn api_key_by_hash(&self, secret_hash: &str) -> Found<ApiKeyRecord>;
    /// A list of them, revoked ones included; of one merchant if given.
    async fn api_keys(&self, merchant: Option<MerchantId>, page: PageOf) -> Rows<ApiKeyRecord>;
}

/// Reads answered requests.
#[async_trait]
pub trait IdempotencyReader: Send + Sync {
    /// The request with this key, expired or not.
    async fn idempotency(&self, scope: &str, key: &str) -> Found<IdempotencyRecord>;
    /// Up to `limit` requests after this scope and key, in an order of the store's own that never changes.
    async fn requests_after(&self, after: Option<(&str, &str)>, limit: u32) -> Rows<IdempotencyRecord>;
}

/// Hands out work under leases: a claimed piece is invisible until its lease ends.
#[async_trait]
pub trait WorkQueue: Send + Sync {
    /// Lanes of `queue` that have work due, at most `limit`, those in `except` left out.
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError>;
    /// Claims up to `limit` due pieces, oldest first, of one lane if given: moves `run_at` to `now + lease`
    /// and counts the version up, so that whoever held it before can settle it no more.
    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError>;
    /// How many pieces wait in `queue`, and since when the oldest due one has been due.
    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError>;
}

/// Small documents of an adapter that has state of its own, written one at a time on condition.
#[async_trait]
pub trait DocumentStore: Send + Sync {
    /// One document (JSON text) and its version.
    async fn document(&self, kind: &str, key: &str) -> Found<String>;
    /// Writes it if its version is still `expected` (`None`: if it does not exist yet); else `Stale`.
    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<crate::Version>,
        text: &str,
    ) -> Result<crate::Version, StoreError>;
}

/// Housekeeping.
#[async_trait]
pub trait Maintenance: Send + Sync {
    /// `Ok` when the store answers.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Removes up to `limit` idempotency records that ended at or before `now`, have an answer, and whose payment,
    /// if they began one, is neither processing nor waiting for an action, and whose refund is not processing; returns
    /// how many.
    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError>;
    /// Makes what was overwritten or removed unreadable in the store's own files, as far as it keeps old copies and can
    /// get rid of them without stopping others.
    async fn shred(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes down what links are found by ([`LinkRecord::terms`]) for up to `limit` links that an earlier version of
    /// the store kept without; returns how many. A store that was never without has nothing to do.
    async fn note_terms(&self, limit: u32) -> Result<u64, StoreError> {
        let _ = limit;
        Ok(0)
    }
}

/// A store: everything above and the one way to write.
#[async_trait]
pub trait Store:
    MerchantReader
    + CustomerReader
    + LinkReader
    + BillReader
    + PaymentReader
    + RefundReader
    + PaymentMethodReader
    + LedgerReader
    + EventReader
    + WebhookReader
    + MessageReader
    + ReminderReader
    + FileReader
    + ReportReader
    + AccessReader
    + IdempotencyReader
    + AuditReader
    + WorkQueue
    + DocumentStore
    + Maintenance
{
    /// Applies all changes or none, durably: when this returns `Ok`, a crash loses nothing of it.
    ///
    /// # Errors
    /// `Stale`, `Taken`, `Unavailable`: nothing was written. `OutcomeUnknown`: read to find out.
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError>;
}
