//! Days and instants for people: the month in words, the time in the merchant's zone, the zone named.

use crate::language::Messages;
use jiff::{Timestamp as Instant, tz::TimeZone};
use paylink_core::{Date, Timestamp};
use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

/// A calendar day, e.g. `March 31, 2026`.
pub(crate) fn day(day: Date, words: &Messages) -> String {
    let (year, month, day) = day.parts();
    words.day(month_name(month, words), &day.to_string(), &year.to_string())
}

/// An instant in `zone` (an IANA name), e.g. `March 31, 2026, 5:00 PM New York time (UTC−04:00)`.
/// An unknown zone counts as UTC.
pub(crate) fn instant(at: Timestamp, zone: &str, words: &Messages) -> String {
    let at = local(at, zone);
    let date = words.day(month_name(at.month, words), &at.day.to_string(), &at.year.to_string());
    words.instant(&date, &at.time(words), &at.zone(words))
}

/// An instant as clocks and calendars of a zone show it.
pub(super) struct Local {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    city: Option<String>,
    offset: String,
}

/// `at` in `zone`; an unknown zone counts as UTC.
pub(super) fn local(at: Timestamp, zone: &str) -> Local {
    let at = Instant::from_microsecond(at.micros()).unwrap_or_default().to_zoned(time_zone(zone));
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    Local {
        year: i32::from(at.year()),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        city: at.time_zone().iana_name().and_then(city),
        offset: offset(at.offset().seconds()),
    }
}

impl Local {
    /// The time of day as the catalogue has it.
    pub(super) fn time(&self, words: &Messages) -> String {
        let Self { hour, minute, .. } = self;
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = if *hour < 12 { &words.before_noon } else { &words.after_noon };
        words.time(&twelve.to_string(), &format!("{hour:02}"), &format!("{minute:02}"), half)
    }

    /// The zone by its city, or by its distance from UTC alone.
    pub(super) fn zone(&self, words: &Messages) -> String {
        self.city.as_ref().map_or_else(|| self.offset.clone(), |city| words.zone_of_city(city, &self.offset))
    }
}

/// The zone by its name. Reading one takes longer than rendering a page, so each is read once; the
/// database has about 600 of them.
fn time_zone(name: &str) -> TimeZone {
    static READ: LazyLock<RwLock<HashMap<String, TimeZone>>> = LazyLock::new(RwLock::default);
    if let Some(zone) = READ.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return zone.clone();
    }
    let Ok(zone) = jiff::tz::db().get(name) else { return TimeZone::UTC };
    let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
    if read.len() < 1000 {
        read.insert(name.to_owned(), zone.clone());
    }
    zone
}

/// The city in `America/Argentina/Buenos_Aires`; `None` for zones that name no place.
fn city(zone: &str) -> Option<String> {
    let (area, _) = zone.split_once('/')?;
    if area == "Etc" {
        return None;
    }
    zone.rsplit('/').next().map(|name| name.replace('_', " "))
}

/// `UTC`, `UTC+05:30`, `UTC−04:00` (with a true minus sign).
fn offset(seconds: i32) -> String {
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

pub(super) fn month_name(month: u8, words: &Messages) -> &str {
    let names = [
        &words.month_1,
        &words.month_2,
        &words.month_3,
        &words.month_4,
        &words.month_5,
        &words.month_6,
        &words.month_7,
        &words.month_8,
        &words.month_9,
        &words.month_10,
        &words.month_11,
        &words.month_12,
    ];
    usize::from(month).checked_sub(1).and_then(|index| names.get(index).copied()).map_or("", String::as_str)
}

#[cfg(test)]
mod tests;
