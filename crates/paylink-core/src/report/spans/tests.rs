//! What spans cover.

use super::spans_of;
use crate::records::{Slot, Tier};

#[test]
fn spans_cover_a_range_exactly_once_and_fit_their_tier() {
    for from in -200..200 {
        for until in from..=400 {
            let spans = spans_of(7, Slot(from), Slot(until));
            assert!(spans.len() <= 5, "{from}..{until}: {spans:?}");
            let mut covered = vec![0; 700];
            for span in &spans {
                assert_eq!(span.number, 7);
                assert_eq!((span.from.floor(span.tier), span.until.floor(span.tier)), (span.from, span.until));
                (span.from.0..span.until.0).for_each(|slot| covered[usize::try_from(slot + 250).unwrap()] += 1);
            }
            for (slot, times) in (-250..450).zip(covered) {
                assert_eq!(times, i32::from((from..until).contains(&slot)), "{slot} of {from}..{until}: {spans:?}");
            }
        }
    }
}

#[test]
fn whole_days_are_read_as_days() {
    let tiers = |from, until| spans_of(0, Slot(from), Slot(until)).iter().map(|span| span.tier).collect::<Vec<_>>();
    assert_eq!(tiers(0, 96 * 30), [Tier::Day]);
    assert_eq!(tiers(20, 96 + 20), [Tier::Hour]);
    assert_eq!(tiers(20, 96 * 2 + 20), [Tier::Hour, Tier::Hour, Tier::Day]);
    assert_eq!(tiers(20, 96), [Tier::Hour]);
    assert_eq!(tiers(22, 96 * 2 + 22), [Tier::Quarter, Tier::Hour, Tier::Hour, Tier::Quarter, Tier::Day]);
    assert_eq!(tiers(5, 7), [Tier::Quarter]);
    assert_eq!(tiers(5, 5), []);
}
