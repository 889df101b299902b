//! Facts: each is folded once, into counts that come to the same.

use super::{Checked, Oracle, holds};
use paylink_core::{
    Fold,
    records::{CountSums, FactRecord, Metric, Tier},
};

impl Oracle {
    pub(super) fn fact_stored(&mut self, fact: &FactRecord) -> Checked {
        let before = self.facts.insert(fact.id, fact.clone());
        holds(before.is_none(), || format!("two facts are called {}", fact.id))
    }

    pub(super) fn facts_folded(&mut self, fold: &Fold) -> Checked {
        let mut folded = Vec::with_capacity(fold.facts.len());
        for id in &fold.facts {
            let Some(fact) = self.facts.remove(id) else { return Err(format!("{id} was folded and is no fact")) };
            folded.push(fact);
        }
        Metric::ALL.iter().try_for_each(|metric| folded_right(&folded, fold, *metric))
    }
}

fn folded_right(folded: &[FactRecord], fold: &Fold, metric: Metric) -> Checked {
    let sum = |all: &mut dyn Iterator<Item = CountSums>| all.fold(CountSums::default(), CountSums::plus);
    let wanted = sum(&mut folded.iter().filter(|fact| fact.key.metric == metric).map(|fact| fact.sums));
    for (tier, together) in Tier::ALL.iter().flat_map(|tier| [(*tier, true), (*tier, false)]) {
        let counts = fold.counts.iter().filter(|count| {
            count.tier == tier && count.merchant_id.is_none() == together && count.key.metric == metric
        });
        let found = sum(&mut counts.map(|count| count.sums));
        holds(found == wanted, || format!("{} was folded into other sums by the {}", metric.name(), tier.name()))?;
    }
    Ok(())
}
