//! A store in which the whole state is one value behind a lock. A commit works on a copy, checks the rules on the
//! copy as a whole and swaps it in, which makes it all or nothing.

mod audit;
mod bills;
mod commit;
mod customers;
mod files;
mod messages;
mod methods;
mod read;
mod reports;
mod work;

use async_trait::async_trait;
use paylink_core::{
    ApiKeyId, AuditId, BillId, ChangeSet, CustomerId, Date, DeliveryId, EndpointId, EventId, FactId, FileId, LinkId,
    MAX_CHANGES, MerchantId, MessageId, PaymentId, PaymentMethodId, RefundId, ReminderId, Stored, SuppressionId,
    ports::{Store, StoreError},
    records::{
        ApiKeyRecord, AuditRecord, BillRecord, CountKey, CountSums, CustomerRecord, DeliveryRecord, EndpointRecord,
        EventRecord, FactRecord, FileRecord, FileUsageRecord, IdempotencyRecord, LedgerRecord, LinkRecord,
        MerchantRecord, MessageRecord, PaymentMethodRecord, PaymentRecord, RefundRecord, ReminderRecord, SealRecord,
        Slot, SuppressionRecord, Tier, WorkKey, WorkRecord,
    },
    testing::contract::Fixture,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

type Table<K, V> = BTreeMap<K, Stored<V>>;

/// Everything the store holds: one table per kind of row.
#[derive(Clone, Default)]
struct State {
    merchants: Table<MerchantId, MerchantRecord>,
    customers: Table<CustomerId, CustomerRecord>,
    links: Table<LinkId, LinkRecord>,
    bills: Table<BillId, BillRecord>,
    payments: Table<PaymentId, PaymentRecord>,
    refunds: Table<RefundId, RefundRecord>,
    payment_methods: Table<PaymentMethodId, PaymentMethodRecord>,
    ledger: BTreeMap<(PaymentId, i64), LedgerRecord>,
    events: Table<EventId, EventRecord>,
    api_keys: Table<ApiKeyId, ApiKeyRecord>,
    endpoints: Table<EndpointId, EndpointRecord>,
    deliveries: Table<DeliveryId, DeliveryRecord>,
    messages: Table<MessageId, MessageRecord>,
    reminders: Table<ReminderId, ReminderRecord>,
    suppressions: Table<SuppressionId, SuppressionRecord>,
    files: Table<FileId, FileRecord>,
    file_usage: Table<MerchantId, FileUsageRecord>,
    /// How often a link's page was shown on a day.
    views: BTreeMap<(LinkId, Date), i64>,
    facts: BTreeMap<FactId, FactRecord>,
    /// Per merchant, or of all together.
    counts: BTreeMap<(Option<MerchantId>, Tier, Slot, CountKey), CountSums>,
    requests: Table<(String, String), IdempotencyRecord>,
    work: Table<WorkKey, WorkRecord>,
    documents: Table<(String, String), String>,
    audit: BTreeMap<AuditId, AuditRecord>,
    /// The number of the seal over an entry, or 0 while it waits for one.
    sealed: BTreeMap<AuditId, i64>,
    seals: BTreeMap<i64, SealRecord>,
}

/// The store: a state and a lock.
#[derive(Default)]
struct SwapStore(Mutex<State>);

impl SwapStore {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for SwapStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let count = changes.changes().len();
        if count > MAX_CHANGES {
            let problem = format!("{count} changes are too many");
            return Err(StoreError::Corrupt { entity: "change_set", id: String::new(), problem });
        }
        let mut state = self.state();
        let mut next = state.clone();
        for change in changes.changes() {
            next.apply(change.clone())?;
        }
        next.check()?;
        // a store on disk makes `next` durable here, before anyone is told
        *state = next;
        Ok(())
    }
}

/// A limit as a length.
fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

/// Tells the contract how to get at such a store.
pub(crate) struct Swapping;

#[async_trait]
impl Fixture for Swapping {
    async fn fresh(&self) -> Arc<dyn Store> {
        Arc::new(SwapStore::default())
    }

    async fn reopen(&self, _store: Arc<dyn Store>) -> Option<Arc<dyn Store>> {
        None // it is gone with its process, so the durability cases are skipped
    }
}
