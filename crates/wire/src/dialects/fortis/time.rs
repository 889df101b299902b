//! Days and spans of time as this dialect speaks of them.

use paylink_core::{Date, Timestamp, Timezone};
use std::time::Duration;

/// The last day before an end. Without the merchant's zone, the day on which it is the end of a day somewhere between
/// ten hours behind and thirteen before UTC.
pub(super) fn day_of_end(end: Timestamp, zone: Option<&Timezone>) -> Option<Date> {
    let last = end.minus(Duration::from_micros(1));
    match zone {
        Some(zone) => zone.day_of(last),
        None => Some(Date::in_utc(last.minus(Duration::from_secs(10 * 3600)))),
    }
}

/// The span that a word means at `now`, in seconds: from the first, before the second.
pub(super) fn span(word: &str, now: Timestamp, zone: &Timezone) -> Option<(i64, i64)> {
    let today = zone.day_of(now)?;
    let monday = today.next_monday().plus_days(-7)?;
    let (_, _, day) = today.parts();
    let first = today.plus_days(1 - i32::from(day))?;
    let (from, until) = match word {
        "today" => (today, today.next()),
        "yesterday" => (today.plus_days(-1)?, today),
        "this week" => (monday, monday.plus_days(7)?),
        "last week" => (monday.plus_days(-7)?, monday),
        "last 30 days" => (today.plus_days(-30)?, today.next()),
        "this month" => (first, first.next_month()),
        "last month" => {
            let (_, _, length) = first.plus_days(-1)?.parts();
            (first.plus_days(-i32::from(length))?, first)
        }
        _ => return None,
    };
    Some((zone.start_of(from)?.seconds(), zone.start_of(until)?.seconds()))
}
