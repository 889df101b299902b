//! The store on PostgreSQL: what reads the audit log.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    AuditId,
    ports::{AuditFilter, AuditReader, PageOf, StoreError},
    records::{AuditRecord, SealRecord, Unsealed},
};
use uuid::Uuid;

type Entries = Result<Vec<AuditRecord>, StoreError>;

#[async_trait]
impl AuditReader for PostgresStore {
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Entries {
        read!(self, conn => ops::audit_log(conn, filter, page))
    }

    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Entries {
        read!(self, conn => ops::audit_of(conn, rows))
    }

    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
        read!(self, conn => ops::unsealed(conn, limit))
    }

    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError> {
        read!(self, conn => ops::audit_backlog(conn))
    }

    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
        read!(self, conn => ops::seals(conn, after, limit))
    }

    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError> {
        read!(self, conn => ops::last_seal(conn))
    }

    async fn sealed_by(&self, number: i64) -> Entries {
        read!(self, conn => ops::sealed_by(conn, number))
    }

    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError> {
        read!(self, conn => ops::audit_strays(conn, limit))
    }
}
