//! The store on SQLite: what reads the audit log.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    AuditId,
    ports::{AuditFilter, AuditReader, PageOf, StoreError},
    records::{AuditRecord, SealRecord, Unsealed},
};
use uuid::Uuid;

type Entries = Result<Vec<AuditRecord>, StoreError>;

#[async_trait]
impl AuditReader for SqliteStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Entries {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::audit_log(conn, &filter, page)).await
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Entries {
        let rows = rows.to_vec();
        self.lists.aside(move |conn| ops::audit_of(conn, &rows)).await
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        self.lists.aside(move |conn| ops::unsealed(conn, limit)).await
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        self.lists.aside(ops::audit_backlog).await
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        self.lists.aside(move |conn| ops::seals(conn, after, limit)).await
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        self.lists.aside(ops::last_seal).await
    }

    async fn sealed_by(&self, number: i64) -> Entries {
        self.lists.aside(move |conn| ops::sealed_by(conn, number)).await
    }

    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError> {
        self.lists.aside(move |conn| ops::audit_strays(conn, limit)).await
    }
}
