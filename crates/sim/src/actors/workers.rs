//! The loops of a process that do what has to be done later. As in the server they tick while there is work; where that
//! one looks five times a second, these sleep until something is due, so that a hundred days pass in no time.

use crate::{
    exec::{HOUR, SECOND, Sleep, lock},
    oracle::not_internal,
    process::Seat,
    world::World,
};
use paylink_core::{Error, Paylink, Timestamp, records::Queue};
use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};
use uuid::Uuid;

/// How long a loop rests when there was nothing to do.
const REST: u64 = SECOND / 5;
/// Webhook attempts of one process under way at the same time.
const SENDERS: u32 = 64;

/// Those who sleep until something is due, by queue; and when that was, as the last of them saw it.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<BTreeMap<Queue, Sleepers>>);

type Sleepers = (Option<Timestamp>, Vec<Waker>);

impl World {
    /// Something was put into a queue, or taken out: whoever would sleep too long is woken.
    pub(crate) fn work_changed(&self) {
        let mut woken = Vec::new();
        let oracle = lock(&self.oracle);
        for (queue, (seen, sleepers)) in lock(&self.waiting.0).iter_mut() {
            let due = oracle.next_due(*queue);
            if due.is_some_and(|due| seen.is_none_or(|seen| due < seen)) {
                *seen = due;
                woken.append(sleepers);
            }
        }
        drop(oracle);
        woken.into_iter().for_each(Waker::wake);
    }

    fn waits(&self, queue: Queue, due: Option<Timestamp>, waker: &Waker) {
        let mut waiting = lock(&self.waiting.0);
        let (seen, sleepers) = waiting.entry(queue).or_default();
        *seen = due;
        if !sleepers.iter().any(|known| known.will_wake(waker)) {
            sleepers.push(waker.clone());
        }
    }
}

/// Sleeps until a piece of a queue is due on the clock of this process.
struct Due {
    world: Arc<World>,
    seat: Seat,
    queue: Queue,
    alarm: Option<(u64, Sleep)>,
}

impl Future for Due {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let world = Arc::clone(&self.world);
        let due = lock(&world.oracle).next_due(self.queue);
        world.waits(self.queue, due, context.waker());
        let Some(due) = due else { return Poll::Pending };
        let wait = due.since(world.clock_of(self.seat.number));
        let wait = u64::try_from(wait.as_micros()).unwrap_or(u64::MAX);
        if wait == 0 {
            return Poll::Ready(());
        }
        let at = world.sim.now().saturating_add(wait);
        if self.alarm.as_ref().is_none_or(|(known, _)| *known != at) {
            self.alarm = Some((at, world.sim.sleep(wait)));
        }
        let Some((_, alarm)) = &mut self.alarm else { return Poll::Pending };
        Pin::new(alarm).poll(context)
    }
}

/// Starts every loop of a process.
pub(crate) fn start(world: &Arc<World>, seat: Seat, paylink: &Paylink) {
    let (dispatch, reconcile, refund) = (paylink.clone(), paylink.clone(), paylink.clone());
    let (expire, prune) = (paylink.clone(), paylink.clone());
    let spawn = |work: Pin<Box<dyn Future<Output = ()> + Send>>| {
        world.sim.spawn(seat.group, work);
    };
    spawn(Box::pin(ticks(Arc::clone(world), seat, Queue::Dispatch, move || {
        let paylink = dispatch.clone();
        async move { paylink.dispatch_tick().await }
    })));
    spawn(Box::pin(ticks(Arc::clone(world), seat, Queue::Reconcile, move || {
        let paylink = reconcile.clone();
        async move { paylink.reconcile_tick().await }
    })));
    spawn(Box::pin(ticks(Arc::clone(world), seat, Queue::Refund, move || {
        let paylink = refund.clone();
        async move { paylink.refund_tick().await }
    })));
    spawn(Box::pin(ticks(Arc::clone(world), seat, Queue::Expire, move || {
        let paylink = expire.clone();
        async move { paylink.expire_tick().await }
    })));
    spawn(Box::pin(deliver(Arc::clone(world), seat, paylink.clone())));
    let (own, fold) = (Arc::clone(world), paylink.clone());
    spawn(Box::pin(async move {
        loop {
            let wait = own.sim.chance(|rng| rng.between(HOUR / 4, 4 * HOUR));
            own.sim.sleep(wait).await;
            while heard(&own, fold.fold_tick().await) {}
        }
    }));
    let own = Arc::clone(world);
    spawn(Box::pin(async move {
        loop {
            let wait = own.sim.chance(|rng| rng.between(HOUR, 6 * HOUR));
            own.sim.sleep(wait).await;
            heard(&own, prune.prune_tick().await.map(|_| 0));
        }
    }));
}

/// Whether a tick did something; an error that no fault explains breaks a promise.
fn heard(world: &World, tick: Result<usize, Error>) -> bool {
    match tick {
        Ok(count) => count > 0,
        Err(error) => {
            world.sim.check(not_internal(&error));
            false
        }
    }
}

/// Rests longer and longer while there is nothing to do although something is due.
async fn rest(world: &World, idle: &mut u32, did: bool) {
    *idle = if did { 0 } else { idle.saturating_add(1) };
    let most = REST.saturating_mul(2_u64.saturating_pow(idle.saturating_sub(20).min(12)));
    let wait = world.sim.chance(|rng| rng.below(most));
    world.sim.sleep(wait).await;
}

async fn ticks<F, Fut>(world: Arc<World>, seat: Seat, queue: Queue, tick: F)
where
    F: Fn() -> Fut + Send,
    Fut: Future<Output = Result<usize, Error>> + Send,
{
    let mut idle = 0;
    let mut did = true;
    loop {
        due(&world, seat, queue).await;
        rest(&world, &mut idle, did).await;
        // someone else may have been here meanwhile
        due(&world, seat, queue).await;
        did = heard(&world, tick().await);
    }
}

fn due(world: &Arc<World>, seat: Seat, queue: Queue) -> Due {
    Due { world: Arc::clone(world), seat, queue, alarm: None }
}

/// Sends webhooks: up to 64 at a time, four per endpoint.
async fn deliver(world: Arc<World>, seat: Seat, paylink: Paylink) {
    let busy: Arc<Mutex<BTreeMap<Uuid, u32>>> = Arc::default();
    let mut idle = 0;
    let mut did = true;
    loop {
        due(&world, seat, Queue::Deliver).await;
        rest(&world, &mut idle, did).await;
        due(&world, seat, Queue::Deliver).await;
        let loads: Vec<_> = lock(&busy).iter().map(|(lane, count)| (*lane, *count)).collect();
        let under_way: u32 = loads.iter().map(|(_, count)| *count).sum();
        let claimed = paylink.claim_deliveries(SENDERS.saturating_sub(under_way), &loads).await;
        let jobs = claimed.unwrap_or_else(|error| {
            world.sim.check(not_internal(&error));
            Vec::new()
        });
        did = !jobs.is_empty();
        for job in jobs {
            let lane = job.lane();
            *lock(&busy).entry(lane).or_default() += 1;
            let (own, paylink, busy) = (Arc::clone(&world), paylink.clone(), Arc::clone(&busy));
            world.sim.spawn(seat.group, async move {
                let done = paylink.deliver(job).await;
                heard(&own, done.map(|()| 1));
                let mut busy = lock(&busy);
                let left = busy.get(&lane).map_or(0, |count| count.saturating_sub(1));
                if left == 0 {
                    busy.remove(&lane)
                } else {
                    busy.insert(lane, left)
                };
            });
        }
    }
}
