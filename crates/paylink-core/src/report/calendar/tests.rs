//! How time is cut, in every zone there is.

use super::{Interval, cut};
use crate::{Date, Timestamp, Timezone, records::Slot};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> Timezone {
    Timezone::named(name).unwrap()
}

fn hours(cuts: &[(Timestamp, Timestamp)]) -> Vec<u64> {
    cuts.iter().map(|(from, until)| until.since(*from).as_secs() / 3600).collect()
}

fn days(name: &str, first: &str, last: &str) -> Vec<(Timestamp, Timestamp)> {
    let zone = zone(name);
    let day = |text: &str| text.parse::<Date>().unwrap();
    let range = (zone.start_of(day(first)).unwrap(), zone.end_of(day(last)).unwrap());
    cut(&zone, range, Interval::Day).unwrap()
}

#[test]
fn a_day_has_23_or_25_hours_when_clocks_change() {
    assert_eq!(hours(&days("America/New_York", "2026-03-07", "2026-03-09")), [24, 23, 24]);
    assert_eq!(hours(&days("America/New_York", "2026-10-31", "2026-11-02")), [24, 25, 24]);
    assert_eq!(hours(&days("Europe/Berlin", "2026-10-24", "2026-10-26")), [24, 25, 24]);
    assert_eq!(hours(&days("Asia/Kolkata", "2026-03-07", "2026-03-09")), [24, 24, 24]);
    // midnight itself is skipped
    assert_eq!(hours(&days("America/Havana", "2026-03-07", "2026-03-09")), [24, 23, 24]);
}

#[test]
fn weeks_begin_on_monday_and_months_on_their_first() {
    let utc = Timezone::utc();
    let range = (at("2026-01-28T00:00:00Z"), at("2026-02-11T00:00:00Z"));
    let ends = |interval| -> Vec<String> {
        cut(&utc, range, interval).unwrap().iter().map(|(_, until)| until.to_string()).collect()
    };
    assert_eq!(ends(Interval::Week), ["2026-02-02T00:00:00Z", "2026-02-09T00:00:00Z", "2026-02-11T00:00:00Z"]);
    assert_eq!(ends(Interval::Month), ["2026-02-01T00:00:00Z", "2026-02-11T00:00:00Z"]);
}

#[test]
fn an_hour_that_is_shown_twice_is_two_hours() {
    let range = (at("2026-11-01T04:00:00Z"), at("2026-11-01T08:00:00Z"));
    let cuts = cut(&zone("America/New_York"), range, Interval::Hour).unwrap();
    assert_eq!(hours(&cuts), [1, 1, 1, 1]);
    let begun = (at("2026-11-01T04:15:00Z"), at("2026-11-01T05:30:00Z"));
    let cuts = cut(&zone("Asia/Kolkata"), begun, Interval::Hour).unwrap();
    let ends: Vec<_> = cuts.iter().map(|(_, until)| until.to_string()).collect();
    assert_eq!(ends, ["2026-11-01T04:30:00Z", "2026-11-01T05:30:00Z"], "full hours there are half hours here");
}

#[test]
fn there_are_at_most_400_intervals() {
    let until = |hours: i64| Timestamp::from_micros(hours * 3_600_000_000).unwrap();
    let lines = |hours| cut(&Timezone::utc(), (Timestamp::EPOCH, until(hours)), Interval::Hour).map(|cuts| cuts.len());
    assert_eq!((lines(400), lines(401)), (Some(400), None));
}

/// Counts are kept by quarters of an hour in UTC, which serves every zone only while this holds.
#[test]
fn every_zone_is_a_multiple_of_a_quarter_of_an_hour_away_and_its_days_begin_at_one() {
    let (first, last) = (at("2020-01-01T00:00:00Z"), at("2035-12-31T00:00:00Z"));
    let jiff = |instant: Timestamp| jiff::Timestamp::from_microsecond(instant.micros()).unwrap();
    let (mut zones, mut changes) = (0, 0);
    for name in jiff::tz::db().available() {
        let Some(zone) = Timezone::named(name.as_str()) else { continue };
        let rules = jiff::tz::db().get(name.as_str()).unwrap();
        zones += 1;
        assert_eq!(rules.to_offset(jiff(first)).seconds() % 900, 0, "{}", name.as_str());
        for change in rules.following(jiff(first)).take_while(|change| change.timestamp() < jiff(last)) {
            changes += 1;
            assert_eq!(change.offset().seconds() % 900, 0, "{} at {}", name.as_str(), change.timestamp());
            // the days around a change, even where it is not at a quarter itself
            let when = Timestamp::from_micros(change.timestamp().as_microsecond()).unwrap();
            let days = std::time::Duration::from_secs(2 * 86_400);
            let begin = zone.start_of(zone.day_of(when.minus(days)).unwrap()).unwrap();
            for interval in [Interval::Day, Interval::Week, Interval::Month] {
                let cuts = cut(&zone, (begin, when.plus(days)), interval).unwrap();
                let odd = cuts.iter().find(|(from, _)| !Slot::begins_at(*from));
                assert_eq!(odd, None, "{} {}", name.as_str(), interval.name());
                assert!(interval != Interval::Day || (4..=6).contains(&cuts.len()), "{} {cuts:?}", name.as_str());
            }
        }
    }
    assert!(zones > 400 && changes > 2000, "{zones} zones, {changes} changes");
}

#[test]
fn hours_touch_and_fit_quarters_in_every_zone() {
    for name in jiff::tz::db().available() {
        let Some(zone) = Timezone::named(name.as_str()) else { continue };
        for start in ["2026-03-26T00:00:00Z", "2026-04-02T00:00:00Z", "2026-10-01T00:00:00Z", "2026-10-23T00:00:00Z"] {
            let range = (at(start), at(start).plus(std::time::Duration::from_secs(4 * 86_400)));
            let cuts = cut(&zone, range, Interval::Hour).unwrap();
            assert!(cuts.iter().all(|(from, _)| Slot::begins_at(*from)), "{} {start}", name.as_str());
            assert!(cuts.iter().zip(cuts.iter().skip(1)).all(|(one, next)| one.1 == next.0));
        }
    }
}
