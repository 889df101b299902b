//! The demonstrations, one file each; `ALL` is the whole list.

mod crowd;
mod database;
mod disk;
mod frozen;
mod fsync;
mod gateway;
mod kills;
mod refunds;
mod stop;
mod webhooks;

use crate::{Outcome, options::Options, verdict::Verdict};
use std::pin::Pin;

/// What a demonstration does when it runs.
type Running = Pin<Box<dyn Future<Output = Outcome<()>>>>;

/// Something that is broken on purpose, and a promise that has to hold.
pub(crate) struct Demonstration {
    pub(crate) name: &'static str,
    pub(crate) shows: &'static str,
    pub(crate) run: fn(Options, Verdict) -> Running,
}

const ALL: &[Demonstration] = &[
    Demonstration {
        name: "kills",
        shows: "kill -9 under load loses no acknowledged write and charges nothing twice",
        run: |options, verdict| Box::pin(kills::run(options, verdict)),
    },
    Demonstration {
        name: "database",
        shows: "PostgreSQL killed under load costs answers of 503 and nothing that was acknowledged",
        run: |options, verdict| Box::pin(database::run(options, verdict)),
    },
    Demonstration {
        name: "frozen",
        shows: "a process that freezes for longer than its leases does nothing twice when it goes on",
        run: |options, verdict| Box::pin(frozen::run(options, verdict)),
    },
    Demonstration {
        name: "disk",
        shows: "a disk that fails costs answers of 503 and nothing that was acknowledged",
        run: |options, verdict| Box::pin(disk::run(options, verdict)),
    },
    Demonstration {
        name: "fsync",
        shows: "the log is synced before a payment is acknowledged",
        run: |options, verdict| Box::pin(fsync::run(options, verdict)),
    },
    Demonstration {
        name: "gateway",
        shows: "payments end in the gateway's truth and webhooks arrive, however bad the network is",
        run: |options, verdict| Box::pin(gateway::run(options, verdict)),
    },
    Demonstration {
        name: "stop",
        shows: "SIGTERM under load lets everybody finish who was let in",
        run: |options, verdict| Box::pin(stop::run(options, verdict)),
    },
    Demonstration {
        name: "crowd",
        shows: "of 1000 payers of one link at once exactly one pays",
        run: |options, verdict| Box::pin(crowd::run(options, verdict)),
    },
    Demonstration {
        name: "refunds",
        shows: "64 refunds of one payment at once never give back more than was captured",
        run: |options, verdict| Box::pin(refunds::run(options, verdict)),
    },
    Demonstration {
        name: "webhooks",
        shows: "every event arrives under one id, whoever fails, dies or hangs",
        run: |options, verdict| Box::pin(webhooks::run(options, verdict)),
    },
];

/// The demonstrations of these names, or all.
pub(crate) fn chosen(names: &[String]) -> Outcome<Vec<&'static Demonstration>> {
    if names.is_empty() {
        return Ok(ALL.iter().collect());
    }
    let find = |name: &String| ALL.iter().find(|known| known.name == name);
    names.iter().map(|name| find(name).ok_or_else(|| usage().into())).collect()
}

/// What can be typed.
pub(crate) fn usage() -> String {
    let rows: Vec<String> = ALL.iter().map(|known| format!("  {:<12}{}\n", known.name, known.shows)).collect();
    format!(
        "usage: cargo xtask chaos [NAME …] [--short] [--seed S] [--rounds N] [--engine sqlite|postgres]\n                           [--server PATH]\n\n{}",
        rows.concat()
    )
}
