//! Reads of facts and counts: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    MerchantId,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::FactRecord,
};

#[async_trait]
impl ReportReader for SimStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        self.read("counted", self.world.inner.store.counted(merchant, spans)).await
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        self.read("facts", self.world.inner.store.facts(limit)).await
    }
}
