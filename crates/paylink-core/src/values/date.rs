//! Calendar days without a time of day: `YYYY-MM-DD`.

use crate::{Timestamp, values::TimestampError};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use time::macros::format_description;

/// A calendar day in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// Year, month (1 to 12) and day (1 to 31).
    #[must_use]
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year(), u8::from(self.0.month()), self.0.day())
    }

    /// The day on which an instant falls in UTC.
    #[must_use]
    pub fn in_utc(instant: Timestamp) -> Self {
        Self(instant.to_offset_date_time().date())
    }

    /// The day of the week: 1 for Monday to 7 for Sunday (ISO 8601).
    #[must_use]
    pub fn weekday(self) -> u8 {
        self.0.weekday().number_from_monday()
    }

    /// The following day; the last day of 9999 stays itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().filter(|day| day.year() <= 9999).unwrap_or(self.0))
    }

    /// The first day of the next month; in the last month of 9999 its last day.
    #[must_use]
    pub fn next_month(self) -> Self {
        let last = self.0.month().length(self.0.year());
        Self(self.0.replace_day(last).unwrap_or(self.0)).next()
    }

    /// The next Monday after this day.
    #[must_use]
    pub fn next_monday(self) -> Self {
        let left = 7_u8.saturating_sub(self.0.weekday().number_days_from_monday());
        (0..left).fold(self, |day, _| day.next())
    }

    /// So many days later, or earlier when negative; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let day = self.0.checked_add(time::Duration::days(i64::from(days)))?;
        (1..=9999).contains(&day.year()).then_some(Self(day))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = TimestampError;
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let date = time::Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| TimestampError)?;
        if text.len() != 10 || !(1..=9999).contains(&date.year()) {
            return Err(TimestampError);
        }
        Ok(Self(date))
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
