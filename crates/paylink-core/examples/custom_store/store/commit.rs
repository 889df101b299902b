//! What each change does to the copy, and the rules the copy has to keep before it is swapped in.

use super::{State, Table, size};
use paylink_core::{
    BillId, Change, CustomerId, MerchantId, Stored, UniqueKey, Version,
    ports::StoreError,
    records::{
        BillRecord, BillStateName, FilePurpose, FileRecord, LedgerRecord, LinkRecord, LinkStateName, PaymentRecord,
        PaymentStatus, SuppressionRecord, WorkKey,
    },
};
use std::{collections::BTreeSet, fmt::Debug};

type Done = Result<(), StoreError>;

impl State {
    /// One change, on top of those before it.
    pub(super) fn apply(&mut self, change: Change) -> Done {
        match change {
            Change::InsertMerchant(row) => insert(&mut self.merchants, row.id, row),
            Change::UpdateMerchant(new) => update(&mut self.merchants, "merchant", new.value.id, new),
            Change::DeleteMerchant(id, version) => self.delete_merchant(id, version),
            Change::ExpectMerchant(id, version) => expect(&self.merchants, "merchant", &id, version),
            Change::InsertCustomer(row) => insert(&mut self.customers, row.id, *row),
            Change::UpdateCustomer(new) => update(&mut self.customers, "customer", new.value.id, *new),
            Change::ExpectCustomer(id, version) => expect(&self.customers, "customer", &id, version),
            Change::MoveCustomer { from, to, most } => self.move_customer(from, to, size(most)),
            Change::InsertLink(row) => insert(&mut self.links, row.id, *row),
            Change::UpdateLink(new) => update(&mut self.links, "link", new.value.id, *new),
            Change::ExpectLink(id, version) => expect(&self.links, "link", &id, version),
            Change::InsertBill(row) => insert(&mut self.bills, row.id, *row),
            Change::UpdateBill(new) => update(&mut self.bills, "bill", new.value.id, *new),
            Change::InsertPayment(row) => insert(&mut self.payments, row.id, *row),
            Change::UpdatePayment(new) => update(&mut self.payments, "payment", new.value.id, *new),
            Change::ExpectPayment(id, version) => expect(&self.payments, "payment", &id, version),
            Change::InsertRefund(row) => insert(&mut self.refunds, row.id, *row),
            Change::UpdateRefund(new) => update(&mut self.refunds, "refund", new.value.id, *new),
            Change::InsertPaymentMethod(row) => insert(&mut self.payment_methods, row.id, *row),
            Change::UpdatePaymentMethod(new) => update(&mut self.payment_methods, "payment_method", new.value.id, *new),
            Change::ExpectPaymentMethod(id, version) => expect(&self.payment_methods, "payment_method", &id, version),
            Change::InsertLedgerEntry(row) => {
                taken_if(self.ledger.values().any(|old| old.id == row.id), UniqueKey::Id)?;
                let taken = self.ledger.insert((row.payment_id, row.number), *row).is_some();
                taken_if(taken, UniqueKey::LedgerNumber)
            }
            Change::InsertEvent(row) => insert(&mut self.events, row.id, *row),
            Change::RewriteEvent(new) => {
                self.events.entry(new.id).and_modify(|row| row.value.subject = new.subject);
                Ok(())
            }
            Change::InsertApiKey(row) => insert(&mut self.api_keys, row.id, row),
            Change::UpdateApiKey(new) => update(&mut self.api_keys, "api_key", new.value.id, new),
            Change::InsertEndpoint(row) => insert(&mut self.endpoints, row.id, row),
            Change::UpdateEndpoint(new) => update(&mut self.endpoints, "endpoint", new.value.id, new),
            Change::DeleteEndpoint(id, version) => {
                expect(&self.endpoints, "endpoint", &id, version)?;
                self.endpoints.remove(&id);
                self.deliveries.retain(|_, row| row.value.endpoint_id != id);
                Ok(())
            }
            Change::InsertDelivery(row) => {
                let pair = (row.event_id, row.endpoint_id);
                let known = self.deliveries.values().any(|old| (old.value.event_id, old.value.endpoint_id) == pair);
                if known { Ok(()) } else { insert(&mut self.deliveries, row.id, row) }
            }
            Change::RewriteDelivery(new) | Change::UpdateDelivery(new) => {
                update(&mut self.deliveries, "delivery", new.value.id, new)
            }
            Change::InsertMessage(row) => insert(&mut self.messages, row.id, *row),
            Change::RewriteMessage(new) | Change::UpdateMessage(new) => {
                update(&mut self.messages, "message", new.value.id, *new)
            }
            Change::InsertReminder(row) => insert(&mut self.reminders, row.id, row),
            Change::UpdateReminder(new) => update(&mut self.reminders, "reminder", new.value.id, new),
            Change::InsertSuppression(row) => {
                let known = self.suppressions.values().any(|old| place(&old.value) == place(&row));
                if known { Ok(()) } else { insert(&mut self.suppressions, row.id, row) }
            }
            Change::DeleteSuppression(id) => {
                self.suppressions.remove(&id);
                Ok(())
            }
            Change::InsertView(link, day) => {
                taken_if(self.views.insert((link, day), 1).is_some(), UniqueKey::ViewOfDay)
            }
            Change::CountView(link, day) => {
                self.views.entry((link, day)).and_modify(|count| *count += 1);
                Ok(())
            }
            Change::InsertFile(row) => insert(&mut self.files, row.id, row),
            Change::UpdateFile(new) => update(&mut self.files, "file", new.value.id, new),
            Change::DeleteFile(id, version) => {
                expect(&self.files, "file", &id, version)?;
                self.files.remove(&id);
                Ok(())
            }
            Change::InsertFileUsage(row) => {
                taken_if(self.file_usage.contains_key(&row.merchant_id), UniqueKey::FileUsage)?;
                insert(&mut self.file_usage, row.merchant_id, row)
            }
            Change::UpdateFileUsage(new) => update(&mut self.file_usage, "file_usage", new.value.merchant_id, new),
            Change::InsertFact(row) => taken_if(self.facts.insert(row.id, row).is_some(), UniqueKey::Id),
            Change::FoldFacts(fold) => self.fold(*fold),
            Change::InsertIdempotency(row) => {
                let key = (row.scope.clone(), row.key.clone());
                let holds = self.requests.get(&key).is_some_and(|old| old.value.expires_at > row.created_at);
                taken_if(holds, UniqueKey::IdempotencyKey)?;
                self.requests.insert(key, Stored { value: row, version: Version::FIRST });
                Ok(())
            }
            Change::UpdateIdempotency(new) => {
                let key = (new.value.scope.clone(), new.value.key.clone());
                update(&mut self.requests, "idempotency", key, new)
            }
            Change::PutWork(row) => {
                let version = self.work.get(&row.key).map_or(Version::FIRST, |old| old.version.next());
                self.work.insert(row.key, Stored { value: row, version });
                Ok(())
            }
            Change::FinishWork(key, version) => {
                expect(&self.work, "work", &key, version)?;
                self.forget(key)
            }
            Change::DropWork(key) => self.forget(key),
            Change::UpdateWork(new) => update(&mut self.work, "work", new.value.key, new),
            Change::InsertAudit(entries) => self.insert_audit(entries),
            Change::InsertSeal(seal) => self.insert_seal(*seal),
        }
    }

    /// Whatever names it keeps it.
    fn delete_merchant(&mut self, id: MerchantId, version: Version) -> Done {
        expect(&self.merchants, "merchant", &id, version)?;
        let named = self.links.values().any(|row| row.value.merchant_id == id)
            || self.customers.values().any(|row| row.value.merchant_id == id)
            || self.bills.values().any(|row| row.value.merchant_id == id)
            || self.api_keys.values().any(|row| row.value.merchant_id == Some(id))
            || self.endpoints.values().any(|row| row.value.merchant_id == Some(id))
            || self.suppressions.values().any(|row| row.value.merchant_id == Some(id))
            || self.files.values().any(|row| row.value.merchant_id == id);
        if named {
            return Err(StoreError::Stale { entity: "merchant", id: id.to_string() });
        }
        self.file_usage.remove(&id);
        self.merchants.remove(&id);
        Ok(())
    }

    /// What names one customer names the other.
    fn move_customer(&mut self, from: CustomerId, to: CustomerId, most: usize) -> Done {
        let links = self.links.values_mut().filter(|row| row.value.customer_id == Some(from)).take(most);
        links.for_each(|row| moved(&mut row.version, &mut row.value.customer_id, to));
        let payments = self.payments.values_mut().filter(|row| row.value.customer_id == Some(from)).take(most);
        payments.for_each(|row| moved(&mut row.version, &mut row.value.customer_id, to));
        let bills = self.bills.values_mut().filter(|row| row.value.customer_id == Some(from)).take(most);
        bills.for_each(|row| moved(&mut row.version, &mut row.value.customer_id, to));
        let methods = self.payment_methods.values_mut().filter(|row| row.value.customer_id == Some(from)).take(most);
        methods.for_each(|row| moved(&mut row.version, &mut row.value.customer_id, to));
        let merged = self.customers.values_mut().filter(|row| row.value.merged_into == Some(from)).take(most);
        merged.for_each(|row| moved(&mut row.version, &mut row.value.merged_into, to));
        let there = self.customers.contains_key(&to);
        if there { Ok(()) } else { Err(StoreError::Stale { entity: "customer", id: to.to_string() }) }
    }

    fn forget(&mut self, key: WorkKey) -> Done {
        self.work.remove(&key);
        Ok(())
    }

    /// Unique keys, references and limits, over all rows. A store with indexes looks only at the rows it has touched.
    pub(super) fn check(&self) -> Done {
        let merchants = || self.merchants.values().map(|row| &row.value);
        let links = || self.links.values().map(|row| &row.value);
        let payments = || self.payments.values().map(|row| &row.value);
        let refunds = || self.refunds.values().map(|row| &row.value);
        let bills = || self.bills.values().map(|row| &row.value);
        let methods = || self.payment_methods.values().map(|row| &row.value);
        let deliveries = || self.deliveries.values().map(|row| &row.value);

        unique(merchants().filter_map(|row| row.external_id.as_ref()), UniqueKey::MerchantExternalId)?;
        let customers = || self.customers.values().map(|row| &row.value);
        let called = customers().filter_map(|row| row.external_id.as_ref().map(|name| (row.merchant_id, name)));
        unique(called, UniqueKey::CustomerExternalId)?;
        unique(links().map(|row| row.slug.to_ascii_lowercase()), UniqueKey::Slug)?;
        let named = links().filter_map(|row| row.external_id.as_ref().map(|name| (row.merchant_id, name)));
        unique(named, UniqueKey::LinkExternalId)?;
        let exclusive = payments().filter(|row| row.exclusive && is_live(row));
        unique(exclusive.map(|row| row.link_id), UniqueKey::LivePayment)?;
        let of_bill = payments().filter(|row| is_live(row)).filter_map(|row| row.bill_id);
        unique(of_bill, UniqueKey::LivePaymentOfBill)?;
        let numbers = bills().filter(|row| row.deleted_at.is_none());
        unique(numbers.map(|row| (row.merchant_id, row.kind, &row.number)), UniqueKey::BillNumber)?;
        unique(links().filter_map(place_at_bill), UniqueKey::OpenLinkOfBill)?;
        unique(methods().map(|row| row.payment_id), UniqueKey::MethodOfPayment)?;
        unique(self.api_keys.values().map(|row| &row.value.secret_hash), UniqueKey::ApiKeySecret)?;

        let messages = || self.messages.values().map(|row| &row.value);
        let reminders = || self.reminders.values().map(|row| &row.value);
        let suppressions = || self.suppressions.values().map(|row| &row.value);
        let of_reminder = messages().filter_map(|row| row.reminder_id.map(|id| (id, row.channel)));
        unique(of_reminder, UniqueKey::Message)?;
        let of_event = messages().filter_map(|row| row.event_id.map(|id| (id, row.kind, row.channel)));
        unique(of_event, UniqueKey::Message)?;
        unique(reminders().map(|row| (row.link_id, row.remind_on)), UniqueKey::ReminderDay)?;

        let files = || self.files.values().map(|row| &row.value);
        let adrift = links().any(|row| !self.merchants.contains_key(&row.merchant_id))
            || customers().any(|row| !self.merchants.contains_key(&row.merchant_id))
            || links().any(|row| row.customer_id.is_some_and(|id| !self.customers.contains_key(&id)))
            || payments().any(|row| row.customer_id.is_some_and(|id| !self.customers.contains_key(&id)))
            || bills().any(|row| !self.merchants.contains_key(&row.merchant_id))
            || bills().any(|row| row.customer_id.is_some_and(|id| !self.customers.contains_key(&id)))
            || links().any(|row| row.bill.is_some_and(|bill| !self.bills.contains_key(&bill.id)))
            || payments().any(|row| !self.links.contains_key(&row.link_id))
            || refunds().any(|row| !self.payments.contains_key(&row.payment_id))
            || methods().any(|row| !self.payments.contains_key(&row.payment_id))
            || self.ledger.values().any(|row| !self.payments.contains_key(&row.payment_id))
            || self.ledger.values().any(|row| row.refund_id.is_some_and(|id| !self.refunds.contains_key(&id)))
            || deliveries().any(|row| !self.endpoints.contains_key(&row.endpoint_id))
            || deliveries().any(|row| !self.events.contains_key(&row.event_id))
            || messages().any(|row| !self.links.contains_key(&row.link_id))
            || reminders().any(|row| !self.links.contains_key(&row.link_id))
            || files().any(|row| !self.merchants.contains_key(&row.merchant_id))
            || files().any(|row| row.link_id.is_some_and(|id| !self.links.contains_key(&id)))
            || self.file_usage.keys().any(|id| !self.merchants.contains_key(id))
            || self.views.keys().any(|(link, _)| !self.links.contains_key(link))
            || suppressions().any(|row| row.merchant_id.is_some_and(|id| !self.merchants.contains_key(&id)));
        if adrift {
            return Err(StoreError::Stale { entity: "reference", id: String::new() });
        }
        let slots = links().all(|row| (0..=row.max_payments.unwrap_or(i64::MAX)).contains(&row.slots_used));
        let moves = |row: &LedgerRecord| row.amount_minor > 0 && row.number > 0 && row.debit != row.credit;
        let sums =
            payments().all(is_sound) && refunds().all(|row| row.amount_minor > 0) && self.ledger.values().all(moves);
        let attempts = messages().all(|row| row.attempts >= 0);
        let attached = |row: &FileRecord| (row.purpose == FilePurpose::Attachment) == row.link_id.is_some();
        let space = files().all(|row| row.size >= 0 && attached(row))
            && self.file_usage.values().all(|row| (0..=row.value.limit_bytes).contains(&row.value.bytes));
        let usable = methods().all(|row| row.revoked.is_some() || row.gateway_reference.is_some());
        if slots && sums && attempts && space && usable && bills().all(is_whole) {
            return Ok(());
        }
        Err(StoreError::Corrupt {
            entity: "limit",
            id: String::new(),
            problem: "slots, amount, attempts, space or method".to_owned(),
        })
    }
}

fn moved(version: &mut Version, place: &mut Option<CustomerId>, to: CustomerId) {
    *version = version.next();
    *place = Some(to);
}

/// What is suppressed only once.
fn place(row: &SuppressionRecord) -> impl PartialEq + '_ {
    (row.merchant_id, row.channel, &row.address_key)
}

fn is_sound(row: &PaymentRecord) -> bool {
    let sums = [0, row.refunded_minor, row.refund_reserved_minor, row.captured_minor, row.amount_minor];
    row.amount_minor > 0 && sums.is_sorted()
}

fn is_live(row: &PaymentRecord) -> bool {
    !matches!(row.status, PaymentStatus::Failed | PaymentStatus::Returned)
}

fn place_at_bill(row: &LinkRecord) -> Option<(BillId, i64)> {
    let open = row.state == LinkStateName::Open && row.deleted_at.is_none();
    row.bill.filter(|_| open).map(|bill| (bill.id, bill.place))
}

fn is_whole(row: &BillRecord) -> bool {
    let (closed, paid) = (row.closed_at.is_some(), row.payment_id.is_some());
    let state = match row.state {
        BillStateName::Open => !closed,
        BillStateName::Paid => closed && paid,
        BillStateName::Void => closed && !paid,
    };
    row.total_minor > 0 && state
}

fn insert<K: Ord, V>(table: &mut Table<K, V>, key: K, value: V) -> Done {
    taken_if(table.contains_key(&key), UniqueKey::Id)?;
    table.insert(key, Stored { value, version: Version::FIRST });
    Ok(())
}

fn update<K: Ord + Debug, V>(table: &mut Table<K, V>, entity: &'static str, key: K, new: Stored<V>) -> Done {
    expect(table, entity, &key, new.version)?;
    table.insert(key, Stored { version: new.version.next(), ..new });
    Ok(())
}

fn expect<K: Ord + Debug, V>(table: &Table<K, V>, entity: &'static str, key: &K, version: Version) -> Done {
    let there = table.get(key).is_some_and(|row| row.version == version);
    if there { Ok(()) } else { Err(StoreError::Stale { entity, id: format!("{key:?}") }) }
}

fn unique<T: Ord>(mut keys: impl Iterator<Item = T>, key: UniqueKey) -> Done {
    let mut seen = BTreeSet::new();
    taken_if(!keys.all(|one| seen.insert(one)), key)
}

fn taken_if(taken: bool, key: UniqueKey) -> Done {
    if taken { Err(StoreError::Taken { key }) } else { Ok(()) }
}
