//! What a broken store does with facts and counts.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, FactId, MerchantId,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::FactRecord,
};
use std::collections::{BTreeMap, BTreeSet};

impl BrokenStore {
    /// A change of facts as the bug would have it; `None` when it is passed over.
    pub(super) async fn miscounted(&self, change: Change) -> Result<Option<Change>, StoreError> {
        Ok(Some(match (self.bug, change) {
            (Bug::KeepsFoldedFacts, Change::FoldFacts(mut fold)) => {
                fold.facts.clear();
                Change::FoldFacts(fold)
            }
            (Bug::FoldsTwice, Change::FoldFacts(mut fold)) => {
                let there = self.known_facts().await?;
                fold.facts.retain(|id| there.contains(id));
                Change::FoldFacts(fold)
            }
            (Bug::LooksThenFolds, Change::FoldFacts(mut fold)) => {
                let there = self.known_facts().await?;
                if let Some(gone) = fold.facts.iter().find(|id| !there.contains(id)) {
                    return Err(StoreError::Stale { entity: "fact", id: gone.to_string() });
                }
                tokio::task::yield_now().await;
                let there = self.known_facts().await?;
                fold.facts.retain(|id| there.contains(id));
                Change::FoldFacts(fold)
            }
            (Bug::TrimsDetails, Change::InsertFact(mut fact)) => {
                fact.key.detail = fact.key.detail.trim().to_owned();
                Change::InsertFact(fact)
            }
            (Bug::MixesMethods, Change::FoldFacts(mut fold)) => {
                fold.counts.iter_mut().for_each(|count| count.key.method = None);
                Change::FoldFacts(fold)
            }
            (_, change) => change,
        }))
    }

    async fn known_facts(&self) -> Result<BTreeSet<FactId>, StoreError> {
        Ok(self.inner.facts(u32::MAX).await?.into_iter().map(|fact| fact.id).collect())
    }
}

#[async_trait]
impl ReportReader for BrokenStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        let merchant = merchant.filter(|_| !self.has(Bug::ShowsForeignCounts));
        let mut spans = spans.to_vec();
        if self.has(Bug::KeepsLastSpan) {
            spans =
                spans.into_iter().map(|span| (span.number, span)).collect::<BTreeMap<_, _>>().into_values().collect();
        }
        let mut counted = self.inner.counted(merchant, &spans).await?;
        if self.has(Bug::ForgetsFacts) {
            for fact in self.inner.facts(u32::MAX).await? {
                for one in counted.iter_mut().filter(|one| one.key == fact.key) {
                    one.sums = one.sums.plus(fact.sums.undone());
                }
            }
        }
        Ok(counted)
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        let mut facts = self.inner.facts(limit).await?;
        if self.has(Bug::NewestFactsFirst) {
            facts.reverse();
        }
        Ok(facts)
    }
}
