//! Facts are folded into the counts that reports are read from. No report waits for this: facts are part of it as they are.

use crate::{
    Actor, Change, ChangeSet, Error, Fold, MerchantId, Paylink,
    ports::StoreError,
    records::{CountKey, CountRecord, CountSums, FactRecord, Slot, Tier},
};
use std::collections::BTreeMap;

const JOB: Actor = Actor::Job("fold");
/// Facts folded in one commit.
const BATCH: u32 = 256;

impl Paylink {
    /// Folds up to 256 facts into the counts; returns how many. Any number of processes may do this at the same time:
    /// of those that take the same facts, one succeeds.
    ///
    /// # Errors
    /// `storage_unavailable`; what was not folded stays as it was.
    pub async fn fold_tick(&self) -> Result<usize, Error> {
        let facts = self.store.facts(BATCH).await?;
        let count = facts.len();
        if count == 0 {
            return Ok(0);
        }
        let fold = Fold { counts: counts_of(&facts), facts: facts.into_iter().map(|fact| fact.id).collect() };
        match self.write(JOB, ChangeSet::new().with(Change::FoldFacts(Box::new(fold)))).await {
            Ok(()) => Ok(count),
            // someone else has folded them
            Err(StoreError::Stale { .. }) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

/// What facts come to: per merchant and for all together, in every tier.
fn counts_of(facts: &[FactRecord]) -> Vec<CountRecord> {
    let mut sums: BTreeMap<(Option<MerchantId>, Tier, Slot, &CountKey), CountSums> = BTreeMap::new();
    for fact in facts {
        for merchant in [None, Some(fact.merchant_id)] {
            for tier in Tier::ALL.iter().copied() {
                let sum = sums.entry((merchant, tier, fact.slot.floor(tier), &fact.key)).or_default();
                *sum = sum.plus(fact.sums);
            }
        }
    }
    let record = |((merchant_id, tier, slot, key), sums): ((_, _, _, &CountKey), _)| CountRecord {
        merchant_id,
        tier,
        slot,
        key: key.clone(),
        sums,
    };
    sums.into_iter().map(record).collect()
}
