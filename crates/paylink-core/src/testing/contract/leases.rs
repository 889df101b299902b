//! A claimed piece of work belongs to its claimer until the lease ends.

use super::{
    Fixture,
    check::{During, Kept, same, stale},
    ground::{Ground, at},
};
use crate::{
    Change, Stored, Timestamp, Version,
    records::{Queue, WorkRecord},
    testing::build::instant,
};
use std::time::Duration;
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(60);

/// Claims at most ten of any lane.
async fn claim(ground: &Ground, now: Timestamp) -> Result<Vec<Stored<WorkRecord>>, crate::ports::StoreError> {
    ground.store.claim(Queue::Deliver, None, 10, now, LEASE).await
}

pub(super) async fn a_claim_hides_work_until_its_lease_ends(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let work = WorkRecord { lane: Uuid::from_u128(5), attempts: 3, ..ground.make.work(Queue::Deliver) };
    ground.write([Change::PutWork(work.clone())]).await?;
    let held = |until, version| vec![at(&WorkRecord { run_at: until, ..work.clone() }, Version(version))];
    let almost = instant(60).minus(Duration::from_micros(1));

    same("before it is due", &claim(&ground, instant(0).minus(Duration::from_micros(1))).await?, &vec![])?;
    same("the first claim", &claim(&ground, instant(0)).await?, &held(instant(60), 2))?;
    same("at once again", &claim(&ground, instant(0)).await?, &vec![])?;
    same("just before the lease ends", &claim(&ground, almost).await?, &vec![])?;
    same("when the lease ends", &claim(&ground, instant(60)).await?, &held(instant(120), 3))?;
    same("while the second lease runs", &claim(&ground, instant(100)).await?, &vec![])?;
    same("long after", &claim(&ground, instant(9000)).await?, &held(instant(9060), 4))
}

pub(super) async fn a_lost_lease_settles_nothing(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for (name, settle) in settlements() {
        let work = ground.make.work(Queue::Deliver);
        ground.write([Change::PutWork(work.clone())]).await?;
        let slow = claim(&ground, instant(0)).await?.pop();
        let quick = claim(&ground, instant(60)).await?.pop();
        let (Some(slow), Some(quick)) = (slow, quick) else { return Err(super::check::broken("nothing to claim")) };
        stale(ground.write([settle(at(&work, Version::FIRST))]).await, "work")
            .during(format!("{name}, never claimed"))?;
        stale(ground.write([settle(slow)]).await, "work").during(format!("{name} after the lease was lost"))?;
        ground.write([settle(quick.clone())]).await.during(format!("{name} under the lease"))?;
        stale(ground.write([settle(quick)]).await, "work").during(format!("{name} twice"))?;
        ground.write([Change::DropWork(work.key)]).await?;
    }
    Ok(())
}

type Settle = fn(Stored<WorkRecord>) -> Change;

fn settlements() -> [(&'static str, Settle); 2] {
    let finish: Settle = |row| Change::FinishWork(row.value.key, row.version);
    let again: Settle = |row| Change::UpdateWork(row);
    [("finishing", finish), ("rescheduling", again)]
}

pub(super) async fn a_lease_that_ended_unnoticed_still_settles(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let work = ground.make.work(Queue::Deliver);
    ground.write([Change::PutWork(work.clone())]).await?;
    claim(&ground, instant(0)).await?;
    ground.write([Change::FinishWork(work.key, Version(2))]).await.during("nobody else has claimed it")?;
    same("finished work", &claim(&ground, instant(900)).await?, &vec![])
}

pub(super) async fn claims_take_the_longest_due_first(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for second in [5, 3, 9, 1, 7, 4, 8, 2, 6] {
        let run_at = instant(second);
        ground.write([Change::PutWork(WorkRecord { run_at, ..ground.make.work(Queue::Deliver) })]).await?;
    }
    // other queues are none of its business
    for queue in Queue::ALL.iter().copied().filter(|queue| *queue != Queue::Deliver) {
        ground.write([Change::PutWork(ground.make.work(queue))]).await?;
    }
    // a claim shows in which order it took: the first of several claims of one has been due longest
    let mut order = Vec::new();
    for limit in [0, 1, 2, 3, 4] {
        let before = ground.store.backlog(Queue::Deliver, instant(8)).await?.1;
        let claimed = ground.store.claim(Queue::Deliver, None, limit, instant(8), LEASE).await?;
        order.push((limit, claimed.len(), before));
    }
    let wanted = vec![
        (0, 0, Some(instant(1))),
        (1, 1, Some(instant(1))),
        (2, 2, Some(instant(2))),
        (3, 3, Some(instant(4))),
        (4, 2, Some(instant(7))),
    ];
    same("limit, pieces claimed, oldest due before", &order, &wanted)?;
    same("nothing left that is due", &ground.store.backlog(Queue::Deliver, instant(8)).await?, &(9, None))
}

pub(super) async fn a_claim_answers_in_the_order_of_due_times(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let mut subjects = Vec::new();
    for second in [5, 3, 9, 1, 7] {
        let work = WorkRecord { run_at: instant(second), ..ground.make.work(Queue::Deliver) };
        subjects.push((second, work.key.subject));
        ground.write([Change::PutWork(work)]).await?;
    }
    subjects.sort_unstable();
    let claimed: Vec<_> = claim(&ground, instant(10)).await?.iter().map(|row| row.value.key.subject).collect();
    same("subjects", &claimed, &subjects.into_iter().map(|(_, subject)| subject).collect())
}

pub(super) async fn a_claim_can_keep_to_one_lane(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (slow, fast) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for (second, lane) in [(1, slow), (2, slow), (3, fast), (4, slow), (5, Uuid::nil())] {
        let run_at = instant(second);
        ground.write([Change::PutWork(WorkRecord { run_at, lane, ..ground.make.work(Queue::Deliver) })]).await?;
    }
    let lanes = |rows: Vec<Stored<WorkRecord>>| rows.iter().map(|row| row.value.lane).collect::<Vec<_>>();
    let of = |lane, limit| ground.store.claim(Queue::Deliver, lane, limit, instant(9), LEASE);
    same("the fast lane", &lanes(of(Some(fast), 10).await?), &vec![fast])?;
    same("the fast lane again", &lanes(of(Some(fast), 10).await?), &vec![])?;
    same("two of the slow lane", &lanes(of(Some(slow), 2).await?), &vec![slow, slow])?;
    same("an unknown lane", &lanes(of(Some(Uuid::from_u128(9)), 10).await?), &vec![])?;
    same("the nil lane", &lanes(of(Some(Uuid::nil()), 10).await?), &vec![Uuid::nil()])?;
    same("any lane", &lanes(of(None, 10).await?), &vec![slow])
}

pub(super) async fn a_store_has_no_clock(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let edges = super::samples::instants();
    let (Some(first), Some(last)) = (edges.first().copied(), edges.last().copied()) else { return Ok(()) };
    let work = WorkRecord { run_at: first, ..ground.make.work(Queue::Deliver) };
    ground.write([Change::PutWork(work.clone())]).await?;
    same("in the year 1", &claim(&ground, first).await?.len(), &1)?;
    same("a second later", &claim(&ground, first.plus(Duration::from_secs(1))).await?.len(), &0)?;
    same("after the lease", &claim(&ground, first.plus(LEASE)).await?.len(), &1)?;
    let eve = last.minus(Duration::from_secs(3600));
    let far = WorkRecord { run_at: last, ..ground.make.work(Queue::Expire) };
    ground.write([Change::PutWork(far)]).await?;
    let early = ground.store.claim(Queue::Expire, None, 10, eve, LEASE).await?;
    same("an hour before the end of time", &early.len(), &0)?;
    let late = ground.store.claim(Queue::Expire, None, 10, last, LEASE).await?;
    // the lease ends with time itself
    same("at the end of time", &late.iter().map(|row| row.value.run_at).collect(), &vec![last])
}
