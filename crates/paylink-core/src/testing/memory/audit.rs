//! The audit log of the memory store: entries, what waits for a seal, seals.

use super::{MemoryStore, lists, tables::Tables};
use crate::{
    AuditId, TypedId, UniqueKey,
    ports::{AuditFilter, AuditReader, PageOf, StoreError},
    records::{AuditRecord, SealRecord, Unsealed},
};
use async_trait::async_trait;
use uuid::Uuid;

impl Tables {
    pub(super) fn insert_audit(&mut self, entries: Vec<AuditRecord>) -> Result<(), StoreError> {
        for entry in entries {
            if self.audit.has(&entry.id) {
                return Err(StoreError::Taken { key: UniqueKey::Id });
            }
            self.audit_of_row.put((entry.subject, entry.version, entry.id), ());
            self.audit_waiting.put(entry.id, ());
            self.audit.put(entry.id, entry);
        }
        Ok(())
    }

    pub(super) fn insert_seal(&mut self, seal: SealRecord) -> Result<(), StoreError> {
        if self.seals.has(&seal.number) {
            return Err(StoreError::Taken { key: UniqueKey::SealNumber });
        }
        for sealed in &seal.entries {
            if !self.audit_waiting.has(&sealed.id) {
                return Err(StoreError::Stale { entity: "audit", id: sealed.id.to_string() });
            }
            self.audit_waiting.remove(&sealed.id);
            self.audit_sealed.put((seal.number, sealed.id), ());
        }
        self.seals.put(seal.number, seal);
        Ok(())
    }
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

#[async_trait]
impl AuditReader for MemoryStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Result<Vec<AuditRecord>, StoreError> {
        let tables = self.open()?;
        let last = page.after.map_or(Uuid::max(), |after| after.id);
        let older = tables.audit.range(..AuditId::from_uuid(last)).rev().map(|(_, entry)| entry);
        Ok(older.filter(|entry| lists::audit(filter, entry)).take(size(page.limit)).cloned().collect())
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Result<Vec<AuditRecord>, StoreError> {
        let tables = self.open()?;
        let (first, last) = (AuditId::from_uuid(Uuid::nil()), AuditId::from_uuid(Uuid::max()));
        let of = |(row, version): &(Uuid, i64)| (*row, *version, first)..=(*row, *version, last);
        let ids = rows.iter().flat_map(|row| tables.audit_of_row.range(of(row)).map(|((.., id), ())| *id));
        Ok(ids.filter_map(|id| tables.audit.get(&id)).cloned().collect())
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        let tables = self.open()?;
        let first = AuditId::from_uuid(Uuid::nil());
        let waiting = tables.audit_waiting.range(first..).take(size(limit));
        Ok(waiting.map(|(id, ())| Unsealed { id: *id, entry: tables.audit.get(id).cloned() }).collect())
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        let tables = self.open()?;
        let mut waiting = tables.audit_waiting.range(AuditId::from_uuid(Uuid::nil())..).map(|(id, ())| *id);
        let first = waiting.next();
        let rest = u64::try_from(waiting.count()).unwrap_or(u64::MAX);
        Ok((rest.saturating_add(u64::from(first.is_some())), first))
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        let tables = self.open()?;
        Ok(tables.seals.range(after.saturating_add(1)..).take(size(limit)).map(|(_, seal)| seal.clone()).collect())
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        Ok(self.open()?.seals.range(..).next_back().map(|(_, seal)| seal.clone()))
    }

    async fn sealed_by(&self, number: i64) -> Result<Vec<AuditRecord>, StoreError> {
        let tables = self.open()?;
        let (first, last) = (AuditId::from_uuid(Uuid::nil()), AuditId::from_uuid(Uuid::max()));
        let ids = tables.audit_sealed.range((number, first)..=(number, last));
        Ok(ids.filter_map(|((_, id), ())| tables.audit.get(id)).cloned().collect())
    }

    /// Every entry was marked when it was written, and nobody gets at the marks.
    async fn audit_strays(&self, _limit: u32) -> Result<Vec<AuditId>, StoreError> {
        self.open().map(|_| Vec::new())
    }
}
