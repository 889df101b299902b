//! Reading the audit log.

use super::{
    filters::{AuditFilter, PageOf},
    store_error::StoreError,
};
use crate::{
    AuditId,
    records::{AuditRecord, SealRecord, Unsealed},
};
use async_trait::async_trait;
use uuid::Uuid;

/// Reads the audit log.
#[async_trait]
pub trait AuditReader: Send + Sync {
    /// A list of entries. Ids of entries are ordered by time (their first 48 bits are the millisecond of `created_at`),
    /// so a list runs by id alone, from the largest.
    async fn audit_log(&self, filter: &AuditFilter, page: PageOf) -> Result<Vec<AuditRecord>, StoreError>;
    /// The entries of these rows at these versions (at most 101 pairs), in any order.
    async fn audit_of(&self, rows: &[(Uuid, i64)]) -> Result<Vec<AuditRecord>, StoreError>;
    /// Up to `limit` entries that no seal covers, by id.
    async fn unsealed(&self, limit: u32) -> Result<Vec<Unsealed>, StoreError>;
    /// How many entries no seal covers, and the id of the first of them.
    async fn audit_backlog(&self) -> Result<(u64, Option<AuditId>), StoreError>;
    /// Up to `limit` seals with a number over `after`, by number.
    async fn seals(&self, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError>;
    /// The seal with the largest number.
    async fn last_seal(&self) -> Result<Option<SealRecord>, StoreError>;
    /// The entries that the seal with this number is said to cover, by id.
    async fn sealed_by(&self, number: i64) -> Result<Vec<AuditRecord>, StoreError>;
    /// Up to `limit` entries that neither wait for a seal nor are covered by one: nobody but a hand in the database
    /// makes such.
    async fn audit_strays(&self, limit: u32) -> Result<Vec<AuditId>, StoreError>;
}
