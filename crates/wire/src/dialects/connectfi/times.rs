//! Times as connectFi writes them: UTC with three decimals, and days.

use paylink_core::{Date, Timestamp};
use serde::{Serialize, Serializer};

/// An instant, written `2030-01-31T12:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Timestamp);

impl std::fmt::Display for Instant {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = self.0.to_offset_date_time();
        let day = Date::in_utc(self.0);
        let (hour, minute, second, millis) = at.to_hms_milli();
        write!(out, "{day}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The day of a text that is a day or an instant.
pub(super) fn day_of(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().or_else(|| text.parse::<Timestamp>().ok().map(Date::in_utc))
}
