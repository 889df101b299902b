//! What the core reads for reports.

use super::store_error::StoreError;
use crate::{
    MerchantId,
    records::{CountKey, CountSums, FactRecord, Slot, Tier},
};
use async_trait::async_trait;

/// A stretch of time to add up: counts of one tier that begin in it, and the facts in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountSpan {
    /// Under which number the answer names it; several spans may share one, and are added up then.
    pub number: u32,
    /// Which counts.
    pub tier: Tier,
    /// From here on.
    pub from: Slot,
    /// Up to here, exclusive.
    pub until: Slot,
}

/// What was counted in the spans of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub number: u32,
    /// Of what.
    pub key: CountKey,
    /// How much.
    pub sums: CountSums,
}

/// Reads facts and counts.
#[async_trait]
pub trait ReportReader: Send + Sync {
    /// What was counted of one merchant, or of all together, in each of `spans` (at most 4000): facts that have not been
    /// folded are part of it, whatever the span's tier, and all of the answer shows one moment. In any order; a key
    /// comes once per number.
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError>;
    /// Facts that have not been folded, by id, at most `limit`.
    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError>;
}
