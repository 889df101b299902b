//! Valid facts and counts.

use super::build::{Make, instant};
use crate::{
    Currency, MerchantId,
    records::{CountKey, CountRecord, CountSums, FactRecord, Method, Metric, Slot, Tier},
};

impl Make {
    /// A card payment of 12.50 that succeeded at [`instant(0)`](instant).
    pub fn fact(&self, merchant: MerchantId) -> FactRecord {
        let key = CountKey {
            metric: Metric::PaymentsSucceeded,
            currency: Some(Currency::USD),
            method: Some(Method::Card),
            detail: "60".to_owned(),
        };
        let sums = CountSums { count: 1, amount_minor: 1250, seconds: 42 };
        FactRecord { id: self.id(), merchant_id: merchant, slot: Slot::of(instant(0)), key, sums }
    }
}

/// What a fact is folded into: for its merchant and for all together, in every tier.
#[must_use]
pub fn counts_of(fact: &FactRecord) -> Vec<CountRecord> {
    let mut counts = Vec::new();
    for merchant_id in [None, Some(fact.merchant_id)] {
        for tier in Tier::ALL.iter().copied() {
            let (slot, key) = (fact.slot.floor(tier), fact.key.clone());
            counts.push(CountRecord { merchant_id, tier, slot, key, sums: fact.sums });
        }
    }
    counts
}
