//! The work queue, the documents and the housekeeping of the memory store.

use super::{MemoryStore, tables::Tables};
use crate::{
    Stored, Timestamp, Version,
    ports::{DocumentStore, Maintenance, StoreError, WorkQueue},
    records::{IdempotencyRecord, PaymentStatus, Queue, RefundStatus, WorkKey, WorkRecord},
};
use async_trait::async_trait;
use std::time::Duration;
use uuid::Uuid;

impl Tables {
    /// Due pieces of one queue, the longest due first.
    fn due(&self, queue: Queue, now: Timestamp) -> impl Iterator<Item = &Stored<WorkRecord>> {
        let keys = (queue, now.minus(Duration::MAX), Uuid::nil())..=(queue, now, Uuid::max());
        self.work_due
            .range(keys)
            .filter_map(|((queue, _, subject), ())| self.work.get(&WorkKey { queue: *queue, subject: *subject }))
    }

    /// Whether the payment this record began may still change its answer.
    fn may_be_pruned(&self, record: &IdempotencyRecord, now: Timestamp) -> bool {
        let payment = record.payment_id.and_then(|id| self.payments.get(&id));
        let under_way = payment.is_some_and(|row| match row.value.status {
            PaymentStatus::Processing | PaymentStatus::RequiresAction => true,
            PaymentStatus::Succeeded | PaymentStatus::Failed | PaymentStatus::Returned => false,
        });
        let refund = record.refund_id.and_then(|id| self.refunds.get(&id));
        let refunding = refund.is_some_and(|row| match row.value.status {
            RefundStatus::Processing => true,
            RefundStatus::Succeeded | RefundStatus::Failed => false,
        });
        record.expires_at <= now && record.answer.is_some() && !under_way && !refunding
    }
}

#[async_trait]
impl WorkQueue for MemoryStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        let tables = self.open()?;
        let mut lanes = Vec::new();
        for lane in tables.due(queue, now).map(|row| row.value.lane) {
            if lanes.len() >= size(limit) {
                break;
            }
            if !except.contains(&lane) && !lanes.contains(&lane) {
                lanes.push(lane);
            }
        }
        Ok(lanes)
    }

    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
        let mut tables = self.open()?;
        let of_lane = |row: &&Stored<WorkRecord>| lane.is_none_or(|lane| row.value.lane == lane);
        let mut claimed: Vec<_> = tables.due(queue, now).filter(of_lane).take(size(limit)).cloned().collect();
        for row in &mut claimed {
            row.value.run_at = now.plus(lease);
            row.version = row.version.next();
            tables.write_work(row.clone());
        }
        tables.keep();
        Ok(claimed)
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        let tables = self.open()?;
        let waiting = tables.work.values().filter(|row| row.value.key.queue == queue).count();
        let oldest = tables.due(queue, now).next().map(|row| row.value.run_at);
        Ok((u64::try_from(waiting).unwrap_or(u64::MAX), oldest))
    }
}

#[async_trait]
impl DocumentStore for MemoryStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        Ok(self.open()?.documents.get(&(kind.to_owned(), key.to_owned())).cloned())
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        let mut tables = self.open()?;
        let place = (kind.to_owned(), key.to_owned());
        if tables.documents.get(&place).map(|row| row.version) != expected {
            return Err(StoreError::Stale { entity: "document", id: format!("{kind}/{key}") });
        }
        let version = expected.map_or(Version::FIRST, Version::next);
        tables.documents.put(place, Stored { value: text.to_owned(), version });
        tables.keep();
        Ok(version)
    }
}

#[async_trait]
impl Maintenance for MemoryStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.open().map(drop)
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut tables = self.open()?;
        let old = tables.idempotency.values().map(|row| &row.value).filter(|row| tables.may_be_pruned(row, now));
        let old: Vec<_> = old.take(size(limit)).map(|row| (row.scope.clone(), row.key.clone())).collect();
        for key in &old {
            tables.idempotency.remove(key);
        }
        tables.keep();
        Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
    }
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
