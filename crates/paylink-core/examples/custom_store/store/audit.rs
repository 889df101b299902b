//! The audit log: entries that nothing changes, and which seal covers each.

use super::{
    State, SwapStore,
    read::{asks, asks_some, within},
    size,
};
use async_trait::async_trait;
use paylink_core::{
    AuditId, TypedId, UniqueKey,
    ports::{AuditFilter, AuditReader, PageOf, StoreError},
    records::{AuditRecord, SealRecord, Unsealed},
};
use uuid::Uuid;

impl State {
    pub(super) fn insert_audit(&mut self, entries: Vec<AuditRecord>) -> Result<(), StoreError> {
        for entry in entries {
            self.sealed.insert(entry.id, 0);
            if self.audit.insert(entry.id, entry).is_some() {
                return Err(StoreError::Taken { key: UniqueKey::Id });
            }
        }
        Ok(())
    }

    pub(super) fn insert_seal(&mut self, seal: SealRecord) -> Result<(), StoreError> {
        for sealed in &seal.entries {
            if self.sealed.insert(sealed.id, seal.number) != Some(0) {
                return Err(StoreError::Stale { entity: "audit", id: sealed.id.to_string() });
            }
        }
        let taken = self.seals.insert(seal.number, seal).is_some();
        if taken { Err(StoreError::Taken { key: UniqueKey::SealNumber }) } else { Ok(()) }
    }
}

#[async_trait]
impl AuditReader for SwapStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Result<Vec<AuditRecord>, StoreError> {
        let meant = |row: &&AuditRecord| {
            page.after.is_none_or(|after| row.id.uuid() < after.id)
                && asks_some(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.actor, &row.actor)
                && asks_some(&filter.actor_id, &row.actor_id)
                && asks(&filter.action, &row.action)
                && asks(&filter.subject, &row.subject)
                && within((filter.created_from, filter.created_until), row.created_at)
        };
        Ok(self.state().audit.values().rev().filter(meant).take(size(page.limit)).cloned().collect())
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Result<Vec<AuditRecord>, StoreError> {
        let state = self.state();
        Ok(state.audit.values().filter(|row| rows.contains(&(row.subject, row.version))).cloned().collect())
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        let state = self.state();
        let waiting = state.sealed.iter().filter(|(_, seal)| **seal == 0).map(|(id, _)| *id).take(size(limit));
        Ok(waiting.map(|id| Unsealed { id, entry: state.audit.get(&id).cloned() }).collect())
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        let state = self.state();
        let waiting: Vec<_> = state.sealed.iter().filter(|(_, seal)| **seal == 0).map(|(id, _)| *id).collect();
        Ok((u64::try_from(waiting.len()).unwrap_or(u64::MAX), waiting.first().copied()))
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        Ok(self.state().seals.values().filter(|seal| seal.number > after).take(size(limit)).cloned().collect())
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        Ok(self.state().seals.values().next_back().cloned())
    }

    async fn sealed_by(&self, number: i64) -> Result<Vec<AuditRecord>, StoreError> {
        let state = self.state();
        let ids = state.sealed.iter().filter(|(_, seal)| **seal == number).map(|(id, _)| id);
        Ok(ids.filter_map(|id| state.audit.get(id)).cloned().collect())
    }

    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError> {
        let state = self.state();
        Ok(state.audit.keys().filter(|id| !state.sealed.contains_key(id)).take(size(limit)).copied().collect())
    }
}
