//! A range of time cut into hours, days, weeks or months as the clocks of a time zone show them.

use crate::{Date, Timestamp, Timezone, records::named};

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
        let next = match self {
            Self::Hour => return zone.next_hour(instant),
            Self::Day => Date::next,
            Self::Week => Date::next_monday,
            Self::Month => Date::next_month,
        };
        // clocks that go back from just after midnight show the day before once more, whose end has been already
        let first = next(zone.day_of(instant)?);
        let begins = std::iter::successors(Some(first), |day| Some(next(*day))).map(|day| zone.start_of(day));
        begins.take(3).flatten().find(|begin| *begin > instant)
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
