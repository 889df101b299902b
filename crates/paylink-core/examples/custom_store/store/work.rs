//! Work, documents and housekeeping.

use super::{State, SwapStore, size};
use async_trait::async_trait;
use paylink_core::{
    PaymentId, RefundId, Stored, Timestamp, Version,
    ports::{DocumentStore, Maintenance, StoreError, WorkQueue},
    records::{IdempotencyRecord, PaymentStatus, Queue, RefundStatus, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

impl State {
    /// Due work of a queue, the longest due first.
    fn due(&self, queue: Queue, now: Timestamp) -> Vec<Stored<WorkRecord>> {
        let is_due = |row: &&Stored<WorkRecord>| row.value.key.queue == queue && row.value.run_at <= now;
        let mut rows: Vec<_> = self.work.values().filter(is_due).cloned().collect();
        rows.sort_by_key(|row| row.value.run_at);
        rows
    }

    fn is_given_back(&self, refund: RefundId) -> bool {
        self.refunds.get(&refund).is_some_and(|row| row.value.status == RefundStatus::Processing)
    }

    fn is_under_way(&self, payment: PaymentId) -> bool {
        let open = |status| matches!(status, PaymentStatus::Processing | PaymentStatus::RequiresAction);
        self.payments.get(&payment).is_some_and(|row| open(row.value.status))
    }
}

#[async_trait]
impl WorkQueue for SwapStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut lanes = Vec::new();
        for lane in self.state().due(queue, now).into_iter().map(|row| row.value.lane) {
            if lanes.len() < size(limit) && !except.contains(&lane) && !lanes.contains(&lane) {
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
        let mut state = self.state();
        let mut rows = state.due(queue, now);
        rows.retain(|row| lane.is_none_or(|lane| lane == row.value.lane));
        rows.truncate(size(limit));
        for row in &mut rows {
            row.value.run_at = now.plus(lease);
            row.version = row.version.next();
            state.work.insert(row.value.key, row.clone());
        }
        Ok(rows)
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        let state = self.state();
        let count = state.work.keys().filter(|key| key.queue == queue).count();
        Ok((u64::try_from(count).unwrap_or(u64::MAX), state.due(queue, now).first().map(|row| row.value.run_at)))
    }
}

#[async_trait]
impl DocumentStore for SwapStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        Ok(self.state().documents.get(&(kind.to_owned(), key.to_owned())).cloned())
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        let mut state = self.state();
        let place = (kind.to_owned(), key.to_owned());
        if state.documents.get(&place).map(|row| row.version) != expected {
            return Err(StoreError::Stale { entity: "document", id: format!("{kind}/{key}") });
        }
        let version = expected.map_or(Version::FIRST, Version::next);
        state.documents.insert(place, Stored { value: text.to_owned(), version });
        Ok(version)
    }
}

#[async_trait]
impl Maintenance for SwapStore {
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let ended = |row: &IdempotencyRecord| row.expires_at <= now && row.answer.is_some();
        let waits = |row: &IdempotencyRecord| {
            row.payment_id.is_some_and(|id| state.is_under_way(id))
                || row.refund_id.is_some_and(|id| state.is_given_back(id))
        };
        let may_go = |row: &IdempotencyRecord| ended(row) && !waits(row);
        let old: Vec<_> =
            state.requests.iter().filter(|(_, row)| may_go(&row.value)).map(|(key, _)| key.clone()).collect();
        let gone = old.iter().take(size(limit)).filter(|key| state.requests.remove(*key).is_some()).count();
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
