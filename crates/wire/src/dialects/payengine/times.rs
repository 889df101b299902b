//! Days and instants: `YYYYMMDD`, `YYYY-MM-DD` and ISO times in, ISO times with milliseconds out.
//!
//! A time at midnight UTC is the day it begins. The last day of a link counts, so an end that is stored as the first
//! instant of a day is shown as the day before.

use paylink_core::{Date, Timestamp};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);
const MICROS_OF_DAY: i64 = 86_400_000_000;

/// The first instant of a link, as the core reads it; what is no date stays as it is and is refused there.
pub(super) fn start_text(text: String) -> String {
    match day_of(&text) {
        Some(day) => format!("{day}T00:00:00Z"),
        None => text,
    }
}

/// The first instant after a link, likewise: the end of the day that was named.
pub(super) fn end_text(text: String) -> String {
    match day_of(&text) {
        Some(day) => day.plus_days(1).map_or(text, |next| format!("{next}T00:00:00Z")),
        None => text,
    }
}

/// The day a text names, if it names one and no time of day.
fn day_of(text: &str) -> Option<Date> {
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if compact {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        return format!("{year}-{month}-{day}").parse().ok();
    }
    text.parse().ok().or_else(|| {
        let instant: Timestamp = text.parse().ok()?;
        is_midnight(instant).then(|| Date::in_utc(instant))
    })
}

/// The last day of a link whose end is this instant, as its first instant; an end within a day is shown as it is.
pub(super) fn last_day(end: Timestamp) -> String {
    if is_midnight(end) { iso(end.minus(DAY)) } else { iso(end) }
}

/// An instant with milliseconds.
pub(super) fn iso(at: Timestamp) -> String {
    let of_day = at.micros().rem_euclid(MICROS_OF_DAY) / 1000;
    let (seconds, millis) = (of_day / 1000, of_day % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{}T{hours:02}:{minutes:02}:{:02}.{millis:03}Z", Date::in_utc(at), seconds % 60)
}

const fn is_midnight(at: Timestamp) -> bool {
    at.micros().rem_euclid(MICROS_OF_DAY) == 0
}
