//! What a broken store does with the audit log.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    AuditId, Change,
    ports::{AuditFilter, AuditReader, PageOf, StoreError},
    records::{AuditRecord, SealRecord, SealedEntry, Unsealed},
};
use std::collections::BTreeSet;
use uuid::Uuid;

type Entries = Result<Vec<AuditRecord>, StoreError>;

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

impl BrokenStore {
    /// Changes of the audit log as the bug would have them.
    pub(super) async fn misfiled(&self, change: Change) -> Result<Vec<Change>, StoreError> {
        Ok(match (self.bug, change) {
            (Bug::LosesRequestIds, Change::InsertAudit(mut entries)) => {
                let first = entries.first().and_then(|entry| entry.request_id.clone());
                entries.iter_mut().for_each(|entry| entry.request_id.clone_from(&first));
                vec![Change::InsertAudit(entries)]
            }
            (Bug::SkipsRepeatedEntries, Change::InsertAudit(mut entries)) => {
                let there = self.inner.audit_log(&AuditFilter::default(), ALL).await?;
                entries.retain(|entry| there.iter().all(|other| other.id != entry.id));
                vec![Change::InsertAudit(entries)]
            }
            (Bug::SealsNothing, Change::InsertSeal(seal)) => {
                vec![Change::InsertSeal(Box::new(SealRecord { entries: Vec::new(), ..*seal }))]
            }
            (Bug::FillsDigests, Change::InsertSeal(mut seal)) => {
                for entry in &mut seal.entries {
                    entry.digest.get_or_insert_default();
                }
                vec![Change::InsertSeal(seal)]
            }
            (Bug::SealsWhatIsLeft, Change::InsertSeal(mut seal)) => {
                let waiting: BTreeSet<_> = self.inner.unsealed(u32::MAX).await?.iter().map(|one| one.id).collect();
                seal.entries.retain(|entry: &SealedEntry| waiting.contains(&entry.id));
                vec![Change::InsertSeal(seal)]
            }
            (Bug::RenumbersSeals, Change::InsertSeal(mut seal)) => {
                if let Some(last) = self.inner.last_seal().await? {
                    seal.number = seal.number.max(last.number + 1);
                    let waiting: BTreeSet<_> = self.inner.unsealed(u32::MAX).await?.iter().map(|one| one.id).collect();
                    seal.entries.retain(|entry| waiting.contains(&entry.id));
                }
                vec![Change::InsertSeal(seal)]
            }
            (_, change) => vec![change],
        })
    }
}

#[async_trait]
impl AuditReader for BrokenStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Entries {
        if self.bug == Bug::ShowsForeignEntries {
            let anyones = AuditFilter { merchant_id: None, ..filter.clone() };
            let mut rows = self.inner.audit_log(&anyones, PageOf { limit: u32::MAX, ..page }).await?;
            let own = |row: &AuditRecord| row.merchant_id.is_none() || row.merchant_id == filter.merchant_id;
            rows.retain(|row| filter.merchant_id.is_none() || own(row));
            rows.truncate(usize::try_from(page.limit).unwrap());
            return Ok(rows);
        }
        if self.bug == Bug::PagesTheLogByInstantOnly {
            let mut rows = self.inner.audit_log(filter, PageOf { after: None, limit: u32::MAX }).await?;
            rows.retain(|row| page.after.is_none_or(|after| row.created_at < after.created_at));
            rows.truncate(usize::try_from(page.limit).unwrap());
            return Ok(rows);
        }
        self.inner.audit_log(filter, page).await
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Entries {
        if self.bug != Bug::FindsAnyVersion {
            return self.inner.audit_of(rows).await;
        }
        let mut found = self.inner.audit_log(&AuditFilter::default(), ALL).await?;
        found.retain(|entry| rows.iter().any(|(row, _)| *row == entry.subject));
        Ok(found)
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        self.inner.unsealed(limit).await
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        self.inner.audit_backlog().await
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        self.inner.seals(after, limit).await
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        self.inner.last_seal().await
    }

    async fn sealed_by(&self, number: i64) -> Entries {
        self.inner.sealed_by(number).await
    }

    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError> {
        self.inner.audit_strays(limit).await
    }
}
