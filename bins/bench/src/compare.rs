//! Sides that take turns: A B A B …, so that whatever else the machine does falls on all of them.

use crate::Outcome;
use std::time::Duration;

/// One side's turn.
pub(crate) struct Turn {
    /// How long it took.
    pub(crate) span: Duration,
    /// How long each operation took, in microseconds: one entry per operation.
    pub(crate) latencies: Vec<u32>,
    /// Processor time of the serving process, where there is one.
    pub(crate) busy: Option<Duration>,
}

impl Turn {
    fn per_second(&self) -> f64 {
        count(self.latencies.len()) / self.span.as_secs_f64().max(1e-9)
    }
}

/// One side: its name and what it does in a turn.
pub(crate) struct Side<'a> {
    pub(crate) name: &'static str,
    pub(crate) turn: Box<dyn FnMut() -> Outcome<Turn> + 'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(name: &'static str, turn: impl FnMut() -> Outcome<Turn> + 'a) -> Self {
        Self { name, turn: Box::new(turn) }
    }
}

/// All turns of one side.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    rates: Vec<f64>,
    latencies: Vec<u32>,
    busy: Option<Duration>,
}

impl Series {
    /// Operations per second, the median turn.
    pub(crate) fn rate(&self) -> f64 {
        median(&self.rates)
    }

    /// The latency that this share of all operations stayed within.
    pub(crate) fn quantile(&self, percent: usize) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let place = (sorted.len().saturating_mul(percent) / 100).min(sorted.len().saturating_sub(1));
        Duration::from_micros(u64::from(sorted.get(place).copied().unwrap_or(0)))
    }

    /// Microseconds of processor time of the serving process per operation.
    pub(crate) fn busy_per_operation(&self) -> Option<f64> {
        self.busy.map(|busy| busy.as_secs_f64() * 1e6 / count(self.latencies.len()).max(1.0))
    }
}

/// How many times as fast one side was as another: one ratio per round.
pub(crate) struct Ratio(Vec<f64>);

impl Ratio {
    pub(crate) fn of(side: &Series, floor: &Series) -> Self {
        Self(side.rates.iter().zip(&floor.rates).map(|(side, floor)| side / floor.max(1e-9)).collect())
    }

    pub(crate) fn median(&self) -> f64 {
        median(&self.0)
    }

    pub(crate) fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub(crate) fn most(&self) -> f64 {
        self.0.iter().copied().fold(0.0, f64::max)
    }
}

/// Lets the sides take turns. A turn of each that does not count comes first.
pub(crate) fn take_turns(rounds: u32, sides: &mut [Side<'_>]) -> Outcome<Vec<Series>> {
    let mut series = Vec::new();
    for side in &mut *sides {
        (side.turn)()?;
        let busy = Some(Duration::ZERO);
        series.push(Series { name: side.name, rates: Vec::new(), latencies: Vec::new(), busy });
    }
    for _ in 0..rounds {
        for (side, series) in sides.iter_mut().zip(&mut series) {
            let turn = (side.turn)()?;
            series.rates.push(turn.per_second());
            series.busy = series.busy.zip(turn.busy).map(|(sum, more)| sum.saturating_add(more));
            series.latencies.extend(turn.latencies);
        }
    }
    Ok(series)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// A count as a number to divide by; exact below four thousand million.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(rates: &[f64], latencies: &[u32]) -> Series {
        Series { name: "side", rates: rates.to_vec(), latencies: latencies.to_vec(), busy: None }
    }

    #[test]
    fn a_ratio_compares_turns_of_the_same_round() {
        let ratio = Ratio::of(&series(&[10.0, 40.0, 30.0], &[]), &series(&[20.0, 40.0, 20.0], &[]));
        assert_eq!((ratio.least(), ratio.median(), ratio.most()), (0.5, 1.0, 1.5));
    }

    #[test]
    fn the_quantile_is_a_latency_that_was_measured() {
        let latencies: Vec<u32> = (1..=200).rev().collect();
        assert_eq!(series(&[], &latencies).quantile(99), Duration::from_micros(199));
        assert_eq!(series(&[], &[7]).quantile(99), Duration::from_micros(7));
    }
}
