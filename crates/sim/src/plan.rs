//! What a world is like: how long it lasts, how many pay, and how much goes wrong. Every world draws its own plan, so
//! that quiet ones, where one rare fault meets plain traffic, stand beside stormy ones.

use crate::{
    exec::{DAY, HOUR, MINUTE, SECOND},
    rng::Rng,
};

/// Where a world keeps its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The reference store of the core.
    Memory,
    /// A real file.
    Sqlite,
}

/// Chances in a thousand, spans in microseconds.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) attempts: u64,
    pub(crate) merchants: u64,
    pub(crate) endpoints: u64,
    pub(crate) processes: u32,
    pub(crate) decline_limits: bool,
    /// When payers and merchants begin their stories.
    pub(crate) busy_for: u64,
    /// When faults stop.
    pub(crate) calm_from: u64,
    /// When the world ends and the books are compared.
    pub(crate) ends_at: u64,
    /// A store call does nothing.
    pub(crate) store_away: u64,
    /// A commit's outcome is not told.
    pub(crate) store_unknown: u64,
    /// A commit loses against nobody.
    pub(crate) store_stale: u64,
    /// A process dies at a commit or a gateway call.
    pub(crate) crash: u64,
    /// A process is held up, up to [`LONGEST_STALL`].
    pub(crate) stall: u64,
    /// A gateway call brings no answer.
    pub(crate) gateway: u64,
    /// A charge is found by look-ups only after a while.
    pub(crate) lag: u64,
    /// An attempt to deliver a webhook fails.
    pub(crate) receiver: u64,
    /// A payer does not wait for the answer.
    pub(crate) hang_up: u64,
    /// Spans during which nothing works: of the store, of the gateway.
    pub(crate) store_outages: Vec<(u64, u64)>,
    pub(crate) stale_storms: Vec<(u64, u64)>,
    pub(crate) gateway_outages: Vec<(u64, u64)>,
    /// How far clocks of processes are off, at most: behind, ahead.
    pub(crate) skew: (u64, u64),
}

/// The core gives a payment up 24 hours after it began, and sends its key for the last time when it is 23 hours old.
/// In the hour between, a charge that is on its way has to arrive and to become visible. What delays that adds up, and
/// together stays under an hour: a process held up up to three times before the call, a clock behind and another one ahead,
/// a slow network, late look-ups.
pub(crate) const LONGEST_STALL: u64 = 3 * MINUTE;
pub(crate) const LATEST_EFFECT: u64 = 15 * MINUTE;
pub(crate) const LONGEST_LAG: u64 = 15 * MINUTE;
const CLOCKS_BEHIND: u64 = 30 * SECOND;
const CLOCKS_AHEAD: u64 = 5 * MINUTE;

impl Plan {
    /// The plan of a world with this seed.
    pub(crate) fn draw(rng: &mut Rng, engine: Engine, attempts: u64) -> Self {
        let long = match engine {
            Engine::Memory => rng.per_mille(100),
            Engine::Sqlite => rng.per_mille(20),
        };
        let busy_for = rng.pick(HOUR, &[10 * MINUTE, 6 * HOUR, 30 * HOUR]);
        let calm_from = busy_for + 2 * DAY;
        let level = |rng: &mut Rng, levels: [u64; 3]| rng.pick(0, &levels);
        let mut plan = Self {
            attempts,
            merchants: rng.between(1, 4),
            endpoints: rng.between(1, 4),
            processes: u32::try_from(rng.between(1, 4)).unwrap_or(1),
            decline_limits: rng.per_mille(200),
            busy_for,
            calm_from,
            ends_at: calm_from + if long { 98 * DAY } else { 6 * DAY },
            store_away: level(rng, [2, 10, 40]),
            store_unknown: level(rng, [2, 10, 40]),
            store_stale: level(rng, [5, 20, 80]),
            crash: level(rng, [1, 3, 10]),
            stall: level(rng, [1, 2, 5]),
            gateway: level(rng, [20, 100, 300]),
            lag: level(rng, [50, 200, 500]),
            receiver: rng.pick(200, &[0, 50, 500]),
            hang_up: level(rng, [20, 100, 300]),
            store_outages: Vec::new(),
            stale_storms: Vec::new(),
            gateway_outages: Vec::new(),
            skew: rng.pick((0, 0), &[(CLOCKS_BEHIND, CLOCKS_AHEAD), (SECOND, SECOND)]),
        };
        plan.store_outages = spans(rng, busy_for, MINUTE);
        plan.stale_storms = spans(rng, busy_for, 10 * SECOND);
        plan.gateway_outages = spans(rng, busy_for, 3 * HOUR);
        plan
    }
}

/// Up to three spans of up to `longest` that begin in busy times, in half of the worlds.
fn spans(rng: &mut Rng, busy_for: u64, longest: u64) -> Vec<(u64, u64)> {
    if rng.per_mille(500) {
        return Vec::new();
    }
    let count = rng.between(1, 4);
    let span = |_| {
        let from = rng.below(busy_for);
        (from, from + rng.between(SECOND, longest))
    };
    (0..count).map(span).collect()
}

/// Whether `now` lies in one of the spans.
pub(crate) fn within_one(spans: &[(u64, u64)], now: u64) -> bool {
    spans.iter().any(|(from, until)| (*from..*until).contains(&now))
}
