//! Simulated payments: the real core over a real store, in virtual time, with every fault at once.
//!
//! A world is one seeded run on one thread: payers, merchants and workers of a few processes over one store and one
//! gateway. Whatever a world does follows from its seed. Oracles watch every commit, charge, answer and webhook and end
//! the world at the first broken promise. `docs/reference/simulation.md` tells more.

mod actors;
mod bug;
mod call;
mod exec;
mod gateway;
mod oracle;
mod plan;
mod process;
mod receiver;
mod rng;
mod run;
mod store;
mod trace;
mod world;

pub use bug::Bug;
pub use oracle::Tally;
pub use plan::Engine;
pub use run::{Broken, Mix, Report, Series, engine_of, runtime, seed_of};
pub use world::{Outcome, Setup, run};
