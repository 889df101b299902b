//! A single thread, a virtual clock, and tasks that belong to processes which can die.
//!
//! A task that was woken by another one (a lock given up, an answer arrived) goes on at once, in the order of waking;
//! otherwise the earliest sleeper does, and exactly one sleeper per poll. All chance lies in how long sleeps last, so the
//! seed decides who goes next. **Invariant:** nobody can grab a lock between its release and the poll of the task that
//! waits for it, so the lock's own measure against starvation, which reads the real clock, is never reached.

use crate::{rng::Rng, trace::Trace};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
};

/// A process as the simulator kills it: all its tasks at once. 0 is the world outside.
pub(crate) type Group = u32;
/// Names a task; never used twice.
pub(crate) type TaskId = usize;
type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Microseconds of a second.
pub(crate) const SECOND: u64 = 1_000_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

/// Everything one world shares: time, chance, tasks, the trace, and the first broken promise.
pub(crate) struct Sim {
    state: Mutex<State>,
    ready: Arc<Mutex<VecDeque<TaskId>>>,
    tasks: Mutex<Vec<Option<Task>>>,
    pub(crate) trace: Mutex<Trace>,
    broken: Mutex<Option<String>>,
}

struct State {
    now: u64,
    rng: Rng,
    sleepers: BinaryHeap<Reverse<Sleeper>>,
    sleeps: u64,
    doomed: Vec<Group>,
}

struct Task {
    /// Taken out while it is polled.
    work: Option<Work>,
    group: Group,
    waker: Waker,
}

struct Sleeper {
    at: u64,
    number: u64,
    waker: Waker,
}

impl PartialEq for Sleeper {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Sleeper {}
impl PartialOrd for Sleeper {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Sleeper {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

struct Bell {
    task: TaskId,
    ready: Arc<Mutex<VecDeque<TaskId>>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        Self::wake_by_ref(&self);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut ready = lock(&self.ready);
        if !ready.contains(&self.task) {
            ready.push_back(self.task);
        }
    }
}

/// The value behind a lock; a panic elsewhere ends the world anyway.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sim {
    pub(crate) fn new(seed: u64, trace: Trace) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                now: 0,
                rng: Rng::new(seed),
                sleepers: BinaryHeap::new(),
                sleeps: 0,
                doomed: Vec::new(),
            }),
            ready: Arc::default(),
            tasks: Mutex::default(),
            trace: Mutex::new(trace),
            broken: Mutex::default(),
        })
    }

    /// Microseconds since the world began: the true time, which no process knows exactly.
    pub(crate) fn now(&self) -> u64 {
        lock(&self.state).now
    }

    /// Asks chance.
    pub(crate) fn chance<T>(&self, ask: impl FnOnce(&mut Rng) -> T) -> T {
        ask(&mut lock(&self.state).rng)
    }

    /// Adds a step to the trace.
    pub(crate) fn note(&self, who: Group, what: &'static str, number: u64, text: impl FnOnce() -> String) {
        let now = self.now();
        lock(&self.trace).add(now, who, what, number, text);
    }

    /// Remembers that a promise was broken; the first one counts and ends the world.
    pub(crate) fn fail(&self, promise: String) {
        let mut broken = lock(&self.broken);
        if broken.is_none() {
            let now = self.now();
            lock(&self.trace).add(now, 0, "broken", 0, || promise.clone());
            *broken = Some(promise);
        }
    }

    /// Ends the world when a check found a broken promise.
    pub(crate) fn check(&self, found: Result<(), String>) {
        if let Err(promise) = found {
            self.fail(promise);
        }
    }

    /// The broken promise, if there is one.
    pub(crate) fn broken(&self) -> Option<String> {
        lock(&self.broken).clone()
    }

    /// Goes on after `micros` of virtual time.
    pub(crate) fn sleep(self: &Arc<Self>, micros: u64) -> Sleep {
        Sleep { at: self.now().saturating_add(micros), sim: Arc::clone(self), armed: false }
    }

    /// Starts a task of `group`.
    pub(crate) fn spawn(&self, group: Group, work: impl Future<Output = ()> + Send + 'static) -> TaskId {
        let mut tasks = lock(&self.tasks);
        let id = tasks.len();
        let waker = Waker::from(Arc::new(Bell { task: id, ready: Arc::clone(&self.ready) }));
        tasks.push(Some(Task { work: Some(Box::pin(work)), group, waker }));
        lock(&self.ready).push_back(id);
        id
    }

    /// Drops a task where it stands, unless it is the one that runs.
    pub(crate) fn abort(&self, id: TaskId) {
        let mut tasks = lock(&self.tasks);
        let gone = tasks.get_mut(id).filter(|slot| slot.as_ref().is_some_and(|task| task.work.is_some()));
        let gone = gone.and_then(Option::take);
        drop(tasks);
        drop(gone);
    }

    /// All tasks of `group` end as soon as the one that runs stops.
    pub(crate) fn kill(&self, group: Group) {
        lock(&self.state).doomed.push(group);
    }

    /// Runs until `end`, until nothing is left to do, or until a promise is broken.
    pub(crate) fn run_until(&self, end: u64) {
        while lock(&self.broken).is_none() {
            let next = lock(&self.ready).pop_front();
            if let Some(id) = next {
                self.poll(id);
                self.bury();
                continue;
            }
            let mut state = lock(&self.state);
            if state.sleepers.peek().is_none_or(|Reverse(first)| first.at > end) {
                state.now = state.now.max(end);
                return;
            }
            let Some(Reverse(first)) = state.sleepers.pop() else { return };
            state.now = state.now.max(first.at);
            drop(state);
            first.waker.wake();
        }
    }

    fn poll(&self, id: TaskId) {
        let found =
            lock(&self.tasks).get_mut(id).and_then(Option::as_mut).map(|task| (task.work.take(), task.waker.clone()));
        let Some((Some(mut work), waker)) = found else { return };
        let done = work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        let mut tasks = lock(&self.tasks);
        let Some(slot) = tasks.get_mut(id) else { return };
        if done {
            *slot = None;
            drop(tasks);
            drop(work);
        } else if let Some(task) = slot {
            task.work = Some(work);
        }
    }

    fn bury(&self) {
        let doomed = std::mem::take(&mut lock(&self.state).doomed);
        for group in doomed {
            let mut tasks = lock(&self.tasks);
            let of_group = |slot: &&mut Option<Task>| slot.as_ref().is_some_and(|task| task.group == group);
            let dead: Vec<_> = tasks.iter_mut().filter(of_group).map(Option::take).collect();
            drop(tasks);
            // outside the lock: dying tasks wake those who wait for them
            drop(dead);
        }
    }

    /// Drops every task; they hold the world alive.
    pub(crate) fn clear(&self) {
        let tasks = std::mem::take(&mut *lock(&self.tasks));
        drop(tasks);
        let sleepers = std::mem::take(&mut lock(&self.state).sleepers);
        drop(sleepers);
    }
}

/// A wait in virtual time.
pub(crate) struct Sleep {
    sim: Arc<Sim>,
    at: u64,
    armed: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let at = self.at;
        let mut state = lock(&self.sim.state);
        if self.armed && state.now >= at {
            return Poll::Ready(());
        }
        if !self.armed {
            state.sleeps += 1;
            let number = state.sleeps;
            state.sleepers.push(Reverse(Sleeper { at, number, waker: context.waker().clone() }));
            drop(state);
            self.armed = true;
        }
        Poll::Pending
    }
}
