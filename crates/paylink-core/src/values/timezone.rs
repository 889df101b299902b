//! IANA time zones, only to learn when a merchant's day begins and ends, and when its clocks show an hour.

use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

const HOUR: Duration = Duration::from_secs(3600);

/// A time zone of the IANA database (bundled, so every machine agrees), e.g. `Europe/Berlin`.
#[derive(Clone, PartialEq, Eq)]
pub struct Timezone(jiff::tz::TimeZone);

impl Timezone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    /// Looks a zone up by its IANA name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("utc") {
            return Some(Self::utc());
        }
        jiff::tz::db().get(name).ok().filter(|zone| zone.iana_name().is_some()).map(Self)
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The first instant of `day` here (daylight saving may begin at midnight).
    #[must_use]
    pub fn start_of(&self, day: Date) -> Option<Timestamp> {
        instant(civil(day)?.to_zoned(self.0.clone()).ok()?)
    }

    /// The instant at which clocks here show that full hour (0 to 23) of `day`; an hour that daylight saving skips
    /// is shown as much later as it skips, of one that it repeats this is the first.
    #[must_use]
    pub fn at(&self, day: Date, hour: i8) -> Option<Timestamp> {
        let time = jiff::civil::Time::new(hour, 0, 0, 0).ok()?;
        // jiff's "compatible" disambiguation, which is that of RFC 5545
        instant(civil(day)?.to_datetime(time).to_zoned(self.0.clone()).ok()?)
    }

    /// The first instant after `day` here: an exclusive end.
    #[must_use]
    pub fn end_of(&self, day: Date) -> Option<Timestamp> {
        self.start_of(day.next())
    }

    /// The next instant after `instant` at which clocks here show a full hour, or an hour later where daylight saving
    /// moves them by less than one.
    #[must_use]
    pub fn next_hour(&self, instant: Timestamp) -> Option<Timestamp> {
        let later = instant.plus(HOUR);
        let zoned = jiff::Timestamp::from_microsecond(later.micros()).ok()?.to_zoned(self.0.clone());
        let past = Duration::from_secs(
            u64::try_from(zoned.minute()).ok()?.saturating_mul(60) + u64::try_from(zoned.second()).ok()?,
        ) + Duration::from_nanos(u64::try_from(zoned.subsec_nanosecond()).ok()?);
        Some(later.minus(past)).filter(|full| *full > instant).or(Some(later))
    }

    /// The calendar day that `instant` falls on here.
    #[must_use]
    pub fn day_of(&self, instant: Timestamp) -> Option<Date> {
        let zoned = jiff::Timestamp::from_microsecond(instant.micros()).ok()?.to_zoned(self.0.clone());
        format!("{:04}-{:02}-{:02}", zoned.year(), zoned.month(), zoned.day()).parse().ok()
    }
}

fn civil(day: Date) -> Option<jiff::civil::Date> {
    let (year, month, date) = day.parts();
    jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()
}

fn instant(zoned: jiff::Zoned) -> Option<Timestamp> {
    Timestamp::from_micros(zoned.timestamp().as_microsecond()).ok()
}

impl fmt::Debug for Timezone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl Serialize for Timezone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Timezone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| serde::de::Error::custom("unknown time zone"))
    }
}
