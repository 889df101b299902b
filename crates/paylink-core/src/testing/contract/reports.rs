//! Facts and counts: every sum is exact at every moment, folded or not.

use super::{
    Fixture,
    check::{During, Kept, holds, same, stale},
    ground::{Ground, set},
    races::{RACERS, Race},
};
use crate::{
    Change, Currency, Fold, MerchantId, TypedId, UniqueKey,
    ports::{CountSpan, Store, StoreError},
    records::{CountKey, CountSums, FactRecord, Method, Metric, Slot, Tier},
    testing::build_reports::counts_of,
};
use std::{collections::BTreeMap, sync::Arc};

/// What is not zero, by number and key.
type Sums = BTreeMap<(u32, CountKey), CountSums>;

pub(super) fn fold(facts: &[FactRecord]) -> Change {
    let mut counts = BTreeMap::new();
    for count in facts.iter().flat_map(counts_of) {
        let place = (count.merchant_id, count.tier, count.slot, count.key.clone());
        let sums = counts.get(&place).map_or(CountSums::default(), |other: &crate::records::CountRecord| other.sums);
        counts.insert(place, crate::records::CountRecord { sums: sums.plus(count.sums), ..count });
    }
    let facts = facts.iter().map(|fact| fact.id).collect();
    Change::FoldFacts(Box::new(Fold { facts, counts: counts.into_values().collect() }))
}

fn insert(fact: &FactRecord) -> Change {
    Change::InsertFact(fact.clone())
}

fn span(number: u32, tier: Tier, from: i64, until: i64) -> CountSpan {
    CountSpan { number, tier, from: Slot(from), until: Slot(until) }
}

/// All of time in every tier: tier by tier the numbers 0 to 3.
fn ever() -> Vec<CountSpan> {
    (0..).zip(Tier::ALL).map(|(number, tier)| span(number, *tier, i64::MIN, i64::MAX)).collect()
}

async fn sums(store: &dyn Store, merchant: Option<MerchantId>, spans: &[CountSpan]) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    for one in store.counted(merchant, spans).await? {
        let sum = sums.entry((one.number, one.key)).or_default();
        *sum = sum.plus(one.sums);
    }
    sums.retain(|_, sum| !sum.is_zero());
    Ok(sums)
}

/// The same sums in every tier.
fn in_every_tier(key: &CountKey, sums: CountSums) -> Sums {
    (0..).zip(Tier::ALL).map(|(number, _)| ((number, key.clone()), sums)).collect()
}

pub(super) async fn a_fact_is_counted_at_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, ours) = (&*ground.store, ground.merchant().await?.id);
    let fact = ground.make.fact(ours);
    let at = fact.slot.0;
    ground.write([insert(&fact)]).await?;
    for merchant in [None, Some(ours)] {
        let wanted = in_every_tier(&fact.key, fact.sums);
        same("in every tier", &sums(store, merchant, &ever()).await?, &wanted)?;
        let spans = [
            span(0, Tier::Quarter, at - 9, at),
            span(1, Tier::Quarter, at, at + 1),
            span(2, Tier::Hour, at + 1, at + 9),
        ];
        let wanted = Sums::from([((1, fact.key.clone()), fact.sums)]);
        same("only in its own quarter", &sums(store, merchant, &spans).await?, &wanted)?;
    }
    holds(sums(store, Some(ground.make.id()), &ever()).await?.is_empty(), "nothing of another merchant")?;
    holds(sums(store, Some(ours), &[]).await?.is_empty(), "no spans, nothing counted")?;
    match ground.write([insert(&fact)]).await {
        Err(StoreError::Taken { key: UniqueKey::Id }) => Ok(()),
        other => holds(false, format!("the same fact twice is Taken(Id), found {other:?}")),
    }
}

pub(super) async fn folding_changes_no_sum(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, ours) = (&*ground.store, ground.merchant().await?.id);
    let first = ground.make.fact(ours);
    let mut facts = Vec::new();
    for (number, metric) in (0..).zip(Metric::ALL.iter().copied().cycle().take(40)) {
        let slot = Slot(first.slot.0 + number * 7 - 100);
        let sums = CountSums { count: 1 - number % 3, amount_minor: number * 11 - 200, seconds: number };
        let key = CountKey { metric, ..first.key.clone() };
        facts.push(FactRecord { slot, sums, key, ..ground.make.fact(ours) });
    }
    ground.write(facts.iter().map(insert)).await?;
    let spans: Vec<_> = Tier::ALL
        .iter()
        .zip(0..)
        .map(|(tier, number)| span(number, *tier, i64::MIN, i64::MAX))
        .chain((0..30).map(|hour| {
            let from = Slot(first.slot.0 - 100).floor(Tier::Hour).0 + i64::from(hour) * 4;
            span(10 + hour, Tier::Hour, from, from + 4)
        }))
        .collect();
    let before = sums(store, Some(ours), &spans).await?;
    holds(!before.is_empty(), "something is counted")?;
    for part in facts.chunks(7) {
        ground.write([fold(part)]).await.during("folding")?;
        same("sums of the merchant", &sums(store, Some(ours), &spans).await?, &before)?;
        same("sums of all together", &sums(store, None, &spans).await?, &before)?;
    }
    same("facts left", &store.facts(100).await?, &vec![])
}

pub(super) async fn a_fact_is_folded_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, ours) = (&*ground.store, ground.merchant().await?.id);
    let (one, two) = (ground.make.fact(ours), ground.make.fact(ours));
    ground.write([insert(&one), insert(&two)]).await?;
    ground.write([fold(std::slice::from_ref(&one))]).await?;
    let both = in_every_tier(&one.key, one.sums.plus(two.sums));
    for again in [vec![one.clone()], vec![one.clone(), two.clone()], vec![two.clone(), one.clone()]] {
        stale(ground.write([fold(&again)]).await, "fact").during("folding what was folded")?;
        same("after that", &sums(store, Some(ours), &ever()).await?, &both)?;
    }
    same("what is left to fold", &store.facts(9).await?, &vec![two.clone()])?;
    ground.write([fold(std::slice::from_ref(&two))]).await.during("folding the other")?;
    same("in the end", &sums(store, Some(ours), &ever()).await?, &both)
}

pub(super) async fn counts_of_merchants_and_tiers_are_kept_apart(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (ours, theirs) = (ground.merchant().await?.id, ground.merchant().await?.id);
    let mine = ground.make.fact(ours);
    let other = FactRecord { sums: CountSums::of(7), ..ground.make.fact(theirs) };
    let keys = [
        CountKey { currency: Some(Currency::named("EUR").unwrap_or(Currency::USD)), ..mine.key.clone() },
        CountKey { currency: None, ..mine.key.clone() },
        CountKey { method: Some(Method::Ach), ..mine.key.clone() },
        CountKey { method: None, ..mine.key.clone() },
        CountKey { detail: "300".to_owned(), ..mine.key.clone() },
        CountKey { metric: Metric::PaymentsReturned, ..mine.key.clone() },
    ];
    let alike: Vec<_> = keys.into_iter().map(|key| FactRecord { key, ..ground.make.fact(ours) }).collect();
    let all: Vec<_> = [mine.clone(), other.clone()].into_iter().chain(alike.iter().cloned()).collect();
    ground.write(all.iter().map(insert)).await?;
    let now = span(0, Tier::Quarter, mine.slot.0, mine.slot.0 + 1);
    let of = |facts: &[&FactRecord]| -> Sums {
        let mut wanted = Sums::new();
        for fact in facts {
            let sum = wanted.entry((0, fact.key.clone())).or_default();
            *sum = sum.plus(fact.sums);
        }
        wanted
    };
    let own: Vec<_> = alike.iter().chain([&mine]).collect();
    for folded in [false, true] {
        if folded {
            ground.write([fold(&all)]).await?;
        }
        same("ours", &sums(store, Some(ours), &[now]).await?, &of(&own))?;
        same("theirs", &sums(store, Some(theirs), &[now]).await?, &of(&[&other]))?;
        same("all together", &sums(store, None, &[now]).await?, &of(&all.iter().collect::<Vec<_>>()))?;
    }
    // counts of a tier stand at the beginning of its stretch, and only there
    let begin = |tier| mine.slot.floor(tier).0;
    for tier in [Tier::Hour, Tier::Day] {
        let from = begin(tier);
        same(tier.name(), &sums(store, Some(ours), &[span(0, tier, from, from + 1)]).await?, &of(&own))?;
        holds(sums(store, Some(ours), &[span(0, tier, from + 1, from + 96)]).await?.is_empty(), "not later")?;
    }
    same("everything", &sums(store, Some(ours), &[span(0, Tier::All, 0, 1)]).await?, &of(&own))
}

pub(super) async fn spans_of_one_number_are_added_up(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, ours) = (&*ground.store, ground.merchant().await?.id);
    let day = ground.make.fact(ours).slot.floor(Tier::Day).0;
    let at = |slot: i64| FactRecord { slot: Slot(day + slot), ..ground.make.fact(ours) };
    // the last quarter hour before a day, its middle, and the first after it; one of each is folded
    let facts = [at(-1), at(50), at(96), at(-1), at(50), at(96), at(-2), at(97)];
    ground.write(facts.iter().map(insert)).await?;
    ground.write([fold(facts.get(3..).unwrap_or_default())]).await?;
    let spans = [
        span(5, Tier::Quarter, day - 1, day),
        span(5, Tier::Day, day, day + 96),
        span(5, Tier::Quarter, day + 96, day + 97),
        span(6, Tier::Quarter, day + 97, day + 100),
    ];
    let (one, key) = (at(0).sums, at(0).key);
    let six = (0..5).fold(one, |sum, _| sum.plus(one));
    let wanted = Sums::from([((5, key.clone()), six), ((6, key), one)]);
    same("three spans of one number and one of another", &sums(store, Some(ours), &spans).await?, &wanted)?;
    let many: Vec<_> = (0..4000).map(|number| span(number, Tier::Hour, day - 8, day + 100)).collect();
    same("as many spans as are allowed", &sums(store, Some(ours), &many).await?.len(), &4000)
}

pub(super) async fn facts_come_back_as_they_were_written(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, ours) = (&*ground.store, ground.merchant().await?.id);
    let plain = ground.make.fact(ours);
    let largest = CountSums { count: i64::MAX, amount_minor: i64::MIN, seconds: i64::MAX };
    let mut facts = vec![
        FactRecord {
            sums: largest,
            key: CountKey { detail: "largest".to_owned(), ..plain.key.clone() },
            ..ground.make.fact(ours)
        },
        FactRecord { slot: Slot(-1), ..ground.make.fact(ground.make.id()) },
        FactRecord { slot: Slot(i64::MAX), ..ground.make.fact(ours) },
    ];
    for detail in ["", " ", "O'Brien \"x\"", "Zürich 💳", "null"] {
        let key = CountKey { detail: detail.to_owned(), currency: None, method: None, ..plain.key.clone() };
        facts.push(FactRecord { key, ..ground.make.fact(ours) });
    }
    for metric in Metric::ALL.iter().copied() {
        facts.push(FactRecord { key: CountKey { metric, ..plain.key.clone() }, ..ground.make.fact(ours) });
    }
    ground.write(facts.iter().map(insert)).await?;
    facts.sort_by_key(|fact| fact.id.uuid());
    same("facts", &store.facts(1000).await?, &facts)?;
    // and as counts
    let now = [span(0, Tier::Quarter, plain.slot.0, plain.slot.0 + 1)];
    let before = sums(store, Some(ours), &now).await?;
    holds(before.values().any(|sums| *sums == largest), "the largest numbers are counted")?;
    ground.write([fold(&facts)]).await?;
    same("counts", &sums(store, Some(ours), &now).await?, &before)
}

pub(super) async fn facts_come_by_id(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let ours = ground.merchant().await?.id;
    let mut facts: Vec<_> = (0..20).map(|_| ground.make.fact(ours)).collect();
    ground.write(facts.iter().map(insert)).await?;
    facts.sort_by_key(|fact| fact.id.uuid());
    for limit in [0, 1, 7, 20, 1000] {
        let wanted: Vec<_> = facts.iter().take(usize::try_from(limit).unwrap_or(0)).cloned().collect();
        same(format!("{limit} facts"), &ground.store.facts(limit).await?, &wanted)?;
    }
    Ok(())
}

pub(super) async fn one_of_many_folds_the_same_facts(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let ours = ground.merchant().await?.id;
    let facts: Vec<_> = (0..10).map(|_| ground.make.fact(ours)).collect();
    ground.write(facts.iter().map(insert)).await?;
    let race = Race::new();
    let folder = |_| {
        let (store, change) = (Arc::clone(&ground.store), fold(&facts));
        race.racer(async move { store.commit(set([change])).await })
    };
    let finds: Vec<Result<(), StoreError>> = race.run(fixture, (0..RACERS).map(folder).collect()).await?;
    same("folders that succeed", &finds.iter().filter(|find| find.is_ok()).count(), &1)?;
    for find in finds.into_iter().filter(Result::is_err) {
        stale(find, "fact")?;
    }
    let found = sums(&*ground.store, Some(ours), &[span(0, Tier::All, i64::MIN, i64::MAX)]).await?;
    same("counted", &found.values().map(|sums| sums.count).collect(), &vec![10])
}
