//! One world: a store, a gateway, a few processes, payers and merchants, from one seed, on one thread.

use crate::{
    actors::{merchant, workers::Waiting},
    bug::Bug,
    exec::{Group, HOUR, Sim, lock},
    gateway::Truth,
    oracle::{Oracle, Tally},
    plan::{Engine, LONGEST_LAG, LONGEST_STALL, Plan, within_one},
    process::{Process, wall},
    rng::Rng,
    store::Inner,
    trace::Trace,
};
use paylink_core::{ChangeSet, Error, ReportCheck, ports::Position, records::PaymentRecord};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::runtime::Runtime;

/// What all parts of a world share.
pub(crate) struct World {
    pub(crate) sim: Arc<Sim>,
    pub(crate) seed: u64,
    pub(crate) plan: Plan,
    pub(crate) bug: Option<Bug>,
    pub(crate) inner: Inner,
    pub(crate) oracle: Mutex<Oracle>,
    pub(crate) truth: Mutex<Truth>,
    pub(crate) processes: Mutex<Vec<Process>>,
    pub(crate) waiting: Waiting,
    groups: AtomicU32,
}

/// Which world to run, and how closely to look.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Everything that happens follows from it.
    pub seed: u64,
    /// Where rows are kept.
    pub engine: Engine,
    /// Payers that come.
    pub attempts: u64,
    /// The mistake to make.
    pub bug: Option<Bug>,
    /// Whether to keep the text of every step.
    pub with_text: bool,
}

/// What became of a world.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The first promise that was broken.
    pub broken: Option<String>,
    /// One number for everything that happened.
    pub hash: u64,
    /// How much happened.
    pub tally: Tally,
    /// Every step, if asked for.
    pub lines: Vec<String>,
}

/// Runs a world to its end. `runtime` is for stores with threads of their own.
#[must_use]
pub fn run(setup: &Setup, runtime: &Arc<Runtime>) -> Outcome {
    let mut rng = Rng::new(setup.seed);
    let plan = Plan::draw(&mut rng, setup.engine, setup.attempts);
    let remembered = rng.pick(0, &[64]);
    let inner = match setup.engine {
        Engine::Memory => Ok(Inner::memory()),
        Engine::Sqlite => Inner::sqlite(Arc::clone(runtime), remembered),
    };
    let sim = Sim::new(rng.next(), Trace::new(setup.with_text));
    let inner = inner.unwrap_or_else(|problem| {
        sim.fail(format!("the store was not opened: {problem}"));
        Inner::memory()
    });
    let world = Arc::new(World {
        sim: Arc::clone(&sim),
        seed: setup.seed,
        plan,
        bug: setup.bug,
        inner,
        oracle: Mutex::default(),
        truth: Mutex::default(),
        processes: Mutex::default(),
        waiting: Waiting::default(),
        groups: AtomicU32::new(0),
    });
    sim.note(0, "plan", 0, || format!("{:?}", world.plan));
    let ran = catch_unwind(AssertUnwindSafe(|| world.live()));
    if ran.is_err() {
        sim.fail("something panicked".to_owned());
    }
    sim.clear();
    lock(&world.processes).clear();
    let mut trace = lock(&sim.trace);
    let tally = Tally { steps: trace.steps(), ..lock(&world.oracle).tally };
    Outcome { broken: sim.broken(), hash: trace.hash(), tally, lines: trace.take_lines() }
}

impl World {
    fn live(self: &Arc<Self>) {
        let count = self.plan.processes;
        for _ in 0..count {
            let process = self.new_process();
            lock(&self.processes).push(process);
        }
        self.sim.spawn(0, Arc::clone(self).turn_clocks());
        for number in 0..usize::try_from(count).unwrap_or(1) {
            self.boot(number);
        }
        merchant::open_shops(self);
        self.sim.run_until(self.plan.ends_at);
        if self.sim.broken().is_none() {
            let now = self.sim.now();
            let books = lock(&self.oracle).at_end(&lock(&self.truth), now, wall(now, 0));
            self.sim.check(books);
            let same = self.store_keeps_what_it_took();
            self.sim.check(same);
            self.sim.spawn(0, Arc::clone(self).check_books());
            self.sim.spawn(0, Arc::clone(self).check_reports());
            self.sim.run_until(now + HOUR);
        }
    }

    /// The core's own check of the books finds nothing.
    async fn check_books(self: Arc<Self>) {
        let Some((_, paylink)) = self.some_process() else { return self.sim.fail("nobody is left".to_owned()) };
        for of_links in [false, true] {
            let mut after = None;
            loop {
                let slice = if of_links { paylink.check_links(after).await } else { paylink.check_books(after).await };
                match slice {
                    Ok(slice) => {
                        for finding in &slice.findings {
                            self.sim.fail(format!("the books of {}: {}", finding.subject, finding.problem));
                        }
                        after = slice.next;
                    }
                    Err(error) => self.sim.fail(format!("the books could not be checked: {error}")),
                }
                if after.is_none() {
                    break;
                }
            }
        }
    }

    /// Nor does its check of what reports are made of.
    async fn check_reports(self: Arc<Self>) {
        let Some((_, paylink)) = self.some_process() else { return self.sim.fail("nobody is left".to_owned()) };
        let mut after = None;
        loop {
            let (mut check, mut looks) = (paylink.check_report(after).await, 0);
            while check.as_ref().is_ok_and(|check| !check.quiet) && looks < 20 {
                looks += 1;
                check = paylink.check_report(after).await;
            }
            after = self.reported(check);
            if after.is_none() {
                break;
            }
        }
        self.reported(paylink.check_report_totals().await);
    }

    fn reported(&self, check: Result<ReportCheck, Error>) -> Option<Position> {
        match check {
            Ok(check) => {
                for finding in check.findings.iter().filter(|_| check.quiet) {
                    self.sim.fail(format!("the reports of {}: {}", finding.subject, finding.problem));
                }
                check.next
            }
            Err(error) => {
                self.sim.fail(format!("the reports could not be checked: {error}"));
                None
            }
        }
    }

    /// The real store, read in the end, holds every row as it was last written.
    fn store_keeps_what_it_took(&self) -> Result<(), String> {
        let (oracle, inner) = (lock(&self.oracle), &self.inner);
        for row in oracle.payments.values() {
            let found = inner.drive(inner.store.payment(row.id)).map_err(|error| error.to_string())?;
            let same = |kept: &PaymentRecord| kept == row;
            if !found.is_some_and(|kept| same(&kept.value)) {
                return Err(format!("{} is kept differently than it was written", row.id));
            }
        }
        for (id, book) in &oracle.links {
            let found = inner.drive(inner.store.link(*id)).map_err(|error| error.to_string())?;
            if !found.is_some_and(|kept| kept.value == book.record) {
                return Err(format!("{id} is kept differently than it was written"));
            }
            let totals = inner.drive(inner.store.link_totals(&[*id])).map_err(|error| error.to_string())?;
            oracle.totals_are(*id, totals.first().copied().unwrap_or_default())?;
        }
        inner.drive(inner.store.commit(ChangeSet::new())).map_err(|error| error.to_string())
    }

    pub(crate) fn next_group(&self) -> Group {
        self.groups.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether faults have stopped.
    pub(crate) fn is_calm(&self) -> bool {
        self.sim.now() >= self.plan.calm_from
    }

    /// A chance of the plan; none once it is calm.
    pub(crate) fn faults(&self, of: impl FnOnce(&Plan) -> u64) -> u64 {
        if self.is_calm() { 0 } else { of(&self.plan) }
    }

    /// Whether a process dies at this boundary.
    pub(crate) fn dies_here(&self) -> bool {
        let chance = self.faults(|plan| plan.crash);
        chance > 0 && self.sim.chance(|rng| rng.per_mille(chance))
    }

    pub(crate) fn store_is_away(&self) -> bool {
        let chance = self.faults(|plan| plan.store_away);
        within_one(&self.plan.store_outages, self.sim.now())
            || (chance > 0 && self.sim.chance(|rng| rng.per_mille(chance)))
    }

    pub(crate) fn in_storm(&self) -> bool {
        within_one(&self.plan.stale_storms, self.sim.now())
    }

    pub(crate) fn gateway_is_away(&self) -> bool {
        within_one(&self.plan.gateway_outages, self.sim.now())
    }

    /// How long look-ups do not find a new charge.
    pub(crate) fn lag(&self) -> u64 {
        let chance = self.faults(|plan| plan.lag);
        self.sim.chance(|rng| if rng.per_mille(chance) { rng.below(LONGEST_LAG) } else { 0 })
    }

    /// A call takes its time: about `usual`, now and then up to `slow`, rarely as long as a process is held up.
    pub(crate) async fn pause(&self, usual: u64, slow: u64) {
        let stall = self.faults(|plan| plan.stall);
        let wait = self.sim.chance(|rng| {
            if stall > 0 && rng.per_mille(20) && rng.per_mille(stall * 10) {
                rng.below(LONGEST_STALL)
            } else if rng.per_mille(30) {
                rng.below(slow)
            } else {
                rng.below(usual)
            }
        });
        self.sim.sleep(wait + 1).await;
    }
}
