//! Instants in zones that are east, west, half an hour off, and made up.

use super::{day, instant};
use crate::language::Languages;

#[test]
fn instants_are_told_in_the_zone_with_its_name() {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("").messages;
    let check = |at: &str, zone: &str, expected: &str| {
        assert_eq!(instant(at.parse().unwrap(), zone, words), expected);
    };
    check("2026-03-31T21:00:00Z", "America/New_York", "March 31, 2026, 5:00\u{a0}PM New York time (UTC−04:00)");
    check("2026-01-01T00:00:00Z", "America/New_York", "December 31, 2025, 7:00\u{a0}PM New York time (UTC−05:00)");
    check("2026-07-01T10:05:59Z", "Europe/Berlin", "July 1, 2026, 12:05\u{a0}PM Berlin time (UTC+02:00)");
    check("2026-07-01T18:35:00Z", "Asia/Kolkata", "July 2, 2026, 12:05\u{a0}AM Kolkata time (UTC+05:30)");
    check("2026-07-01T09:00:00Z", "UTC", "July 1, 2026, 9:00\u{a0}AM UTC");
    check("2026-07-01T09:00:00Z", "Nowhere/Land", "July 1, 2026, 9:00\u{a0}AM UTC");
    check(
        "2026-07-01T09:00:00Z",
        "America/Argentina/Buenos_Aires",
        "July 1, 2026, 6:00\u{a0}AM Buenos Aires time (UTC−03:00)",
    );
    check("2026-07-01T09:00:00Z", "Etc/GMT+5", "July 1, 2026, 4:00\u{a0}AM UTC−05:00");
    check("2026-07-01T09:00:00Z", "Europe/London", "July 1, 2026, 10:00\u{a0}AM London time (UTC+01:00)");
    check("2026-01-01T09:00:00Z", "Europe/London", "January 1, 2026, 9:00\u{a0}AM London time (UTC)");
}

#[test]
fn days_name_the_month() {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("").messages;
    for (text, expected) in [("2026-02-09", "February 9, 2026"), ("2028-12-31", "December 31, 2028")] {
        assert_eq!(day(text.parse().unwrap(), words), expected);
    }
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("").messages;
    for text in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"] {
        for zone in ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"] {
            assert!(instant(text.parse().unwrap(), zone, words).contains("UTC"));
        }
    }
}
