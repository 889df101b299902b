//! Many workers at once: each piece of work has one holder, and nothing that is counted gets lost.

use super::{
    Fixture,
    check::{During, Kept, broken, holds, same},
    ground::{Ground, at},
    races::{RACERS, Race},
};
use crate::{
    Change, Version,
    ports::{Store, StoreError},
    records::{Queue, WorkRecord},
    testing::build::instant,
};
use std::{sync::Arc, time::Duration};

pub(super) async fn claimers_get_different_pieces(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let pieces = (0..64).map(|_| Change::PutWork(ground.make.work(Queue::Deliver)));
    ground.write(pieces).await?;
    let race = Race::new();
    let claimer = |_| {
        let store = Arc::clone(&ground.store);
        race.racer(async move { store.claim(Queue::Deliver, None, 5, instant(0), Duration::from_secs(60)).await })
    };
    let racers = (0..RACERS).map(claimer).collect();
    let finds = race.run(fixture, racers).await?;
    let mut subjects = Vec::new();
    for find in finds {
        let rows = find?;
        holds(rows.len() <= 5, "at most as many as were asked for")?;
        subjects.extend(rows.into_iter().map(|row| row.value.key.subject));
    }
    // 24 claimers of 5 could have taken 120; a claimer may come away with less while others hold their rows
    let claimed = subjects.len();
    subjects.sort_unstable();
    subjects.dedup();
    same("pieces that only one claimer got", &subjects.len(), &claimed)?;
    let rest = ground.store.claim(Queue::Deliver, None, 100, instant(0), Duration::from_secs(60)).await?;
    same("all pieces in the end", &(claimed + rest.len()), &64)
}

pub(super) async fn a_document_counts_every_writer(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    ground.store.put_document("counter", "one", None, "0").await?;
    let race = Race::new();
    let writer = |_| race.racer(count_up(Arc::clone(&ground.store)));
    let racers = (0..RACERS).map(writer).collect();
    let finds = race.run(fixture, racers).await?;
    for find in finds {
        find?;
    }
    let wanted = at(&RACERS.to_string(), Version(i64::try_from(RACERS).unwrap_or(0) + 1));
    same("the counter", &ground.store.document("counter", "one").await?, &Some(wanted))
}

async fn count_up(store: Arc<dyn Store>) -> Kept {
    for _ in 0..1000 {
        let Some(read) = store.document("counter", "one").await? else { return Err(broken("the counter is gone")) };
        let count: usize = read.value.parse().map_err(|_| broken("the counter is damaged"))?;
        match store.put_document("counter", "one", Some(read.version), &(count + 1).to_string()).await {
            Ok(_) => return Ok(()),
            Err(StoreError::Stale { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(broken("1000 attempts, each of them stale"))
}

pub(super) async fn a_lease_has_one_heir(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let work: WorkRecord = ground.make.work(Queue::Reconcile);
    ground.write([Change::PutWork(work.clone())]).await?;
    ground.store.claim(Queue::Reconcile, None, 1, instant(0), Duration::from_secs(60)).await?;
    let race = Race::new();
    let heir = |_| {
        let store = Arc::clone(&ground.store);
        race.racer(async move { store.claim(Queue::Reconcile, None, 1, instant(60), Duration::from_secs(60)).await })
    };
    let finds = race.run(fixture, (0..RACERS).map(heir).collect()).await?;
    let mut heirs = 0;
    for find in finds {
        heirs += find?.len();
    }
    // a claimer may pass over a row that another one is just taking, but someone gets it
    same("heirs", &heirs, &1)?;
    ground.write([Change::FinishWork(work.key, Version(3))]).await.during("the heir settles")
}
