//! Telephone numbers: what is one, the one form they are kept in, and what never shows in a log.

use paylink_core::Phone;
use proptest::prelude::*;

fn read(text: &str) -> Option<String> {
    text.parse::<Phone>().ok().map(|phone| phone.as_str().to_owned())
}

#[test]
fn a_number_is_kept_in_one_form_however_it_is_grouped() {
    for (given, kept) in [
        ("+14155552345", "+14155552345"),
        ("+1 (415) 555-2345", "+14155552345"),
        ("+1.415.555.2345", "+14155552345"),
        ("+44 7400 123456", "+447400123456"),
        ("+44 (0)7400 123456", "+447400123456"),
        ("+49 30 12345", "+493012345"),
        ("+390612345678", "+390612345678"),
        // reserved for examples, and used by everyone's tests
        ("+15558675310", "+15558675310"),
        ("+15005550006", "+15005550006"),
    ] {
        assert_eq!(read(given).as_deref(), Some(kept), "{given}");
    }
}

#[test]
fn what_cannot_be_called_from_abroad_is_no_number() {
    for text in [
        "",
        "+",
        "14155552345",
        "0014155552345",
        "(415) 555-2345",
        "++14155552345",
        " +14155552345",
        "+14155552345 ",
        "+1415555234",
        "+141555523456",
        "+11155552345",
        "+15551234",
        "+15550234567",
        "+99912345678",
        "+1234567890123456",
        "+44207946",
        "+442079460958;ext=5",
        "+442079460958x5",
        "+৪৪7400123456",
        "+1415555\u{200b}2345",
        "+1 415 555-234a",
        "tel:+14155552345",
        "+44/7400/123456",
        "+1\n4155552345",
        "+14155552345,+14155552346",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn a_number_never_shows_in_a_log() {
    let phone: Phone = "+14155552345".parse().expect("a number");
    assert_eq!(format!("{phone:?}"), "[redacted]");
    let refused = "+1415555".parse::<Phone>().expect_err("too short");
    assert!(!format!("{refused} {refused:?}").contains("415555 "));
}

proptest! {
    #[test]
    fn whatever_is_read_is_e164_and_reads_as_itself(text in "\\+[0-9 ().-]{0,30}") {
        if let Some(kept) = read(&text) {
            prop_assert!(kept.len() <= 16 && kept.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())));
            prop_assert_eq!(read(&kept), Some(kept));
        }
    }

    #[test]
    fn no_text_at_all_is_too_much(text in any::<String>()) {
        read(&text);
        read(&format!("+{text}"));
    }
}
