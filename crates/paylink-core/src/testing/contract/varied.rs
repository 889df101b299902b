//! The same rows with other words, or with other instants, in every place that has room.

use super::{family::Family, full_customers, full_methods};
use crate::{
    Timestamp,
    records::{
        ApiKeyRecord, BillRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord, FileUsageRecord,
        IdempotencyRecord, Keeping, LedgerRecord, LinkRecord, MerchantRecord, MessageRecord, PaymentRecord,
        RefundRecord, ReminderRecord, SuppressionRecord, WorkRecord,
    },
};

/// Messages, reminders and suppressions of the same link with this text wherever there is room.
pub(super) fn worded(family: Family, text: &str) -> Family {
    let some = || Some(text.to_owned());
    let mut message = MessageRecord {
        link_id: family.link.id,
        event_id: Some(family.event.id),
        recipient: text.to_owned(),
        recipient_key: text.to_owned(),
        last_error: some(),
        provider_reference: some(),
        ..family.message.clone()
    };
    message.letter.greeting = some();
    message.letter.description = some();
    Family {
        reminder: ReminderRecord { link_id: family.link.id, reason: some(), ..family.reminder.clone() },
        suppression: SuppressionRecord {
            merchant_id: Some(family.merchant.id),
            address: text.to_owned(),
            address_key: text.to_owned(),
            ..family.suppression.clone()
        },
        file: FileRecord {
            merchant_id: family.merchant.id,
            link_id: Some(family.link.id),
            name: text.to_owned(),
            ..family.file.clone()
        },
        file_usage: FileUsageRecord { merchant_id: family.merchant.id, ..family.file_usage },
        message,
        ..family
    }
}

/// The same rows with every instant that is set, set to this one.
pub(super) fn stamped(family: Family, at: Timestamp) -> Family {
    let mut f = family;
    let some = Some(at);
    f.merchant = MerchantRecord { created_at: at, updated_at: at, ..f.merchant };
    f.customer = full_customers::stamped(f.customer, at);
    f.link = LinkRecord {
        starts_at: some,
        ends_at: some,
        closed_at: some,
        sent_at: some,
        viewed_at: some,
        deleted_at: some,
        created_at: at,
        updated_at: at,
        ..f.link
    };
    f.bill = BillRecord { closed_at: some, deleted_at: some, created_at: at, updated_at: at, ..f.bill };
    f.payment = PaymentRecord { created_at: at, updated_at: at, ..f.payment };
    f.refund = RefundRecord { created_at: at, updated_at: at, ..f.refund };
    f.payment_method = full_methods::stamped(f.payment_method, at);
    f.payment.keeping = Some(Keeping::Asked { consent: f.payment_method.consent.clone() });
    f.entry = LedgerRecord { created_at: at, ..f.entry };
    f.event = EventRecord { created_at: at, ..f.event };
    f.endpoint = EndpointRecord {
        previous_secret_until: some,
        failing_since: some,
        created_at: at,
        updated_at: at,
        ..f.endpoint
    };
    f.delivery =
        DeliveryRecord { next_attempt_at: some, delivered_at: some, created_at: at, updated_at: at, ..f.delivery };
    f.reminder = ReminderRecord { created_at: at, updated_at: at, ..f.reminder };
    f.message = MessageRecord { next_attempt_at: some, sent_at: some, created_at: at, updated_at: at, ..f.message };
    f.message.letter.made_at = at;
    f.suppression = SuppressionRecord { created_at: at, ..f.suppression };
    f.file = FileRecord { created_at: at, updated_at: at, ..f.file };
    f.api_key = ApiKeyRecord { revoked_at: some, created_at: at, ..f.api_key };
    f.request = IdempotencyRecord { created_at: at, expires_at: at, ..f.request };
    f.work = WorkRecord { run_at: at, ..f.work };
    f
}
