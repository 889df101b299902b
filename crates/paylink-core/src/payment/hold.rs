//! When a bank debit that is held goes to the bank.
//!
//! Banks of the US take debits on their business days; a debit is handed over between 08:00 and 17:00 Central time.
//! Holidays are those of the Federal Reserve Banks: of one that falls on a Sunday the Monday is free, of one that
//! falls on a Saturday nothing is (Federal Reserve Financial Services, holiday schedules).

use crate::{Date, Timestamp, Timezone};
use std::time::Duration;

const ZONE: &str = "America/Chicago";
/// Full hours of the day there.
const OPENS: i8 = 8;
const CLOSES: i8 = 17;
/// No two business days are further apart.
const FURTHEST: i32 = 7;

/// When a debit that a payer has ordered at `begun` is handed over after having been held for `hold`. What is ordered
/// when the banks are closed for the day is held from the next morning on.
#[must_use]
pub(crate) fn hand_over_at(begun: Timestamp, hold: Duration) -> Timestamp {
    hand_over(begun, hold).unwrap_or_else(|| begun.plus(hold))
}

/// `None` beyond the calendar.
fn hand_over(begun: Timestamp, hold: Duration) -> Option<Timestamp> {
    let zone = Timezone::named(ZONE)?;
    let today = zone.day_of(begun)?;
    let still_open = is_business_day(today) && begun < zone.at(today, CLOSES)?;
    let from = if still_open { begun } else { zone.at(business_day_after(today)?, OPENS)? };
    let held = from.plus(hold);
    let day = zone.day_of(held)?;
    if !is_business_day(day) || held >= zone.at(day, CLOSES)? {
        return zone.at(business_day_after(day)?, OPENS);
    }
    Some(held.max(zone.at(day, OPENS)?))
}

fn business_day_after(day: Date) -> Option<Date> {
    (1..=FURTHEST).filter_map(|days| day.plus_days(days)).find(|day| is_business_day(*day))
}

const MONDAY: u8 = 1;
const THURSDAY: u8 = 4;
const SATURDAY: u8 = 6;
const SUNDAY: u8 = 7;

fn is_business_day(day: Date) -> bool {
    let weekday = day.weekday();
    let free = weekday == SATURDAY || weekday == SUNDAY || is_holiday(day);
    let moved = weekday == MONDAY && day.plus_days(-1).is_some_and(is_holiday);
    !free && !moved
}

fn is_holiday(day: Date) -> bool {
    let (_, month, date) = day.parts();
    let nth = date.div_ceil(7);
    let last = date > 24;
    match (month, date, day.weekday()) {
        // New Year's Day, Juneteenth, Independence Day, Veterans Day, Christmas Day
        (1, 1, _) | (6, 19, _) | (7, 4, _) | (11, 11, _) | (12, 25, _) => true,
        // Martin Luther King Jr. Day, Presidents' Day
        (1 | 2, _, MONDAY) => nth == 3,
        // Memorial Day
        (5, _, MONDAY) => last,
        // Labor Day
        (9, _, MONDAY) => nth == 1,
        // Columbus Day
        (10, _, MONDAY) => nth == 2,
        // Thanksgiving
        (11, _, THURSDAY) => nth == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLD: Duration = Duration::from_secs(3 * 3600);

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_hold_ends_in_business_hours_of_us_central_time() {
        for (begun, handed_over, why) in [
            ("2026-01-15T15:00:00Z", "2026-01-15T18:00:00Z", "Thursday 09:00: three hours later"),
            ("2026-01-15T14:00:00Z", "2026-01-15T17:00:00Z", "08:00"),
            ("2026-01-15T19:59:59Z", "2026-01-15T22:59:59Z", "13:59:59 ends just before 17:00"),
            ("2026-01-15T20:00:00Z", "2026-01-16T14:00:00Z", "14:00 ends at 17:00: the next morning"),
            ("2026-01-15T08:00:00Z", "2026-01-15T14:00:00Z", "02:00 ends before 08:00: then"),
            ("2026-01-15T23:00:00Z", "2026-01-16T17:00:00Z", "17:00: held from the next morning on"),
            ("2026-01-16T23:30:00Z", "2026-01-20T17:00:00Z", "Friday evening before Martin Luther King Jr. Day"),
            ("2026-01-17T18:00:00Z", "2026-01-20T17:00:00Z", "Saturday"),
            ("2026-07-03T15:00:00Z", "2026-07-03T18:00:00Z", "Friday before the Fourth on a Saturday: open; summer"),
            ("2027-07-04T15:00:00Z", "2027-07-06T16:00:00Z", "the Fourth on a Sunday: Monday is free"),
            ("2026-11-26T16:00:00Z", "2026-11-27T17:00:00Z", "Thanksgiving"),
            ("2026-12-24T21:00:00Z", "2026-12-28T14:00:00Z", "Christmas Eve, Thursday 15:00"),
            ("2026-03-06T20:30:00Z", "2026-03-09T13:00:00Z", "clocks go forward over the weekend"),
        ] {
            assert_eq!(hand_over_at(at(begun), HOLD), at(handed_over), "{why}");
        }
    }

    #[test]
    fn nothing_is_handed_over_before_its_hold_is_over_or_out_of_hours() {
        let zone = Timezone::named(ZONE).expect("a zone");
        let mut begun = at("2026-01-01T00:00:00Z");
        while begun < at("2028-01-01T00:00:00Z") {
            for hold in [Duration::from_secs(60), HOLD, Duration::from_secs(24 * 3600)] {
                let handed_over = hand_over_at(begun, hold);
                let day = zone.day_of(handed_over).expect("a day");
                let (opens, closes) = (zone.at(day, OPENS).expect("a time"), zone.at(day, CLOSES).expect("a time"));
                assert!(is_business_day(day) && handed_over >= opens && handed_over < closes, "{begun} {handed_over}");
                assert!(handed_over.since(begun) >= hold, "{begun} {handed_over}");
            }
            begun = begun.plus(Duration::from_secs(307 * 60));
        }
    }

    #[test]
    fn holidays_are_those_of_the_federal_reserve() {
        let mut free = Vec::new();
        let mut day: Date = "2026-01-01".parse().expect("a day");
        while day.parts().0 == 2026 {
            if day.weekday() < SATURDAY && !is_business_day(day) {
                free.push(day.to_string());
            }
            day = day.next();
        }
        let of_2026 = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        assert_eq!(free, of_2026, "the Fourth of July is a Saturday");
    }
}
