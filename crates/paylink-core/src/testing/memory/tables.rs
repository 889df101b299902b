//! The tables of the memory store and the indexes beside them.

use super::table::Table;
use crate::{
    ApiKeyId, AuditId, BillId, CustomerId, Date, DeliveryId, EndpointId, EventId, FactId, FileId, LedgerEntryId,
    LinkId, MerchantId, MessageId, PaymentId, PaymentMethodId, RefundId, ReminderId, Stored, SuppressionId, Timestamp,
    records::{
        ApiKeyRecord, AuditRecord, BillKind, BillRecord, Channel, CountKey, CountSums, CustomerRecord, DeliveryRecord,
        EndpointRecord, EventRecord, FactRecord, FileRecord, FileUsageRecord, IdempotencyRecord, LedgerRecord,
        LinkRecord, MerchantRecord, MessageKind, MessageRecord, PaymentMethodRecord, PaymentRecord, Queue,
        RefundRecord, ReminderRecord, SealRecord, Slot, SuppressionRecord, Tier, WorkKey, WorkRecord,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

type Rows<K, V> = Table<K, Stored<V>>;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $table:ty,)+) => {
        #[derive(Debug, Default)]
        pub(super) struct Tables {
            $($(#[$doc])* pub(super) $name: $table,)+
        }

        impl Tables {
            /// Makes everything done so far permanent.
            pub(super) fn keep(&mut self) {
                $(self.$name.keep();)+
            }

            /// Undoes everything that was not kept.
            pub(super) fn take_back(&mut self) {
                $(self.$name.take_back();)+
            }
        }
    };
}

tables! {
    merchants: Rows<MerchantId, MerchantRecord>,
    merchant_external_ids: Table<String, MerchantId>,
    customers: Rows<CustomerId, CustomerRecord>,
    customer_external_ids: Table<(MerchantId, String), CustomerId>,
    links: Rows<LinkId, LinkRecord>,
    /// By slug in lower case.
    slugs: Table<String, LinkId>,
    link_external_ids: Table<(MerchantId, String), LinkId>,
    /// How often each link's page was shown, by day.
    views: Table<LinkId, BTreeMap<Date, i64>>,
    bills: Rows<BillId, BillRecord>,
    bill_numbers: Table<(MerchantId, BillKind, String), BillId>,
    /// The open link at each place of a bill.
    open_links_of_bill: Table<(BillId, i64), LinkId>,
    payments: Rows<PaymentId, PaymentRecord>,
    payments_of_link: Table<(LinkId, PaymentId), ()>,
    payments_of_origin: Table<(String, Timestamp, PaymentId), ()>,
    /// The one live or succeeded payment of an exclusive link.
    live_payments: Table<LinkId, PaymentId>,
    /// The one live or succeeded payment of a bill.
    live_payments_of_bill: Table<BillId, PaymentId>,
    refunds: Rows<RefundId, RefundRecord>,
    refunds_of_payment: Table<(PaymentId, RefundId), ()>,
    payment_methods: Rows<PaymentMethodId, PaymentMethodRecord>,
    method_of_payment: Table<PaymentId, PaymentMethodId>,
    /// By payment and number.
    ledger: Table<(PaymentId, i64), LedgerRecord>,
    ledger_ids: Table<LedgerEntryId, ()>,
    events: Rows<EventId, EventRecord>,
    api_keys: Rows<ApiKeyId, ApiKeyRecord>,
    api_key_hashes: Table<String, ApiKeyId>,
    endpoints: Rows<EndpointId, EndpointRecord>,
    deliveries: Rows<DeliveryId, DeliveryRecord>,
    delivery_pairs: Table<(EndpointId, EventId), DeliveryId>,
    messages: Rows<MessageId, MessageRecord>,
    messages_of_link: Table<(LinkId, MessageId), ()>,
    messages_to: Table<(String, Timestamp, MessageId), ()>,
    messages_of_reminder: Table<(ReminderId, Channel), MessageId>,
    messages_of_event: Table<(EventId, MessageKind, Channel), MessageId>,
    reminders: Rows<ReminderId, ReminderRecord>,
    /// By link and day (`YYYY-MM-DD`).
    reminder_days: Table<(LinkId, String), ReminderId>,
    suppressions: Rows<SuppressionId, SuppressionRecord>,
    suppressed: Table<(Option<MerchantId>, Channel, String), SuppressionId>,
    files: Rows<FileId, FileRecord>,
    file_usage: Rows<MerchantId, FileUsageRecord>,
    facts: Table<FactId, FactRecord>,
    /// By merchant (or all together), tier, first quarter and what is counted.
    counts: Table<(Option<MerchantId>, Tier, Slot, CountKey), CountSums>,
    /// By scope and key.
    idempotency: Rows<(String, String), IdempotencyRecord>,
    work: Rows<WorkKey, WorkRecord>,
    /// Every piece by when it is due.
    work_due: Table<(Queue, Timestamp, Uuid), ()>,
    audit: Table<AuditId, AuditRecord>,
    audit_of_row: Table<(Uuid, i64, AuditId), ()>,
    /// Entries that no seal covers.
    audit_waiting: Table<AuditId, ()>,
    audit_sealed: Table<(i64, AuditId), ()>,
    seals: Table<i64, SealRecord>,
    /// By kind and key.
    documents: Rows<(String, String), String>,
}
