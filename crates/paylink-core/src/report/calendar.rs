//! A range of time cut into hours, days, weeks or months as the clocks of a time zone show them.

use crate::{Timestamp, Timezone, records::named};

named! {
    /// How long one line of a report is.
    Interval {
        /// From full hour to full hour.
        Hour = "hour",
        /// From midnight to midnight: 23 or 25 hours when clocks change.
        Day = "day",
        /// From Monday to Monday.
        Week = "week",
        /// From the first of a month to the first of the next.
        Month = "month",
    }
}

/// A report has at most this many lines.
pub(crate) const MOST_INTERVALS: usize = 400;

impl Interval {
    /// The end of the interval that `instant` lies in.
    fn end(self, zone: &Timezone, instant: Timestamp) -> Option<Timestamp> {
        let day = || zone.day_of(instant);
        match self {
            Self::Hour => zone.next_hour(instant),
            Self::Day => zone.start_of(day()?.next()),
            Self::Week => zone.start_of(day()?.next_monday()),
            Self::Month => zone.start_of(day()?.next_month()),
        }
    }
}

/// The range from `from` to `until` (exclusive) in intervals that touch each other; the first and the last are shorter
/// when the range begins or ends within one. `None` when there would be more than 400, or time itself ends.
pub(crate) fn cut(
    zone: &Timezone,
    (from, until): (Timestamp, Timestamp),
    interval: Interval,
) -> Option<Vec<(Timestamp, Timestamp)>> {
    let mut cuts = Vec::new();
    let mut at = from;
    while at < until {
        let end = interval.end(zone, at).filter(|end| *end > at)?.min(until);
        if cuts.len() >= MOST_INTERVALS {
            return None;
        }
        cuts.push((at, end));
        at = end;
    }
    Some(cuts)
}

#[cfg(test)]
mod tests;
