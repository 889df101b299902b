//! Putting, replacing, rescheduling and counting work.

use super::{
    Fixture,
    check::{During, Kept, same, stale},
    ground::{Ground, at},
};
use crate::{
    Change, Version,
    records::{Queue, WorkKey, WorkRecord},
    testing::build::instant,
};
use std::time::Duration;
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(60);

pub(super) async fn work_put_again_is_replaced(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (lane, run_at) = (Uuid::from_u128(1), instant(50));
    let first = WorkRecord { lane, run_at, attempts: 4, ..ground.make.work(Queue::Deliver) };
    let claim = |now| ground.store.claim(Queue::Deliver, None, 10, now, LEASE);
    ground.write([Change::PutWork(first.clone())]).await?;
    let second = WorkRecord { lane: Uuid::from_u128(2), run_at: instant(10), attempts: 0, key: first.key };
    ground.write([Change::PutWork(second.clone())]).await.during("earlier than before")?;
    let held = WorkRecord { run_at: instant(70), ..second.clone() };
    same("claimed after it was moved", &claim(instant(10)).await?, &vec![at(&held, Version(3))])?;

    // while someone holds it: due again, and the holder can settle it no more
    ground.write([Change::PutWork(WorkRecord { run_at: instant(20), ..second.clone() })]).await?;
    stale(ground.write([Change::FinishWork(first.key, Version(3))]).await, "work").during("its former holder")?;
    let held = WorkRecord { run_at: instant(80), ..second };
    same("claimed again", &claim(instant(20)).await?, &vec![at(&held, Version(5))])?;
    same("pieces of work", &ground.store.backlog(Queue::Deliver, instant(0)).await?.0, &1)
}

pub(super) async fn the_same_subject_can_have_work_in_every_queue(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let work = ground.make.work(Queue::Dispatch);
    for queue in Queue::ALL.iter().copied() {
        let key = WorkKey { queue, ..work.key };
        ground.write([Change::PutWork(WorkRecord { key, ..work.clone() })]).await?;
    }
    for queue in Queue::ALL.iter().copied() {
        let claimed = ground.store.claim(queue, None, 10, instant(0), LEASE).await?;
        let wanted = WorkRecord { key: WorkKey { queue, ..work.key }, run_at: instant(60), ..work.clone() };
        same(queue.name(), &claimed, &vec![at(&wanted, Version(2))])?;
        ground.write([Change::FinishWork(wanted.key, Version(2))]).await.during(queue.name())?;
    }
    Ok(())
}

pub(super) async fn finished_and_dropped_work_is_gone(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let work = ground.make.work(Queue::Expire);
    let claim = |now| ground.store.claim(Queue::Expire, None, 10, now, LEASE);
    ground.write([Change::DropWork(work.key)]).await.during("dropping what is not there")?;
    ground.write([Change::PutWork(work.clone())]).await?;
    ground.write([Change::FinishWork(work.key, Version::FIRST)]).await.during("finishing what nobody has claimed")?;
    same("after finishing", &claim(instant(900)).await?, &vec![])?;
    stale(ground.write([Change::FinishWork(work.key, Version::FIRST)]).await, "work")?;

    ground.write([Change::PutWork(work.clone())]).await?;
    let held = WorkRecord { run_at: instant(60), ..work.clone() };
    same("put anew", &claim(instant(0)).await?, &vec![at(&held, Version(2))])?;
    ground.write([Change::DropWork(work.key)]).await.during("dropping what is claimed")?;
    stale(ground.write([Change::FinishWork(work.key, Version(2))]).await, "work")?;
    same("after dropping", &claim(instant(900)).await?, &vec![])?;
    same("backlog", &ground.store.backlog(Queue::Expire, instant(900)).await?, &(0, None))
}

pub(super) async fn rescheduled_work_comes_back_as_it_was_put(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for (run_at, attempts) in super::samples::instants().into_iter().zip([0, 1, i64::MAX].into_iter().cycle()) {
        let work = WorkRecord { lane: Uuid::max(), ..ground.make.work(Queue::Reconcile) };
        ground.write([Change::PutWork(work.clone())]).await?;
        let later = WorkRecord { run_at, attempts, ..work.clone() };
        ground.write([Change::UpdateWork(at(&later, Version::FIRST))]).await.during(run_at)?;
        let early = run_at.minus(Duration::from_micros(1));
        let early = ground.store.claim(Queue::Reconcile, None, 10, early, LEASE).await?;
        let first_instant = super::samples::instants().first() == Some(&run_at);
        same(format!("just before {run_at}"), &early.is_empty(), &!first_instant)?;
        if !first_instant {
            let claimed = ground.store.claim(Queue::Reconcile, None, 10, run_at, LEASE).await?;
            let held = WorkRecord { run_at: run_at.plus(LEASE), ..later };
            same(format!("at {run_at}"), &claimed, &vec![at(&held, Version(3))])?;
        }
        ground.write([Change::DropWork(work.key)]).await?;
    }
    Ok(())
}

pub(super) async fn due_lanes_are_those_with_something_to_claim(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let lane = Uuid::from_u128;
    for (second, number) in [(3, 3), (1, 1), (2, 2), (4, 1), (9, 2), (8, 8)] {
        let work = WorkRecord { run_at: instant(second), lane: lane(number), ..ground.make.work(Queue::Deliver) };
        ground.write([Change::PutWork(work)]).await?;
    }
    let foreign = WorkRecord { lane: lane(7), ..ground.make.work(Queue::Dispatch) };
    ground.write([Change::PutWork(foreign)]).await?;
    let lanes = [1, 2, 3].map(lane);
    let store = &*ground.store;
    let due = |now, except: Vec<Uuid>, limit| async move { store.due_lanes(Queue::Deliver, now, &except, limit).await };
    same("the longest due first", &due(instant(5), vec![], 10).await?, &lanes.to_vec())?;
    same("at most two", &due(instant(5), vec![], 2).await?, &[1, 2].map(lane).to_vec())?;
    same("none", &due(instant(5), vec![], 0).await?, &vec![])?;
    same("all but one", &due(instant(5), vec![lane(2), lane(99)], 10).await?, &[1, 3].map(lane).to_vec())?;
    same("two of the rest", &due(instant(5), vec![lane(1)], 2).await?, &[2, 3].map(lane).to_vec())?;
    same("all excepted", &due(instant(5), lanes.to_vec(), 10).await?, &vec![])?;
    same("before anything is due", &due(instant(0), vec![], 10).await?, &vec![])?;
    same("due at this instant", &due(instant(1), vec![], 10).await?, &vec![lane(1)])?;

    let claimed = ground.store.claim(Queue::Deliver, Some(lane(1)), 1, instant(5), LEASE).await?;
    same("claimed of the first lane", &claimed.len(), &1)?;
    same("it has one more piece", &due(instant(5), vec![], 10).await?, &[2, 3, 1].map(lane).to_vec())?;
    ground.store.claim(Queue::Deliver, Some(lane(1)), 1, instant(5), LEASE).await?;
    same("all of it claimed", &due(instant(5), vec![], 10).await?, &[2, 3].map(lane).to_vec())
}

pub(super) async fn the_backlog_counts_all_and_tells_the_longest_due(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let backlog = |now| ground.store.backlog(Queue::Reconcile, now);
    for second in [40, 20, 30] {
        let run_at = instant(second);
        ground.write([Change::PutWork(WorkRecord { run_at, ..ground.make.work(Queue::Reconcile) })]).await?;
    }
    ground.write([Change::PutWork(ground.make.work(Queue::Expire))]).await?;
    same("before anything is due", &backlog(instant(19)).await?, &(3, None))?;
    same("when one is due", &backlog(instant(20)).await?, &(3, Some(instant(20))))?;
    same("when all are due", &backlog(instant(99)).await?, &(3, Some(instant(20))))?;
    let claimed = ground.store.claim(Queue::Reconcile, None, 1, instant(35), LEASE).await?;
    same("with one claimed", &backlog(instant(35)).await?, &(3, Some(instant(30))))?;
    let finished = claimed.into_iter().map(|row| Change::FinishWork(row.value.key, row.version));
    ground.write(finished).await?;
    same("with one finished", &backlog(instant(35)).await?, &(2, Some(instant(30))))
}
