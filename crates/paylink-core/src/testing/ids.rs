//! Ids that are the same on every run of a test.

use crate::{TypedId, ports::IdSource};
use std::sync::atomic::{AtomicU64, Ordering};

/// An endless row of bytes that depends on a seed alone (SplitMix64: Steele, Lea, Flood, "Fast splittable
/// pseudorandom number generators", 2014). Anyone can foretell it: for tests only.
#[derive(Debug)]
pub struct SeededIds(AtomicU64);

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl SeededIds {
    /// The row of bytes that belongs to `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// The next 64 bits.
    pub fn next_u64(&self) -> u64 {
        let state = self.0.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub fn below(&self, bound: u64) -> u64 {
        self.next_u64().checked_rem(bound).unwrap_or(0)
    }

    /// A new random id of any kind.
    pub fn random<T: TypedId>(&self) -> T {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        T::from_random(bytes)
    }
}

impl IdSource for SeededIds {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (to, from) in chunk.iter_mut().zip(self.next_u64().to_le_bytes()) {
                *to = from;
            }
        }
    }
}
