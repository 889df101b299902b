//! The changes of refunds, the ledger, access, webhooks, idempotency and work.

use super::{
    apply::{counted_up, expect, expect_as, insert, move_key, present, update},
    guard,
    tables::Tables,
};
use crate::{
    EndpointId, Stored, UniqueKey, Version,
    ports::StoreError,
    records::{ApiKeyRecord, DeliveryRecord, IdempotencyRecord, LedgerRecord, RefundRecord, WorkKey, WorkRecord},
};

type Applied = Result<(), StoreError>;

impl Tables {
    pub(super) fn insert_refund(&mut self, new: RefundRecord) -> Applied {
        guard::refund(&new)?;
        present(self.payments.has(&new.payment_id), "payment", Some(new.payment_id))?;
        insert(&mut self.refunds, new.id, new.clone())?;
        self.refunds_of_payment.put((new.payment_id, new.id), ());
        Ok(())
    }

    pub(super) fn update_refund(&mut self, new: Stored<RefundRecord>) -> Applied {
        expect(&self.refunds, "refund", &new.value.id, new.version)?;
        guard::refund(&new.value)?;
        update(&mut self.refunds, "refund", new.value.id, new)
    }

    pub(super) fn insert_ledger_entry(&mut self, new: LedgerRecord) -> Applied {
        guard::ledger_entry(&new)?;
        present(self.payments.has(&new.payment_id), "payment", Some(new.payment_id))?;
        present(new.refund_id.is_none_or(|id| self.refunds.has(&id)), "refund", new.refund_id)?;
        move_key(&mut self.ledger_ids, None, Some(new.id), (), UniqueKey::Id)?;
        move_key(&mut self.ledger, None, Some((new.payment_id, new.number)), new, UniqueKey::LedgerNumber)
    }

    pub(super) fn insert_api_key(&mut self, new: ApiKeyRecord) -> Applied {
        present(new.merchant_id.is_none_or(|id| self.merchants.has(&id)), "merchant", new.merchant_id)?;
        let hash = new.secret_hash.clone();
        move_key(&mut self.api_key_hashes, None, Some(hash), new.id, UniqueKey::ApiKeySecret)?;
        insert(&mut self.api_keys, new.id, new)
    }

    pub(super) fn update_api_key(&mut self, new: Stored<ApiKeyRecord>) -> Applied {
        let id = new.value.id;
        let old = expect(&self.api_keys, "api_key", &id, new.version)?.value.secret_hash.clone();
        let hash = new.value.secret_hash.clone();
        move_key(&mut self.api_key_hashes, Some(old), Some(hash), id, UniqueKey::ApiKeySecret)?;
        update(&mut self.api_keys, "api_key", id, new)
    }

    pub(super) fn delete_endpoint(&mut self, id: EndpointId, version: Version) -> Applied {
        expect(&self.endpoints, "endpoint", &id, version)?;
        self.endpoints.remove(&id);
        let gone: Vec<_> = self.deliveries.values().map(|row| &row.value).filter(|row| row.endpoint_id == id).collect();
        let gone: Vec<_> = gone.into_iter().map(|row| (row.id, (row.endpoint_id, row.event_id))).collect();
        for (delivery, pair) in gone {
            self.deliveries.remove(&delivery);
            self.delivery_pairs.remove(&pair);
        }
        Ok(())
    }

    pub(super) fn insert_delivery(&mut self, new: DeliveryRecord) -> Applied {
        present(self.endpoints.has(&new.endpoint_id), "endpoint", Some(new.endpoint_id))?;
        present(self.events.has(&new.event_id), "event", Some(new.event_id))?;
        let pair = (new.endpoint_id, new.event_id);
        if self.delivery_pairs.has(&pair) {
            return Ok(());
        }
        self.delivery_pairs.put(pair, new.id);
        insert(&mut self.deliveries, new.id, new)
    }

    pub(super) fn insert_idempotency(&mut self, new: IdempotencyRecord) -> Applied {
        let key = (new.scope.clone(), new.key.clone());
        if self.idempotency.get(&key).is_some_and(|old| old.value.expires_at > new.created_at) {
            return Err(StoreError::Taken { key: UniqueKey::IdempotencyKey });
        }
        self.idempotency.put(key, Stored { value: new, version: Version::FIRST });
        Ok(())
    }

    pub(super) fn put_work(&mut self, new: WorkRecord) {
        let version = self.work.get(&new.key).map_or(Version::FIRST, |old| old.version.next());
        self.write_work(Stored { value: new, version });
    }

    pub(super) fn update_work(&mut self, new: Stored<WorkRecord>) -> Applied {
        self.expect_work(new.value.key, new.version)?;
        self.write_work(counted_up(new));
        Ok(())
    }

    pub(super) fn finish_work(&mut self, key: WorkKey, version: Version) -> Applied {
        self.expect_work(key, version)?;
        self.drop_work(key);
        Ok(())
    }

    pub(super) fn drop_work(&mut self, key: WorkKey) {
        if let Some(due) = self.work.get(&key).map(|row| row.value.run_at) {
            self.work_due.remove(&(key.queue, due, key.subject));
            self.work.remove(&key);
        }
    }

    /// Puts a piece of work as it stands and keeps the index of due times in step.
    pub(super) fn write_work(&mut self, row: Stored<WorkRecord>) {
        let key = row.value.key;
        if let Some(before) = self.work.get(&key).map(|old| old.value.run_at) {
            self.work_due.remove(&(key.queue, before, key.subject));
        }
        self.work_due.put((key.queue, row.value.run_at, key.subject), ());
        self.work.put(key, row);
    }

    fn expect_work(&self, key: WorkKey, version: Version) -> Result<&Stored<WorkRecord>, StoreError> {
        expect_as(&self.work, "work", &key, version, || format!("{}/{}", key.queue.name(), key.subject))
    }
}
