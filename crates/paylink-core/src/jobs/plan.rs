//! When things are tried again: pure tables.

use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Waits between the attempts of a webhook delivery, in seconds: ten attempts over about three days.
const DELIVERY: [u64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// Waits between look-ups of a payment, in seconds; hourly from then on.
const LOOK_UP: [u64; 4] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE];

/// The wait after the `attempts`-th failed attempt (1 for the first), or `None` when that was the last.
/// `jitter` (0 to 255) adds up to a tenth, so that receivers that failed together are not hit together.
#[must_use]
pub fn retry_after(attempts: i64, jitter: u8) -> Option<Duration> {
    let place = usize::try_from(attempts.checked_sub(1)?).ok()?;
    let wait = Duration::from_secs(*DELIVERY.get(place)?);
    Some(wait + wait * u32::from(jitter) / 2560)
}

/// The wait before the next look-up after `attempts` of them.
pub(crate) fn look_after(attempts: i64) -> Duration {
    let place = usize::try_from(attempts).unwrap_or(0);
    Duration::from_secs(LOOK_UP.get(place).copied().unwrap_or(HOUR))
}
