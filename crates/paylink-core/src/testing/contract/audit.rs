//! The audit log: entries that nothing changes, and seals that cover each of them once.

use super::{
    Fixture,
    check::{Broken, During, Kept, broken, holds, same, stale, taken},
    ground::{ALL, Ground, page, set},
    races::{RACERS, ROUNDS, Race},
    samples::long,
};
use crate::{
    AuditId, Change, Timestamp, TypedId, UniqueKey,
    ports::{AuditFilter, Position, StoreError},
    records::{ActorKind, AuditRecord, AuditSubject, SealRecord, SealedEntry, Unsealed},
    testing::build::instant,
};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

fn insert(entries: &[&AuditRecord]) -> Change {
    Change::InsertAudit(entries.iter().map(|entry| (*entry).clone()).collect())
}

fn seal(seal: &SealRecord) -> Change {
    Change::InsertSeal(Box::new(seal.clone()))
}

/// Entries as waiting ones, by id.
fn waiting(entries: &[&AuditRecord]) -> Vec<Unsealed> {
    let mut rows: Vec<_> =
        entries.iter().map(|entry| Unsealed { id: entry.id, entry: Some((*entry).clone()) }).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

pub(super) async fn an_entry_comes_back_as_it_was_written(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let bare = AuditRecord { actor_id: None, state: None, ..ground.make.audit_entry(None) };
    let late = Timestamp::from_micros(1_768_478_400_999_999).unwrap_or(Timestamp::EPOCH);
    let full = AuditRecord {
        actor: ActorKind::MerchantToken,
        actor_id: Some(long(64)),
        action: "suppression.deleted".to_owned(),
        kind: AuditSubject::Suppression,
        subject: Uuid::from_u128(u128::MAX - 1),
        version: i64::MAX,
        state: Some(format!("{{\"text\":\"{}\"}}", long(40_000))),
        request_id: Some(long(128)),
        ..ground.make.audit_entry_at(late, Some(merchant.id))
    };
    ground.write([insert(&[&bare, &full])]).await?;
    let all = ground.store.audit_log(&AuditFilter::default(), ALL).await?;
    same("the log", &all, &vec![full.clone(), bare.clone()])?;
    let read = ground.store.unsealed(10).await?;
    same("as they wait for a seal", &read, &waiting(&[&bare, &full]))?;
    for kind in AuditSubject::ALL {
        for actor in ActorKind::ALL {
            let entry = AuditRecord { kind: *kind, actor: *actor, ..ground.make.audit_entry(None) };
            ground.write([insert(&[&entry])]).await?;
            let found = ground.store.audit_of(&[(entry.subject, 1)]).await?;
            same("every kind and actor", &found, &vec![entry])?;
        }
    }
    Ok(())
}

pub(super) async fn an_entrys_id_is_given_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (first, other) = (ground.make.audit_entry(None), ground.make.audit_entry(None));
    ground.write([insert(&[&first])]).await?;
    let second = AuditRecord { id: first.id, action: "payment_link.updated".to_owned(), ..other.clone() };
    taken(ground.write([insert(&[&other, &second])]).await, UniqueKey::Id)?;
    let all = ground.store.audit_log(&AuditFilter::default(), ALL).await?;
    same("nothing of a refused set is there", &all, &vec![first.clone()])?;
    same("nor waits for a seal", &ground.store.unsealed(10).await?, &waiting(&[&first]))
}

pub(super) async fn entries_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let model = ground.make.audit_entry(None);
    let mut rows = Vec::new();
    for place in 0..16_u8 {
        let bit = |number: u8| place & (1 << number) != 0;
        let at = instant(u64::from(place));
        let row = AuditRecord {
            id: ground.make.audit_entry_at(at, None).id,
            merchant_id: [None, Some(ours.id), Some(theirs.id)].into_iter().nth(usize::from(place % 3)).flatten(),
            actor: if bit(0) { ActorKind::Job } else { ActorKind::ApiKey },
            actor_id: if bit(1) { None } else { model.actor_id.clone() },
            action: if bit(2) { "payment_link.updated".to_owned() } else { model.action.clone() },
            subject: if bit(3) { Uuid::from_u128(7) } else { model.subject },
            created_at: at,
            ..model.clone()
        };
        ground.write([insert(&[&row])]).await?;
        rows.insert(0, row);
    }
    let of = AuditFilter::default;
    for filter in [
        of(),
        AuditFilter { merchant_id: Some(ours.id), ..of() },
        AuditFilter { merchant_id: Some(ground.make.id()), ..of() },
        AuditFilter { actor: Some(ActorKind::Job), ..of() },
        AuditFilter { actor_id: model.actor_id.clone(), ..of() },
        AuditFilter { actor_id: model.actor_id.as_ref().map(|id| id.to_uppercase()), ..of() },
        AuditFilter { action: Some(model.action.clone()), ..of() },
        AuditFilter { subject: Some(Uuid::from_u128(7)), ..of() },
        AuditFilter { created_from: Some(instant(4)), created_until: Some(instant(9)), ..of() },
        AuditFilter {
            merchant_id: Some(theirs.id),
            actor: Some(ActorKind::ApiKey),
            action: Some("payment_link.updated".to_owned()),
            subject: Some(model.subject),
            created_from: Some(instant(1)),
            ..of()
        },
    ] {
        let lets_through = |row: &&AuditRecord| {
            (filter.merchant_id.is_none() || filter.merchant_id == row.merchant_id)
                && filter.actor.is_none_or(|wanted| wanted == row.actor)
                && (filter.actor_id.is_none() || filter.actor_id == row.actor_id)
                && filter.action.as_ref().is_none_or(|wanted| *wanted == row.action)
                && filter.subject.is_none_or(|wanted| wanted == row.subject)
                && filter.created_from.is_none_or(|from| from <= row.created_at)
                && filter.created_until.is_none_or(|until| row.created_at < until)
        };
        let wanted: Vec<AuditRecord> = rows.iter().filter(lets_through).cloned().collect();
        let mut found: Vec<AuditRecord> = Vec::new();
        loop {
            let after = found.last().map(|row| Position { created_at: row.created_at, id: row.id.uuid() });
            let next = ground.store.audit_log(&filter, page(after, 3)).await?;
            holds(next.len() <= 3, "a page is no longer than asked for")?;
            if next.is_empty() {
                break;
            }
            found.extend(next);
        }
        same(format!("{filter:?}, page by page"), &found, &wanted)?;
    }
    Ok(())
}

pub(super) async fn entries_of_one_millisecond_come_by_id(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    // the later ones of the same millisecond need not have the larger ids
    let at = |place: u64| instant(0).plus(std::time::Duration::from_micros(place / 2));
    let entries: Vec<_> = (0..7).map(|place| ground.make.audit_entry_at(at(place), None)).collect();
    ground.write([Change::InsertAudit(entries.clone())]).await?;
    let mut seen: Vec<AuditId> = Vec::new();
    while seen.len() < entries.len() {
        let after = seen.last().map(|id| Position { created_at: instant(0), id: id.uuid() });
        let next = ground.store.audit_log(&AuditFilter::default(), page(after, 2)).await?;
        holds(!next.is_empty(), "no page is missing")?;
        seen.extend(next.iter().map(|entry| entry.id));
    }
    let mut wanted: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    wanted.sort_by(|a, b| b.cmp(a));
    same("the largest id first, each once", &seen, &wanted)
}

pub(super) async fn entries_are_found_by_row_and_version(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let first = ground.make.audit_entry(None);
    let next = |version| AuditRecord { id: ground.make.audit_entry(None).id, version, ..first.clone() };
    let (second, third) = (next(2), next(3));
    let other = AuditRecord { version: 2, ..ground.make.audit_entry(None) };
    ground.write([insert(&[&third, &second, &first, &other])]).await?;
    for (asked, wanted) in [
        (vec![(first.subject, 2)], vec![&second]),
        (vec![(first.subject, 1), (first.subject, 3)], vec![&first, &third]),
        (vec![(first.subject, 2), (other.subject, 2), (other.subject, 1)], vec![&second, &other]),
        (vec![(Uuid::nil(), 1)], vec![]),
        (vec![], vec![]),
    ] {
        let found: BTreeSet<_> = ground.store.audit_of(&asked).await?.into_iter().map(|entry| entry.id).collect();
        same(format!("{asked:?}"), &found, &wanted.iter().map(|entry| entry.id).collect())?;
    }
    Ok(())
}

pub(super) async fn a_seal_ends_the_waiting(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    same("nothing waits", &store.audit_backlog().await?, &(0, None))?;
    same("no seal", &store.last_seal().await?, &None)?;
    let mut entries: Vec<_> = (0..5).map(|_| ground.make.audit_entry(None)).collect();
    entries.sort_by_key(|entry| entry.id);
    let [a, b, c, d, e] = entries.as_slice() else { return Err(broken("five entries")) };
    ground.write([insert(&[e, c, a, d, b])]).await?;
    same("the first two", &store.unsealed(2).await?, &waiting(&[a, b]))?;
    same("all wait", &store.audit_backlog().await?, &(5, Some(a.id)))?;
    let first = ground.make.seal(1, &[b, d]);
    ground.write([seal(&first)]).await?;
    same("the others", &store.unsealed(10).await?, &waiting(&[a, c, e]))?;
    let second = ground.make.seal(2, &[a, c]);
    ground.write([seal(&second)]).await?;
    same("the last", &store.unsealed(10).await?, &waiting(&[e]))?;
    same("one waits", &store.audit_backlog().await?, &(1, Some(e.id)))?;
    same("what the first covers", &store.sealed_by(1).await?, &vec![b.clone(), d.clone()])?;
    same("what the second covers", &store.sealed_by(2).await?, &vec![a.clone(), c.clone()])?;
    same("what no seal covers", &store.sealed_by(3).await?, &vec![])?;
    same("the last seal", &store.last_seal().await?, &Some(second.clone()))?;
    same("all seals", &store.seals(0, 10).await?, &vec![first.clone(), second.clone()])?;
    same("the first page", &store.seals(0, 1).await?, &vec![first])?;
    same("after the first", &store.seals(1, 10).await?, &vec![second])?;
    same("the log is as it was", &store.audit_log(&AuditFilter::default(), ALL).await?.len(), &5)?;
    same("nothing strays", &store.audit_strays(10).await?, &vec![])
}

pub(super) async fn a_seal_comes_back_as_it_was_written(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let entry = ground.make.audit_entry(None);
    ground.write([insert(&[&entry])]).await?;
    let made = SealRecord {
        entries: vec![SealedEntry { id: entry.id, digest: None }],
        hash: long(64),
        key_id: long(16),
        mac: long(64),
        created_at: Timestamp::from_micros(1_768_478_400_999_999).unwrap_or(Timestamp::EPOCH),
        ..ground.make.seal(i64::MAX - 1, &[])
    };
    ground.write([seal(&made)]).await?;
    same("the seal", &ground.store.last_seal().await?, &Some(made))
}

pub(super) async fn an_entry_is_sealed_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (a, b, unborn) = (ground.make.audit_entry(None), ground.make.audit_entry(None), ground.make.audit_entry(None));
    ground.write([insert(&[&a, &b])]).await?;
    ground.write([seal(&ground.make.seal(1, &[&a]))]).await?;
    taken(ground.write([seal(&ground.make.seal(1, &[&b]))]).await, UniqueKey::SealNumber).during("a number again")?;
    stale(ground.write([seal(&ground.make.seal(2, &[&a, &b]))]).await, "audit").during("a sealed entry again")?;
    stale(ground.write([seal(&ground.make.seal(2, &[&b, &unborn]))]).await, "audit").during("an unknown entry")?;
    same("what was refused waits on", &ground.store.unsealed(10).await?, &waiting(&[&b]))?;
    same("and made no seal", &ground.store.seals(0, 10).await?.len(), &1)
}

pub(super) async fn the_log_and_its_seals_outlive_the_process(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (a, b) = (ground.make.audit_entry(None), ground.make.audit_entry(None));
    ground.write([insert(&[&a, &b])]).await?;
    let made = ground.make.seal(1, &[&a]);
    ground.write([seal(&made)]).await?;
    let store = fixture.reopen(ground.store).await.ok_or(Broken::Skipped)?;
    same("the log", &store.audit_log(&AuditFilter::default(), ALL).await?.len(), &2)?;
    same("what waits", &store.unsealed(10).await?, &waiting(&[&b]))?;
    same("what is covered", &store.sealed_by(1).await?, &vec![a])?;
    same("the seal", &store.last_seal().await?, &Some(made))
}

pub(super) async fn of_many_seals_one_gets_the_number(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for number in 1..=i64::try_from(ROUNDS).unwrap_or(1) {
        let entries: Vec<_> = (0..5).map(|_| ground.make.audit_entry(None)).collect();
        ground.write([Change::InsertAudit(entries.clone())]).await?;
        let entries: Vec<_> = entries.iter().collect();
        let race = Race::new();
        let sealer = |_| {
            let store = Arc::clone(&ground.store);
            let seal = seal(&ground.make.seal(number, &entries));
            race.racer(async move { store.commit(set([seal])).await })
        };
        let mut winners = 0;
        for find in race.run(fixture, (0..RACERS).map(sealer).collect()).await? {
            match find {
                Ok(()) => winners += 1,
                Err(StoreError::Taken { key: UniqueKey::SealNumber } | StoreError::Stale { .. }) => {}
                Err(other) => return Err(broken(format!("losers get Taken or Stale, found {other:?}"))),
            }
        }
        same("winners", &winners, &1)?;
        same("entries under the seal", &ground.store.sealed_by(number).await?.len(), &5)?;
        same("nothing waits", &ground.store.audit_backlog().await?, &(0, None))?;
    }
    Ok(())
}
