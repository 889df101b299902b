//! Facts and counts.

use super::{State, SwapStore, size};
use async_trait::async_trait;
use paylink_core::{
    Fold, MerchantId,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::{CountKey, CountSums, FactRecord},
};
use std::collections::BTreeMap;

impl State {
    pub(super) fn fold(&mut self, fold: Fold) -> Result<(), StoreError> {
        for id in fold.facts {
            if self.facts.remove(&id).is_none() {
                return Err(StoreError::Stale { entity: "fact", id: id.to_string() });
            }
        }
        for count in fold.counts {
            let sums = self.counts.entry((count.merchant_id, count.tier, count.slot, count.key)).or_default();
            *sums = sums.plus(count.sums);
        }
        Ok(())
    }
}

#[async_trait]
impl ReportReader for SwapStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        let state = self.state();
        let mut all: BTreeMap<(u32, CountKey), CountSums> = BTreeMap::new();
        let mut add = |number, key: &CountKey, more| {
            let sums = all.entry((number, key.clone())).or_default();
            *sums = sums.plus(more);
        };
        for span in spans {
            let counts = state.counts.iter().filter(|((of, tier, slot, _), _)| {
                *of == merchant && *tier == span.tier && (span.from..span.until).contains(slot)
            });
            counts.for_each(|((.., key), sums)| add(span.number, key, *sums));
            let meant = |fact: &&FactRecord| {
                merchant.is_none_or(|merchant| merchant == fact.merchant_id)
                    && (span.from..span.until).contains(&fact.slot)
            };
            state.facts.values().filter(meant).for_each(|fact| add(span.number, &fact.key, fact.sums));
        }
        Ok(all.into_iter().map(|((number, key), sums)| Counted { number, key, sums }).collect())
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        Ok(self.state().facts.values().take(size(limit)).cloned().collect())
    }
}
