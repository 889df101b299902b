//! A stretch of time put together from as few counts as it takes: whole days, then hours, then quarters of an hour.

use crate::{
    ports::CountSpan,
    records::{Slot, Tier},
};

/// All of time, as one count.
pub(crate) const EVER: CountSpan =
    CountSpan { number: 0, tier: Tier::All, from: Slot(i64::MIN), until: Slot(i64::MAX) };

/// At most five spans that cover exactly the quarters from `from` to `until` (exclusive), none of them twice.
pub(crate) fn spans_of(number: u32, from: Slot, until: Slot) -> Vec<CountSpan> {
    let mut spans = Vec::new();
    let mut add = |tier, from: Slot, until: Slot| {
        if from < until {
            spans.push(CountSpan { number, tier, from, until });
        }
    };
    let mut hours = |from: Slot, until: Slot| {
        let (first, last) = whole(Tier::Hour, from, until);
        add(Tier::Quarter, from, first);
        add(Tier::Hour, first, last);
        add(Tier::Quarter, last, until);
    };
    let (first, last) = whole(Tier::Day, from, until);
    hours(from, first);
    hours(last, until);
    add(Tier::Day, first, last);
    spans
}

/// The whole stretches of a tier within a range; both ends are `until` when there is none.
fn whole(tier: Tier, from: Slot, until: Slot) -> (Slot, Slot) {
    let length = tier.quarters().unwrap_or(1);
    let first = Slot(from.0.saturating_add(length).saturating_sub(1)).floor(tier);
    let last = until.floor(tier);
    if first < last { (first, last) } else { (until, until) }
}

#[cfg(test)]
mod tests;
