//! Chance that depends on a seed alone.

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The numbers that belong to `seed`.
    #[must_use]
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A seed for the `number`-th part of something that has `seed` itself.
    #[must_use]
    pub(crate) fn part(seed: u64, number: u64) -> u64 {
        let mut rng = Self(seed ^ number.wrapping_mul(GAMMA).rotate_left(17));
        rng.next();
        rng.next()
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// A number from `least` up to but not including `end`.
    pub(crate) fn between(&mut self, least: u64, end: u64) -> u64 {
        least.saturating_add(self.below(end.saturating_sub(least)))
    }

    /// True in `parts` of a thousand cases.
    pub(crate) fn per_mille(&mut self, parts: u64) -> bool {
        self.below(1000) < parts
    }

    /// `first` or one of `others`, each as likely.
    pub(crate) fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let place = self.below(u64::try_from(others.len()).unwrap_or(0).saturating_add(1));
        let place = usize::try_from(place).unwrap_or(0);
        place.checked_sub(1).and_then(|place| others.get(place)).copied().unwrap_or(first)
    }
}
