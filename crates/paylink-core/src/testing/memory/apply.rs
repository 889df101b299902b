//! What each change does to the tables. A change that fails leaves nothing behind: the caller takes the journal back.

use super::{guard, table::Table, tables::Tables};
use crate::{
    Change, MerchantId, Stored, UniqueKey, Version,
    ports::StoreError,
    records::{EventRecord, LinkRecord, MerchantRecord, PaymentRecord},
};
use std::fmt::Display;

type Applied = Result<(), StoreError>;

impl Tables {
    /// Applies one change on top of those before it.
    pub(super) fn apply(&mut self, change: Change) -> Applied {
        match change {
            Change::InsertMerchant(new) => self.insert_merchant(new),
            Change::UpdateMerchant(new) => self.update_merchant(new),
            Change::DeleteMerchant(id, version) => self.delete_merchant(id, version),
            Change::ExpectMerchant(id, version) => expect(&self.merchants, "merchant", &id, version).map(drop),
            Change::InsertCustomer(new) => self.insert_customer(*new),
            Change::UpdateCustomer(new) => self.update_customer(*new),
            Change::ExpectCustomer(id, version) => expect(&self.customers, "customer", &id, version).map(drop),
            Change::MoveCustomer { from, to, most } => self.move_customer(from, to, most),
            Change::InsertLink(new) => self.insert_link(*new),
            Change::UpdateLink(new) => self.update_link(*new),
            Change::ExpectLink(id, version) => expect(&self.links, "link", &id, version).map(drop),
            Change::InsertBill(new) => self.insert_bill(*new),
            Change::UpdateBill(new) => self.update_bill(*new),
            Change::InsertPayment(new) => self.insert_payment(*new),
            Change::UpdatePayment(new) => self.update_payment(*new),
            Change::ExpectPayment(id, version) => expect(&self.payments, "payment", &id, version).map(drop),
            Change::InsertRefund(new) => self.insert_refund(*new),
            Change::UpdateRefund(new) => self.update_refund(*new),
            Change::InsertPaymentMethod(new) => self.insert_payment_method(*new),
            Change::UpdatePaymentMethod(new) => self.update_payment_method(*new),
            Change::ExpectPaymentMethod(id, version) => {
                expect(&self.payment_methods, "payment_method", &id, version).map(drop)
            }
            Change::InsertLedgerEntry(new) => self.insert_ledger_entry(*new),
            Change::InsertEvent(new) => insert(&mut self.events, new.id, *new),
            Change::RewriteEvent(new) => {
                if let Some(row) = self.events.get(&new.id).cloned() {
                    let value = EventRecord { subject: new.subject, ..row.value };
                    self.events.put(value.id, Stored { value, version: row.version });
                }
                Ok(())
            }
            Change::InsertApiKey(new) => self.insert_api_key(new),
            Change::UpdateApiKey(new) => self.update_api_key(new),
            Change::InsertEndpoint(new) => {
                present(new.merchant_id.is_none_or(|id| self.merchants.has(&id)), "merchant", new.merchant_id)?;
                insert(&mut self.endpoints, new.id, new)
            }
            Change::UpdateEndpoint(new) => update(&mut self.endpoints, "endpoint", new.value.id, new),
            Change::DeleteEndpoint(id, version) => self.delete_endpoint(id, version),
            Change::InsertDelivery(new) => self.insert_delivery(new),
            Change::RewriteDelivery(new) => update(&mut self.deliveries, "delivery", new.value.id, new),
            Change::UpdateDelivery(new) => update(&mut self.deliveries, "delivery", new.value.id, new),
            Change::InsertMessage(new) => self.insert_message(*new),
            Change::RewriteMessage(new) => self.rewrite_message(*new),
            Change::UpdateMessage(new) => self.update_message(*new),
            Change::InsertReminder(new) => self.insert_reminder(new),
            Change::UpdateReminder(new) => self.update_reminder(new),
            Change::InsertSuppression(new) => self.insert_suppression(new),
            Change::DeleteSuppression(id) => {
                self.delete_suppression(id);
                Ok(())
            }
            Change::InsertView(link, day) => self.insert_view(link, day),
            Change::CountView(link, day) => {
                self.count_view(link, day);
                Ok(())
            }
            Change::InsertFile(new) => self.insert_file(new),
            Change::UpdateFile(new) => self.update_file(new),
            Change::DeleteFile(id, version) => self.delete_file(id, version),
            Change::InsertFileUsage(new) => self.insert_file_usage(new),
            Change::UpdateFileUsage(new) => self.update_file_usage(new),
            Change::InsertFact(new) => self.insert_fact(new),
            Change::FoldFacts(fold) => self.fold_facts(*fold),
            Change::InsertIdempotency(new) => self.insert_idempotency(new),
            Change::UpdateIdempotency(new) => {
                let key = (new.value.scope.clone(), new.value.key.clone());
                expect_as(&self.idempotency, "idempotency", &key, new.version, || "a request's record".to_owned())?;
                self.idempotency.put(key, counted_up(new));
                Ok(())
            }
            Change::PutWork(new) => {
                self.put_work(new);
                Ok(())
            }
            Change::FinishWork(key, version) => self.finish_work(key, version),
            Change::DropWork(key) => {
                self.drop_work(key);
                Ok(())
            }
            Change::UpdateWork(new) => self.update_work(new),
            Change::InsertAudit(entries) => self.insert_audit(entries),
            Change::InsertSeal(seal) => self.insert_seal(*seal),
        }
    }

    fn insert_merchant(&mut self, new: MerchantRecord) -> Applied {
        let name = new.external_id.clone();
        move_key(&mut self.merchant_external_ids, None, name, new.id, UniqueKey::MerchantExternalId)?;
        insert(&mut self.merchants, new.id, new)
    }

    fn update_merchant(&mut self, new: Stored<MerchantRecord>) -> Applied {
        let id = new.value.id;
        let old = expect(&self.merchants, "merchant", &id, new.version)?.value.external_id.clone();
        let name = new.value.external_id.clone();
        move_key(&mut self.merchant_external_ids, old, name, id, UniqueKey::MerchantExternalId)?;
        update(&mut self.merchants, "merchant", id, new)
    }

    fn delete_merchant(&mut self, id: MerchantId, version: Version) -> Applied {
        let old = expect(&self.merchants, "merchant", &id, version)?.value.external_id.clone();
        let named = self.links.values().any(|row| row.value.merchant_id == id)
            || self.customers.values().any(|row| row.value.merchant_id == id)
            || self.bills.values().any(|row| row.value.merchant_id == id)
            || self.api_keys.values().any(|row| row.value.merchant_id == Some(id))
            || self.endpoints.values().any(|row| row.value.merchant_id == Some(id))
            || self.suppressions.values().any(|row| row.value.merchant_id == Some(id))
            || self.files.values().any(|row| row.value.merchant_id == id);
        present(!named, "merchant", Some(id))?;
        move_key(&mut self.merchant_external_ids, old, None, id, UniqueKey::MerchantExternalId)?;
        self.file_usage.remove(&id);
        self.merchants.remove(&id);
        Ok(())
    }

    fn insert_link(&mut self, new: LinkRecord) -> Applied {
        guard::link(&new)?;
        present(self.merchants.has(&new.merchant_id), "merchant", Some(new.merchant_id))?;
        self.has_customer(new.customer_id)?;
        present(new.bill.is_none_or(|bill| self.bills.has(&bill.id)), "bill", new.bill.map(|bill| bill.id))?;
        self.claim_link_keys(None, &new)?;
        insert(&mut self.links, new.id, new)
    }

    fn update_link(&mut self, new: Stored<LinkRecord>) -> Applied {
        let old = expect(&self.links, "link", &new.value.id, new.version)?.value.clone();
        guard::link(&new.value)?;
        self.has_customer(new.value.customer_id)?;
        self.claim_link_keys(Some(&old), &new.value)?;
        update(&mut self.links, "link", new.value.id, new)
    }

    fn claim_link_keys(&mut self, old: Option<&LinkRecord>, new: &LinkRecord) -> Applied {
        let slug = |link: &LinkRecord| link.slug.to_ascii_lowercase();
        let name = |link: &LinkRecord| link.external_id.clone().map(|name| (link.merchant_id, name));
        move_key(&mut self.slugs, old.map(slug), Some(slug(new)), new.id, UniqueKey::Slug)?;
        move_key(&mut self.link_external_ids, old.and_then(name), name(new), new.id, UniqueKey::LinkExternalId)?;
        let (before, after) = (old.and_then(guard::place_of), guard::place_of(new));
        move_key(&mut self.open_links_of_bill, before, after, new.id, UniqueKey::OpenLinkOfBill)
    }

    fn insert_payment(&mut self, new: PaymentRecord) -> Applied {
        guard::payment(&new)?;
        present(self.links.has(&new.link_id), "link", Some(new.link_id))?;
        self.has_customer(new.customer_id)?;
        move_key(&mut self.live_payments, None, guard::lives_on(&new), new.id, UniqueKey::LivePayment)?;
        let bill = guard::lives_for(&new);
        move_key(&mut self.live_payments_of_bill, None, bill, new.id, UniqueKey::LivePaymentOfBill)?;
        if self.payments.has(&new.id) {
            return Err(StoreError::Taken { key: UniqueKey::Id });
        }
        self.payments_of_link.put((new.link_id, new.id), ());
        if let Some(origin) = &new.payer_origin {
            self.payments_of_origin.put((origin.clone(), new.created_at, new.id), ());
        }
        insert(&mut self.payments, new.id, new)
    }

    fn update_payment(&mut self, new: Stored<PaymentRecord>) -> Applied {
        let old = expect(&self.payments, "payment", &new.value.id, new.version)?.value.clone();
        guard::payment(&new.value)?;
        let (before, after) = (guard::lives_on(&old), guard::lives_on(&new.value));
        move_key(&mut self.live_payments, before, after, old.id, UniqueKey::LivePayment)?;
        let (before, after) = (guard::lives_for(&old), guard::lives_for(&new.value));
        move_key(&mut self.live_payments_of_bill, before, after, old.id, UniqueKey::LivePaymentOfBill)?;
        update(&mut self.payments, "payment", old.id, new)
    }
}

/// Fails with `Stale` unless the row a new one refers to is there.
pub(super) fn present(there: bool, entity: &'static str, id: Option<impl Display>) -> Applied {
    if there { Ok(()) } else { Err(StoreError::Stale { entity, id: id.map(|id| id.to_string()).unwrap_or_default() }) }
}

/// The row at exactly this version, else `Stale`.
pub(super) fn expect<'a, K: Ord + Clone + Display, V: Clone>(
    rows: &'a Table<K, Stored<V>>,
    entity: &'static str,
    key: &K,
    version: Version,
) -> Result<&'a Stored<V>, StoreError> {
    expect_as(rows, entity, key, version, || key.to_string())
}

/// [`expect`] for keys that have a text of their own.
pub(super) fn expect_as<'a, K: Ord + Clone, V: Clone>(
    rows: &'a Table<K, Stored<V>>,
    entity: &'static str,
    key: &K,
    version: Version,
    id: impl FnOnce() -> String,
) -> Result<&'a Stored<V>, StoreError> {
    rows.get(key).filter(|row| row.version == version).ok_or_else(|| StoreError::Stale { entity, id: id() })
}

pub(super) fn insert<K: Ord + Clone, V: Clone>(rows: &mut Table<K, Stored<V>>, key: K, value: V) -> Applied {
    if rows.has(&key) {
        return Err(StoreError::Taken { key: UniqueKey::Id });
    }
    rows.put(key, Stored { value, version: Version::FIRST });
    Ok(())
}

pub(super) fn update<K: Ord + Clone + Display, V: Clone>(
    rows: &mut Table<K, Stored<V>>,
    entity: &'static str,
    key: K,
    new: Stored<V>,
) -> Applied {
    expect(rows, entity, &key, new.version)?;
    rows.put(key, counted_up(new));
    Ok(())
}

/// The row as it is kept after one more write.
pub(super) fn counted_up<V>(new: Stored<V>) -> Stored<V> {
    Stored { version: new.version.next(), value: new.value }
}

/// Gives up a unique key for another one, `Taken` if someone else holds that.
pub(super) fn move_key<K: Ord + Clone, V: Clone>(
    index: &mut Table<K, V>,
    old: Option<K>,
    new: Option<K>,
    owner: V,
    key: UniqueKey,
) -> Applied {
    if old == new {
        return Ok(());
    }
    if let Some(new) = new {
        if index.has(&new) {
            return Err(StoreError::Taken { key });
        }
        index.put(new, owner);
    }
    if let Some(old) = old {
        index.remove(&old);
    }
    Ok(())
}
