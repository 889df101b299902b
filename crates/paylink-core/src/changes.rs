//! What a decision wants written: plain data, applied all or nothing.

use crate::{
    CustomerId, Date, EndpointId, FactId, FileId, LinkId, MerchantId, PaymentId, PaymentMethodId, SuppressionId,
    records::{
        ApiKeyRecord, AuditRecord, BillRecord, CountRecord, CustomerRecord, DeliveryRecord, EndpointRecord,
        EventRecord, FactRecord, FileRecord, FileUsageRecord, IdempotencyRecord, LedgerRecord, LinkRecord,
        MerchantRecord, MessageRecord, PaymentMethodRecord, PaymentRecord, RefundRecord, ReminderRecord, SealRecord,
        SuppressionRecord, WorkKey, WorkRecord,
    },
};
use std::fmt;

/// Counts the writes of a row, from 1. A write names the version it has seen and fails if there is a newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub i64);

impl Version {
    /// The version of a row just inserted.
    pub const FIRST: Self = Self(1);

    /// The version after one more write.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The row.
    pub value: T,
    /// Its version then.
    pub version: Version,
}

/// One write. Exhaustive on purpose: a new kind must break every adapter at compile time.
///
/// `Insert…` fails with `Taken` when a unique key is in use; `Update…` and `Finish…` fail with
/// `Stale` unless the row exists at exactly the version of the `Stored` that is passed, and make
/// it [`Version::next`]. `Expect…` writes nothing but fails alike.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new merchant.
    InsertMerchant(MerchantRecord),
    /// A changed merchant.
    UpdateMerchant(Stored<MerchantRecord>),
    /// A merchant that goes, with the count of its space; `Stale` also while any other row refers to it.
    DeleteMerchant(MerchantId, Version),
    /// A merchant that must not have changed.
    ExpectMerchant(MerchantId, Version),
    /// A new customer.
    InsertCustomer(Box<CustomerRecord>),
    /// A changed customer.
    UpdateCustomer(Box<Stored<CustomerRecord>>),
    /// A customer that must not have changed.
    ExpectCustomer(CustomerId, Version),
    /// Up to `most` links, deleted or not, and as many payments, invoices and orders, saved methods and merged customers move from one customer to another:
    /// they name that one, and count their versions up. No error if there are none.
    MoveCustomer {
        /// From whom.
        from: CustomerId,
        /// To whom; has to be there.
        to: CustomerId,
        /// At most this many rows of each kind.
        most: u32,
    },
    /// A new link.
    InsertLink(Box<LinkRecord>),
    /// A changed link.
    UpdateLink(Box<Stored<LinkRecord>>),
    /// A link that must not have changed.
    ExpectLink(LinkId, Version),
    /// A new invoice or order.
    InsertBill(Box<BillRecord>),
    /// A changed invoice or order.
    UpdateBill(Box<Stored<BillRecord>>),
    /// A new payment.
    InsertPayment(Box<PaymentRecord>),
    /// A changed payment.
    UpdatePayment(Box<Stored<PaymentRecord>>),
    /// A payment that must not have changed.
    ExpectPayment(PaymentId, Version),
    /// A new refund.
    InsertRefund(Box<RefundRecord>),
    /// A changed refund.
    UpdateRefund(Box<Stored<RefundRecord>>),
    /// A newly saved payment method.
    InsertPaymentMethod(Box<PaymentMethodRecord>),
    /// A changed payment method.
    UpdatePaymentMethod(Box<Stored<PaymentMethodRecord>>),
    /// A payment method that must not have changed.
    ExpectPaymentMethod(PaymentMethodId, Version),
    /// A new ledger entry; there is no other way to change the ledger.
    InsertLedgerEntry(Box<LedgerRecord>),
    /// A new event.
    InsertEvent(Box<EventRecord>),
    /// An event that says less of a person: its subject is replaced. No error if it is gone.
    RewriteEvent(Box<EventRecord>),
    /// A new API key.
    InsertApiKey(ApiKeyRecord),
    /// A changed API key.
    UpdateApiKey(Stored<ApiKeyRecord>),
    /// A new webhook endpoint.
    InsertEndpoint(EndpointRecord),
    /// A changed webhook endpoint.
    UpdateEndpoint(Stored<EndpointRecord>),
    /// A webhook endpoint that goes, with its deliveries.
    DeleteEndpoint(EndpointId, Version),
    /// A new delivery; if the pair of event and endpoint has one already, nothing happens and that is no error.
    InsertDelivery(DeliveryRecord),
    /// A changed delivery.
    UpdateDelivery(Stored<DeliveryRecord>),
    /// A delivery with another body: one that says less of a person.
    RewriteDelivery(Stored<DeliveryRecord>),
    /// A new message.
    InsertMessage(Box<MessageRecord>),
    /// A changed message.
    UpdateMessage(Box<Stored<MessageRecord>>),
    /// A message that says less of a person: recipient and letter are replaced too.
    RewriteMessage(Box<Stored<MessageRecord>>),
    /// A new reminder.
    InsertReminder(ReminderRecord),
    /// A changed reminder.
    UpdateReminder(Stored<ReminderRecord>),
    /// An address that gets nothing; if the merchant (or platform) has it for the channel already, nothing happens and
    /// that is no error.
    InsertSuppression(SuppressionRecord),
    /// An address that gets messages again; no error if there is none.
    DeleteSuppression(SuppressionId),
    /// The first time on that day (UTC) that a link's page was shown; counts as one.
    InsertView(LinkId, Date),
    /// One time more on a day that has a first time; no error if it has none.
    CountView(LinkId, Date),
    /// A new file; its merchant has to be there, and its link if it names one.
    InsertFile(FileRecord),
    /// A changed file.
    UpdateFile(Stored<FileRecord>),
    /// A file that goes.
    DeleteFile(FileId, Version),
    /// The first space that a merchant's files take.
    InsertFileUsage(FileUsageRecord),
    /// More or less of it.
    UpdateFileUsage(Stored<FileUsageRecord>),
    /// One thing more to be counted; part of every sum at once.
    InsertFact(FactRecord),
    /// Facts that become counts: they go, each of them exactly once, and the counts are added to. `Stale` when one of
    /// them is gone already.
    FoldFacts(Box<Fold>),
    /// A request with an idempotency key. Replaces a record whose `expires_at` is not after this one's `created_at`.
    InsertIdempotency(IdempotencyRecord),
    /// The answer of such a request.
    UpdateIdempotency(Stored<IdempotencyRecord>),
    /// New work. If the queue holds work on this subject already, that is moved to the new time and its version counts up.
    PutWork(WorkRecord),
    /// Claimed work that is done.
    FinishWork(WorkKey, Version),
    /// Work that has lost its reason, claimed or not; no error if there is none.
    DropWork(WorkKey),
    /// Claimed work that has to be done again, at the record's `run_at`.
    UpdateWork(Stored<WorkRecord>),
    /// Entries of the audit log; none of them is sealed. There is no other way to change the log.
    InsertAudit(Vec<AuditRecord>),
    /// A seal over entries: `Taken` when there is one of this number, `Stale` unless every entry named waits for one.
    InsertSeal(Box<SealRecord>),
}

/// Facts that become counts, in one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fold {
    /// The facts that go; none twice.
    pub facts: Vec<FactId>,
    /// What is added to the counts; no key twice.
    pub counts: Vec<CountRecord>,
}

/// At most this many writes in one commit.
pub const MAX_CHANGES: usize = 512;

/// Writes that stand or fall together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeSet(Vec<Change>);

impl ChangeSet {
    /// No writes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a write.
    pub fn push(&mut self, change: Change) {
        self.0.push(change);
    }

    /// Adds a write, in a chain.
    #[must_use]
    pub fn with(mut self, change: Change) -> Self {
        self.push(change);
        self
    }

    /// Adds a write, if there is one.
    pub fn extend(&mut self, change: Option<Change>) {
        self.0.extend(change);
    }

    /// Moves all writes behind those of `other`.
    pub fn drain_into(&mut self, other: &mut Self) {
        other.0.append(&mut self.0);
    }

    /// The writes, in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.0
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The unique keys a store guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UniqueKey {
    /// An id.
    Id,
    /// `LinkRecord::slug`, without regard to case.
    Slug,
    /// `LinkRecord::external_id` within a merchant, deleted links included.
    LinkExternalId,
    /// `MerchantRecord::external_id`.
    MerchantExternalId,
    /// `CustomerRecord::external_id` within a merchant.
    CustomerExternalId,
    /// `BillRecord::number` within merchant and kind, deleted ones left aside.
    BillNumber,
    /// `LinkRecord::bill`: one open link, not deleted, per invoice or order and place.
    OpenLinkOfBill,
    /// One live or succeeded payment per exclusive link.
    LivePayment,
    /// One live or succeeded payment per invoice or order.
    LivePaymentOfBill,
    /// `LedgerRecord::number` within a payment.
    LedgerNumber,
    /// `PaymentMethodRecord::payment_id`.
    MethodOfPayment,
    /// `MessageRecord::{reminder_id, channel}`, or `{event_id, kind, channel}`.
    Message,
    /// `ReminderRecord::{link_id, remind_on}`.
    ReminderDay,
    /// A link's first view on a day.
    ViewOfDay,
    /// `FileUsageRecord::merchant_id`.
    FileUsage,
    /// `ApiKeyRecord::secret_hash`.
    ApiKeySecret,
    /// `IdempotencyRecord::{scope, key}`.
    IdempotencyKey,
    /// `SealRecord::number`.
    SealNumber,
}

impl fmt::Display for UniqueKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, out)
    }
}
