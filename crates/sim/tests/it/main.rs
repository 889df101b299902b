//! The one test binary of the simulator.

#![cfg(test)]

mod bugs;
mod page;
mod promises;
mod replays;
