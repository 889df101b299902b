//! Facts and counts in the memory store.

use super::{
    MemoryStore,
    apply::{move_key, present},
    tables::Tables,
};
use crate::{
    Fold, MerchantId, UniqueKey,
    ports::{CountSpan, Counted, ReportReader, StoreError},
    records::{CountKey, CountSums, FactRecord},
};
use async_trait::async_trait;
use std::collections::BTreeMap;

impl Tables {
    pub(super) fn insert_fact(&mut self, new: FactRecord) -> Result<(), StoreError> {
        move_key(&mut self.facts, None, Some(new.id), new, UniqueKey::Id)
    }

    pub(super) fn fold_facts(&mut self, fold: Fold) -> Result<(), StoreError> {
        for id in fold.facts {
            present(self.facts.has(&id), "fact", Some(id))?;
            self.facts.remove(&id);
        }
        for count in fold.counts {
            let place = (count.merchant_id, count.tier, count.slot, count.key);
            let sums = self.counts.get(&place).copied().unwrap_or_default();
            self.counts.put(place, sums.plus(count.sums));
        }
        Ok(())
    }

    fn add_counts(&self, merchant: Option<MerchantId>, span: &CountSpan, sums: &mut BTreeMap<CountKey, CountSums>) {
        let counts = self.counts.entries().filter(|((of, tier, slot, _), _)| {
            *of == merchant && *tier == span.tier && span.from <= *slot && *slot < span.until
        });
        for ((.., key), more) in counts {
            let sum = sums.entry(key.clone()).or_default();
            *sum = sum.plus(*more);
        }
        let facts = self.facts.values().filter(|fact| {
            merchant.is_none_or(|merchant| merchant == fact.merchant_id)
                && span.from <= fact.slot
                && fact.slot < span.until
        });
        for fact in facts {
            let sum = sums.entry(fact.key.clone()).or_default();
            *sum = sum.plus(fact.sums);
        }
    }
}

#[async_trait]
impl ReportReader for MemoryStore {
    async fn counted(&self, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Vec<Counted>, StoreError> {
        let tables = self.open()?;
        let mut numbers: BTreeMap<u32, BTreeMap<CountKey, CountSums>> = BTreeMap::new();
        for span in spans {
            tables.add_counts(merchant, span, numbers.entry(span.number).or_default());
        }
        let of_number = |(number, sums): (u32, BTreeMap<CountKey, CountSums>)| {
            sums.into_iter().map(move |(key, sums)| Counted { number, key, sums })
        };
        Ok(numbers.into_iter().flat_map(of_number).collect())
    }

    async fn facts(&self, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.open()?.facts.values().take(limit).cloned().collect())
    }
}
