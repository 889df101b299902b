//! One row of every kind, related to each other, for promises that hold for all kinds alike.

use super::{
    check::{Kept, holds, same},
    ground::{
        at, insert_bill, insert_event, insert_link, insert_message, insert_payment, update_bill, update_link,
        update_payment,
    },
    rows::found,
};
use crate::{
    Change, Version,
    ports::Store,
    records::{
        ApiKeyRecord, BillRecord, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord,
        FileUsageRecord, IdempotencyRecord, LedgerRecord, LinkRecord, MerchantRecord, MessageRecord,
        PaymentMethodRecord, PaymentRecord, Queue, RefundRecord, ReminderRecord, SuppressionRecord, WorkRecord,
    },
    testing::build::Make,
};

/// A kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Merchant,
    Customer,
    Bill,
    Link,
    Payment,
    Refund,
    PaymentMethod,
    LedgerEntry,
    Event,
    ApiKey,
    Endpoint,
    Delivery,
    Reminder,
    Message,
    Suppression,
    File,
    FileUsage,
    Request,
    Work,
}

impl Kind {
    /// Kinds that have updates, apart from work, whose version only claims can see.
    pub(super) const CHANGING: [Self; 15] = [
        Self::Merchant,
        Self::Customer,
        Self::Bill,
        Self::Link,
        Self::Payment,
        Self::Refund,
        Self::PaymentMethod,
        Self::ApiKey,
        Self::Endpoint,
        Self::Delivery,
        Self::Reminder,
        Self::Message,
        Self::File,
        Self::FileUsage,
        Self::Request,
    ];
    /// Kinds with an id.
    pub(super) const WITH_ID: [Self; 16] = [
        Self::Merchant,
        Self::Customer,
        Self::Bill,
        Self::Link,
        Self::Payment,
        Self::Refund,
        Self::PaymentMethod,
        Self::LedgerEntry,
        Self::Event,
        Self::ApiKey,
        Self::Endpoint,
        Self::Delivery,
        Self::Reminder,
        Self::Message,
        Self::Suppression,
        Self::File,
    ];
    /// Every kind, those that others refer to first.
    pub(super) const ALL: [Self; 19] = [
        Self::Merchant,
        Self::Customer,
        Self::Bill,
        Self::Link,
        Self::Payment,
        Self::Refund,
        Self::PaymentMethod,
        Self::LedgerEntry,
        Self::Event,
        Self::ApiKey,
        Self::Endpoint,
        Self::Delivery,
        Self::Reminder,
        Self::Message,
        Self::Suppression,
        Self::File,
        Self::FileUsage,
        Self::Request,
        Self::Work,
    ];

    /// How `Stale` and `Corrupt` call it.
    pub(super) const fn entity(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::Customer => "customer",
            Self::Bill => "bill",
            Self::Link => "link",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::PaymentMethod => "payment_method",
            Self::LedgerEntry => "ledger entry",
            Self::Event => "event",
            Self::ApiKey => "api_key",
            Self::Endpoint => "endpoint",
            Self::Delivery => "delivery",
            Self::Reminder => "reminder",
            Self::Message => "message",
            Self::Suppression => "suppression",
            Self::File => "file",
            Self::FileUsage => "file_usage",
            Self::Request => "idempotency",
            Self::Work => "work",
        }
    }
}

/// One row of every kind.
#[derive(Clone)]
pub(super) struct Family {
    pub(super) merchant: MerchantRecord,
    pub(super) customer: CustomerRecord,
    pub(super) bill: BillRecord,
    pub(super) link: LinkRecord,
    pub(super) payment: PaymentRecord,
    pub(super) refund: RefundRecord,
    pub(super) payment_method: PaymentMethodRecord,
    pub(super) entry: LedgerRecord,
    pub(super) event: EventRecord,
    pub(super) api_key: ApiKeyRecord,
    pub(super) endpoint: EndpointRecord,
    pub(super) delivery: DeliveryRecord,
    pub(super) reminder: ReminderRecord,
    pub(super) message: MessageRecord,
    pub(super) suppression: SuppressionRecord,
    pub(super) file: FileRecord,
    pub(super) file_usage: FileUsageRecord,
    pub(super) request: IdempotencyRecord,
    pub(super) work: WorkRecord,
}

impl Family {
    /// A new one; nothing is written yet.
    pub(super) fn of(make: &Make) -> Self {
        let merchant = make.merchant();
        let customer = make.customer(merchant.id);
        let bill = BillRecord { customer_id: Some(customer.id), ..make.invoice(merchant.id) };
        let link = LinkRecord { customer_id: Some(customer.id), ..make.link(merchant.id) };
        let payment = make.payment(&link);
        let (refund, entry) = (make.refund(&payment), make.ledger_entry(&payment));
        let payment_method = make.payment_method(&payment);
        let event = make.payment_event(&link, &payment);
        let endpoint = make.endpoint(Some(merchant.id));
        let delivery = make.delivery(&event, &endpoint);
        let request = IdempotencyRecord { payment_id: Some(payment.id), ..make.request(link.id) };
        let (api_key, work) = (make.api_key(Some(merchant.id)), make.work(Queue::Reconcile));
        let reminder = make.reminder(&link);
        let message = MessageRecord { event_id: Some(event.id), ..make.message(&link) };
        let suppression = make.suppression(Some(merchant.id));
        let (file, file_usage) = (make.attachment(&link), make.file_usage(merchant.id));
        Self {
            merchant,
            bill,
            customer,
            link,
            payment,
            refund,
            payment_method,
            entry,
            event,
            api_key,
            endpoint,
            delivery,
            reminder,
            message,
            suppression,
            file,
            file_usage,
            request,
            work,
        }
    }

    /// The change that writes the row of this kind for the first time.
    pub(super) fn insert(&self, kind: Kind) -> Change {
        match kind {
            Kind::Merchant => Change::InsertMerchant(self.merchant.clone()),
            Kind::Customer => Change::InsertCustomer(Box::new(self.customer.clone())),
            Kind::Bill => insert_bill(&self.bill),
            Kind::Link => insert_link(&self.link),
            Kind::Payment => insert_payment(&self.payment),
            Kind::Refund => Change::InsertRefund(Box::new(self.refund.clone())),
            Kind::PaymentMethod => Change::InsertPaymentMethod(Box::new(self.payment_method.clone())),
            Kind::LedgerEntry => Change::InsertLedgerEntry(Box::new(self.entry.clone())),
            Kind::Event => insert_event(&self.event),
            Kind::ApiKey => Change::InsertApiKey(self.api_key.clone()),
            Kind::Endpoint => Change::InsertEndpoint(self.endpoint.clone()),
            Kind::Delivery => Change::InsertDelivery(self.delivery.clone()),
            Kind::Reminder => Change::InsertReminder(self.reminder.clone()),
            Kind::Message => insert_message(&self.message),
            Kind::Suppression => Change::InsertSuppression(self.suppression.clone()),
            Kind::File => Change::InsertFile(self.file.clone()),
            Kind::FileUsage => Change::InsertFileUsage(self.file_usage),
            Kind::Request => Change::InsertIdempotency(self.request.clone()),
            Kind::Work => Change::PutWork(self.work.clone()),
        }
    }

    /// All of them.
    pub(super) fn inserts(&self) -> Vec<Change> {
        Kind::ALL.iter().map(|kind| self.insert(*kind)).collect()
    }

    /// The change that writes the row again, read at this version. Events, ledger entries and suppressions never
    /// change: theirs is another one.
    pub(super) fn update(&self, kind: Kind, version: Version) -> Change {
        match kind {
            Kind::Merchant => Change::UpdateMerchant(at(&self.merchant, version)),
            Kind::Customer => Change::UpdateCustomer(Box::new(at(&self.customer, version))),
            Kind::Bill => update_bill(&self.bill, version),
            Kind::Link => update_link(&self.link, version),
            Kind::Payment => update_payment(&self.payment, version),
            Kind::Refund => Change::UpdateRefund(Box::new(at(&self.refund, version))),
            Kind::PaymentMethod => Change::UpdatePaymentMethod(Box::new(at(&self.payment_method, version))),
            Kind::LedgerEntry => Change::InsertLedgerEntry(Box::new(self.entry.clone())),
            Kind::Event => insert_event(&self.event),
            Kind::ApiKey => Change::UpdateApiKey(at(&self.api_key, version)),
            Kind::Endpoint => Change::UpdateEndpoint(at(&self.endpoint, version)),
            Kind::Delivery => Change::UpdateDelivery(at(&self.delivery, version)),
            Kind::Reminder => Change::UpdateReminder(at(&self.reminder, version)),
            Kind::Message => Change::UpdateMessage(Box::new(at(&self.message, version))),
            Kind::Suppression => Change::InsertSuppression(self.suppression.clone()),
            Kind::File => Change::UpdateFile(at(&self.file, version)),
            Kind::FileUsage => Change::UpdateFileUsage(at(&self.file_usage, version)),
            Kind::Request => Change::UpdateIdempotency(at(&self.request, version)),
            Kind::Work => Change::UpdateWork(at(&self.work, version)),
        }
    }

    /// The row of this kind has to be in the store as it is here, at this version (work is not looked at).
    pub(super) async fn check(&self, store: &dyn Store, kind: Kind, version: Version) -> Kept {
        let entity = kind.entity();
        match kind {
            Kind::Merchant => found(entity, store.merchant(self.merchant.id).await?, &self.merchant, version),
            Kind::Customer => found(entity, store.customer(self.customer.id).await?, &self.customer, version),
            Kind::Bill => found(entity, store.bill(self.bill.id).await?, &self.bill, version),
            Kind::Link => found(entity, store.link(self.link.id).await?, &self.link, version),
            Kind::Payment => found(entity, store.payment(self.payment.id).await?, &self.payment, version),
            Kind::Refund => found(entity, store.refund(self.refund.id).await?, &self.refund, version),
            Kind::PaymentMethod => {
                let row = store.payment_method(self.payment_method.id).await?;
                found(entity, row, &self.payment_method, version)
            }
            Kind::LedgerEntry => same(entity, &store.ledger(&[self.payment.id]).await?, &vec![self.entry.clone()]),
            Kind::Event => found(entity, store.event(self.event.id).await?, &self.event, version),
            Kind::ApiKey => found(entity, store.api_key(self.api_key.id).await?, &self.api_key, version),
            Kind::Endpoint => found(entity, store.endpoint(self.endpoint.id).await?, &self.endpoint, version),
            Kind::Delivery => found(entity, store.delivery(self.delivery.id).await?, &self.delivery, version),
            Kind::Reminder => found(entity, store.reminder(self.reminder.id).await?, &self.reminder, version),
            Kind::Message => found(entity, store.message(self.message.id).await?, &self.message, version),
            Kind::Suppression => {
                let row = store.suppression(self.suppression.id).await?;
                holds(row.as_ref() == Some(&self.suppression), "a suppression comes back as it was written")
            }
            Kind::File => found(entity, store.file(self.file.id).await?, &self.file, version),
            Kind::FileUsage => found(entity, store.file_usage(self.merchant.id).await?, &self.file_usage, version),
            Kind::Request => {
                let row = store.idempotency(&self.request.scope, &self.request.key).await?;
                found(entity, row, &self.request, version)
            }
            Kind::Work => Ok(()),
        }
    }

    /// All of them have to be there, at their first version.
    pub(super) async fn check_all(&self, store: &dyn Store) -> Kept {
        for kind in Kind::ALL {
            self.check(store, kind, Version::FIRST).await?;
        }
        Ok(())
    }
}
