//! A run: many worlds, until so many payments have been begun; several threads share them out.

use crate::{
    bug::Bug,
    exec::lock,
    oracle::Tally,
    plan::Engine,
    rng::Rng,
    world::{Setup, run},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::runtime::{Builder, Runtime};

/// Which stores the worlds of a run use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// One kind only.
    Only(Engine),
    /// SQLite in every so-manieth world, memory in the others.
    SqliteIn(u64),
}

/// What to run.
#[derive(Debug, Clone)]
pub struct Series {
    /// The seed of all seeds.
    pub seed: u64,
    /// Payments to begin, at least.
    pub payments: u64,
    /// Payers of each world.
    pub attempts: u64,
    /// Threads.
    pub threads: u64,
    /// Stores.
    pub mix: Mix,
    /// The mistake to make.
    pub bug: Option<Bug>,
}

/// A world in which a promise was broken.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Its number in the series.
    pub world: u64,
    /// The promise.
    pub promise: String,
    /// Payments begun in the worlds before it and in itself, when they run one after the other.
    pub after_payments: u64,
}

/// What became of a series.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Worlds that ran.
    pub worlds: u64,
    /// Those of them on SQLite.
    pub on_sqlite: u64,
    /// How much happened.
    pub tally: Tally,
    /// The first world that broke a promise, if any did.
    pub broken: Option<Broken>,
}

/// The seed of a world of a series.
#[must_use]
pub fn seed_of(series: u64, world: u64) -> u64 {
    Rng::part(series, world)
}

/// The store of a world of a series.
#[must_use]
pub fn engine_of(mix: Mix, world: u64) -> Engine {
    match mix {
        Mix::Only(engine) => engine,
        Mix::SqliteIn(every) if world % every.max(1) == every.max(1) / 2 => Engine::Sqlite,
        Mix::SqliteIn(_) => Engine::Memory,
    }
}

/// A runtime for stores with threads of their own; one for each thread that runs worlds.
///
/// # Errors
/// When the system gives none.
pub fn runtime() -> std::io::Result<Arc<Runtime>> {
    Builder::new_current_thread().build().map(Arc::new)
}

impl Series {
    /// The world with this number.
    #[must_use]
    pub fn world(&self, number: u64, with_text: bool) -> Setup {
        Setup {
            seed: seed_of(self.seed, number),
            engine: engine_of(self.mix, number),
            attempts: self.attempts,
            bug: self.bug,
            with_text,
        }
    }

    /// Runs worlds until enough payments have begun or a promise is broken.
    ///
    /// # Errors
    /// When a thread gets no runtime.
    pub fn run(&self) -> std::io::Result<Report> {
        let report = Mutex::new(Report::default());
        let next = AtomicU64::new(0);
        let runtimes = (0..self.threads.max(1)).map(|_| runtime()).collect::<Result<Vec<_>, _>>()?;
        thread::scope(|scope| {
            for runtime in &runtimes {
                scope.spawn(|| {
                    while !lock(&report).is_done(self.payments) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let setup = self.world(number, false);
                        let outcome = run(&setup, runtime);
                        lock(&report).add(number, setup.engine, outcome.tally, outcome.broken);
                    }
                });
            }
        });
        Ok(report.into_inner().unwrap_or_default())
    }
}

impl Report {
    fn is_done(&self, payments: u64) -> bool {
        self.broken.is_some() || self.tally.payments >= payments
    }

    fn add(&mut self, world: u64, engine: Engine, tally: Tally, broken: Option<String>) {
        self.worlds += 1;
        self.on_sqlite += u64::from(engine == Engine::Sqlite);
        self.tally = self.tally.and(tally);
        if let Some(promise) = broken
            && self.broken.as_ref().is_none_or(|first| world < first.world)
        {
            self.broken = Some(Broken { world, promise, after_payments: self.tally.payments });
        }
    }
}
