//! What was committed is there after the store was closed and opened again, and nothing else.

use super::{
    Fixture,
    check::{Broken, During, Kept, holds, same, taken},
    family::{Family, Kind},
    full,
    ground::{Ground, at, insert_link, insert_message},
};
use crate::{
    Change, Stored, UniqueKey, Version,
    ports::CountSpan,
    records::{LinkRecord, MessageRecord, Slot, Tier, WorkRecord},
    testing::build::instant,
};
use std::time::Duration;

pub(super) use super::audit::the_log_and_its_seals_outlive_the_process;

/// The same store after it was closed and opened again.
async fn reopened(fixture: &dyn Fixture, ground: Ground) -> Result<Ground, Broken> {
    let Ground { store, make } = ground;
    let store = fixture.reopen(store).await.ok_or(Broken::Skipped)?;
    Ok(Ground { store, make })
}

pub(super) async fn everything_written_is_there_after_reopening(fixture: &dyn Fixture) -> Kept {
    let mut ground = Ground::new(fixture).await;
    let (mut bare, full) = (full::bare(&ground.make), full::full(&ground.make));
    bare.work.run_at = instant(500);
    ground.write(bare.inserts()).await?;
    ground.write(full.inserts()).await?;
    ground.write([bare.update(Kind::Link, Version::FIRST), bare.update(Kind::Request, Version::FIRST)]).await?;
    let lease = Duration::from_secs(60);
    let claimed = ground.store.claim(full.work.key.queue, None, 10, instant(0), lease).await?;
    same("claimed before closing", &claimed.len(), &1)?;
    let day = full.reminder.remind_on;
    ground.write([Change::InsertView(full.link.id, day), Change::CountView(full.link.id, day)]).await?;
    let (folded, fact) = (ground.make.fact(full.merchant.id), ground.make.fact(full.merchant.id));
    ground.write([&folded, &fact].map(|fact| Change::InsertFact(fact.clone()))).await?;
    ground.write([super::reports::fold(&[folded])]).await?;
    ground.store.put_document("kind", "key", None, "[1]").await?;
    for _ in 0..2 {
        ground = reopened(fixture, ground).await?;
        let store = &*ground.store;
        full.check_all(store).await.during("after reopening")?;
        for kind in Kind::CHANGING {
            let version = if matches!(kind, Kind::Link | Kind::Request) { Version(2) } else { Version::FIRST };
            bare.check(store, kind, version).await.during("after reopening")?;
        }
        let totals = store.link_totals(&[full.link.id]).await?;
        same("views", &totals.iter().map(|totals| totals.views_count).collect(), &vec![2])?;
        same("facts", &store.facts(9).await?, &vec![fact.clone()])?;
        let ever = CountSpan { number: 0, tier: Tier::All, from: Slot(i64::MIN), until: Slot(i64::MAX) };
        let counted = store.counted(Some(full.merchant.id), &[ever]).await?;
        same("counts", &counted.iter().map(|one| one.sums.count).collect(), &vec![2])?;
        let held = store.claim(full.work.key.queue, None, 10, instant(59), lease).await?;
        same("the lease still holds", &held, &vec![])?;
        let document = Stored { value: "[1]".to_owned(), version: Version::FIRST };
        same("the document", &store.document("kind", "key").await?, &Some(document))?;
    }
    let free = ground.store.claim(full.work.key.queue, None, 10, instant(60), lease).await?;
    let held = WorkRecord { run_at: instant(120), ..full.work.clone() };
    same("after the lease", &free, &vec![at(&held, Version(3))])?;
    let last = WorkRecord { run_at: instant(560), ..bare.work.clone() };
    let rest = ground.store.claim(bare.work.key.queue, None, 1, instant(500), lease).await?;
    let rest: Vec<_> = rest.into_iter().filter(|row| row.value.key == last.key).collect();
    holds(rest.len() <= 1, "work is there once")
}

pub(super) async fn what_was_refused_or_removed_stays_away_after_reopening(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (old, refused) = (Family::of(&ground.make), Family::of(&ground.make));
    ground.write(old.inserts()).await?;
    let mut changes = refused.inserts();
    changes.push(Change::ExpectLink(old.link.id, Version(9)));
    holds(ground.write(changes).await.is_err(), "the set is refused")?;
    let removals = [
        Change::DeleteEndpoint(old.endpoint.id, Version::FIRST),
        Change::DeleteSuppression(old.suppression.id),
        Change::FinishWork(old.work.key, Version::FIRST),
    ];
    ground.write(removals).await?;

    let ground = reopened(fixture, ground).await?;
    let store = &*ground.store;
    holds(refused.is_absent(store).await?, "nothing of a refused set has come back")?;
    holds(store.endpoint(old.endpoint.id).await?.is_none(), "a deleted endpoint has not come back")?;
    holds(store.delivery(old.delivery.id).await?.is_none(), "its delivery has not come back")?;
    holds(store.suppression(old.suppression.id).await?.is_none(), "a deleted suppression has not come back")?;
    same("work", &store.backlog(old.work.key.queue, instant(0)).await?.0, &0)?;
    ground.write(refused.inserts()).await.during("the refused rows after reopening")
}

pub(super) async fn unique_keys_are_guarded_after_reopening(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    let ground = reopened(fixture, ground).await?;
    let copy = LinkRecord { slug: family.link.slug.to_uppercase(), ..ground.make.link(family.merchant.id) };
    taken(ground.write([insert_link(&copy)]).await, UniqueKey::Slug)?;
    let second = super::ground::insert_payment(&ground.make.payment(&family.link));
    taken(ground.write([second]).await, UniqueKey::LivePayment)?;
    let again = MessageRecord { id: ground.make.id(), ..family.message.clone() };
    taken(ground.write([insert_message(&again)]).await, UniqueKey::Message)?;
    let request = family.insert(Kind::Request);
    taken(ground.write([request]).await, UniqueKey::IdempotencyKey)?;
    let delivery = ground.make.delivery(&family.event, &family.endpoint);
    ground.write([Change::InsertDelivery(delivery.clone())]).await?;
    holds(ground.store.delivery(delivery.id).await?.is_none(), "a delivery pair is still kept once")
}
