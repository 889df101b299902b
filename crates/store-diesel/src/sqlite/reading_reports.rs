//! The store on SQLite: what reads facts and counts.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    MerchantId,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::FactRecord,
};

#[async_trait]
impl ReportReader for SqliteStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        let spans = spans.to_vec();
        self.lists.aside(move |conn| ops::counted(conn, merchant, &spans)).await
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        self.lists.aside(move |conn| ops::facts(conn, limit)).await
    }
}
