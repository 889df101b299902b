//! A process: a facade of its own over the shared store, a clock that is a little off, and workers. It dies and comes back.

use crate::{
    actors::workers,
    bug::Bug,
    exec::{DAY, Group, MINUTE, Sim, lock},
    gateway::SimGateway,
    receiver::SimSender,
    rng::Rng,
    store::SimStore,
    world::World,
};
use async_trait::async_trait;
use paylink_core::{
    Paylink, Secret, Settings, Timestamp,
    ports::{Clock, IdSource},
    testing::{SeededIds, build::instant},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Which process, in which of its lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    pub(crate) number: usize,
    pub(crate) group: Group,
}

/// What outlives the death of a process.
pub(crate) struct Process {
    /// How far its clock is ahead, in microseconds.
    skew: Arc<AtomicI64>,
    lives: u64,
    /// Gone while it is dead.
    pub(crate) running: Option<(Seat, Paylink)>,
}

/// The instant `now` on a clock that is `skew` ahead.
pub(crate) fn wall(now: u64, skew: i64) -> Timestamp {
    let start = instant(0).plus(Duration::from_micros(now));
    let off = Duration::from_micros(skew.unsigned_abs());
    if skew < 0 { start.minus(off) } else { start.plus(off) }
}

struct SimClock {
    sim: Arc<Sim>,
    skew: Arc<AtomicI64>,
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        wall(self.sim.now(), self.skew.load(Ordering::Relaxed))
    }

    async fn sleep(&self, span: Duration) {
        self.sim.sleep(u64::try_from(span.as_micros()).unwrap_or(u64::MAX)).await;
    }
}

/// The same bytes again and again.
struct SameIds(u64);

impl IdSource for SameIds {
    fn fill(&self, bytes: &mut [u8]) {
        SeededIds::new(self.0).fill(bytes);
    }
}

impl World {
    /// A process that has never run.
    pub(crate) fn new_process(&self) -> Process {
        Process { skew: Arc::new(AtomicI64::new(self.draw_skew())), lives: 0, running: None }
    }

    fn draw_skew(&self) -> i64 {
        let (behind, ahead) = self.plan.skew;
        let off = self.sim.chance(|rng| rng.below(behind + ahead + 1));
        i64::try_from(off).unwrap_or(0) - i64::try_from(behind).unwrap_or(0)
    }

    /// Starts the process with this number, unless it runs.
    pub(crate) fn boot(self: &Arc<Self>, number: usize) {
        let group = self.next_group();
        let mut processes = lock(&self.processes);
        let Some(process) = processes.get_mut(number).filter(|process| process.running.is_none()) else { return };
        process.lives += 1;
        let own = u64::try_from(number).unwrap_or(0);
        let ids_seed = Rng::part(self.seed, 1_000_000 + own * 1000 + process.lives);
        let ids: Arc<dyn IdSource> = match self.bug {
            Some(Bug::RepeatedIds) => Arc::new(SameIds(ids_seed)),
            _ => Arc::new(SeededIds::new(ids_seed)),
        };
        let seat = Seat { number, group };
        let clock = Arc::new(SimClock { sim: Arc::clone(&self.sim), skew: Arc::clone(&process.skew) });
        let settings = Settings {
            public_url: "https://pay.test".to_owned(),
            admin_key: None,
            decline_limits: self.plan.decline_limits,
            origin_secret: Secret::new("salt"),
            previous_secrets: Vec::new(),
        };
        let built = Paylink::builder()
            .store(Arc::new(SimStore::new(Arc::clone(self), seat)))
            .gateway(Arc::new(SimGateway::new(Arc::clone(self), seat)))
            .webhooks(Arc::new(SimSender::new(Arc::clone(self), seat)))
            .clock(clock)
            .ids(ids)
            .settings(settings)
            .build();
        match built {
            Ok(paylink) => {
                process.running = Some((seat, paylink.clone()));
                drop(processes);
                self.sim.note(group, "boots", own, String::new);
                workers::start(self, seat, &paylink);
            }
            Err(error) => self.sim.fail(error.to_string()),
        }
    }

    /// The process of this seat dies; whoever awaits this dies with it. Another life begins within a minute.
    pub(crate) async fn crash<T>(self: &Arc<Self>, seat: Seat) -> T {
        let died = {
            let mut processes = lock(&self.processes);
            let process = processes.get_mut(seat.number);
            let mine =
                |process: &&mut Process| process.running.as_ref().is_some_and(|(own, _)| own.group == seat.group);
            process.filter(mine).and_then(|process| process.running.take())
        };
        if let Some((seat, _)) = died {
            lock(&self.oracle).tally.crashes += 1;
            self.sim.note(seat.group, "dies", 0, String::new);
            let world = Arc::clone(self);
            let rest = self.sim.chance(|rng| rng.pick(MINUTE / 600, &[MINUTE / 12, MINUTE]));
            self.sim.spawn(0, async move {
                world.sim.sleep(rest).await;
                world.boot(seat.number);
            });
            self.sim.kill(seat.group);
        }
        std::future::pending().await
    }

    /// A process that runs, with its facade.
    pub(crate) fn some_process(&self) -> Option<(Seat, Paylink)> {
        let processes = lock(&self.processes);
        let running: Vec<_> = processes.iter().filter_map(|process| process.running.as_ref()).collect();
        let count = u64::try_from(running.len()).unwrap_or(0);
        let place = usize::try_from(self.sim.chance(|rng| rng.below(count))).unwrap_or(0);
        running.get(place).map(|(seat, paylink)| (*seat, paylink.clone()))
    }

    /// What the clock of a process shows now.
    pub(crate) fn clock_of(&self, number: usize) -> Timestamp {
        let skew = lock(&self.processes).get(number).map_or(0, |process| process.skew.load(Ordering::Relaxed));
        wall(self.sim.now(), skew)
    }

    /// Clocks are set right and wrong again, forward and back, until it is calm.
    pub(crate) async fn turn_clocks(self: Arc<Self>) {
        if self.bug == Some(Bug::FastClock) {
            let ahead = i64::try_from(DAY + DAY / 8).unwrap_or(0);
            if let Some(process) = lock(&self.processes).first() {
                process.skew.store(ahead, Ordering::Relaxed);
            }
            return;
        }
        while !self.is_calm() {
            let wait = self.sim.chance(|rng| rng.between(MINUTE, 60 * MINUTE));
            self.sim.sleep(wait).await;
            let skew = self.draw_skew();
            let processes = lock(&self.processes);
            let count = u64::try_from(processes.len()).unwrap_or(0);
            let place = usize::try_from(self.sim.chance(|rng| rng.below(count))).unwrap_or(0);
            if let Some(process) = processes.get(place) {
                process.skew.store(skew, Ordering::Relaxed);
            }
        }
    }
}
