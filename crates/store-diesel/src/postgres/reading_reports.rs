//! The store on PostgreSQL: what reads facts and counts.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    MerchantId,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::FactRecord,
};

#[async_trait]
impl ReportReader for PostgresStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        read!(self, conn => ops::counted(conn, merchant, spans))
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        read!(self, conn => ops::facts(conn, limit))
    }
}
