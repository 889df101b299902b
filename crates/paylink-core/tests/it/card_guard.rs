//! Card numbers and codes are found in free text however they are written, and other numbers are left alone.

use paylink_core::{contains_card_data, names_card_data};

#[test]
fn card_numbers_are_found_however_they_are_grouped() {
    let cards = [
        "4242424242424242",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4242\u{a0}4242\u{a0}4242\u{a0}4242",
        "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
        "my card is 5555555555554444, thanks",
        "x5555555555554444y",
        "378282246310005",
        "3782 822463 10005",
        "30569309025904",
        "6011111111111117",
        "3530111333300000",
        "4222222222222",
        "６０１１１１１１１１１１１１１７",
        "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢",
        "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐",
        "4242\u{200b}4242\u{ad}4242\u{2060}4242",
        "4242 \u{200d}4242\u{fe0f} 4242 4242",
        "4242\u{2009}4242\u{202f}4242\u{2013}4242",
        // with the rest of the card, or another number, right beside it
        "4242 4242 4242 4242 12/34",
        "4242424242424242 12/34 123",
        "12 4242424242424242",
        "No. 7 4242 4242 4242 4242",
        "4242424242424242 5555555555554444",
    ];
    for text in cards {
        assert!(contains_card_data(text), "{text}");
    }
}

#[test]
fn card_codes_are_found_when_they_are_named() {
    for text in
        ["cvv 123", "CVV: 1234", "cvc=123", "my cvv2 is here: cvv2 #999", "CVC-123", "cvv １２３", "c\u{200b}vv 123"]
    {
        assert!(contains_card_data(text), "{text}");
    }
    for text in ["cvv", "the cvv is on the back", "cvv 12", "cvv 12345", "xcvv 123", "CVC Capital"] {
        assert!(!contains_card_data(text), "{text}");
    }
    for key in ["cvv", "CVC", "card_number", "Card-Number", "cardNumber", "pan", "security code"] {
        assert!(names_card_data(key), "{key}");
    }
    for key in ["card", "number", "panel", "cvv_result", "order"] {
        assert!(!names_card_data(key), "{key}");
    }
}

#[test]
fn other_numbers_are_left_alone() {
    let others = [
        "",
        "4242424242424241",
        "1234567890123456",
        "0000000000000000",
        "424242424242",
        "+49 30 901820",
        "2026-01-15 12:00:00",
        "4242  4242  4242  4242",
        "4242/4242/4242/4242",
        "invoice 2026-000123-7",
        // long numbers are ids, whatever stands inside them
        "914242424242424242420",
        "00340434161094042557114242424242424242",
    ];
    for text in others {
        assert!(!contains_card_data(text), "{text}");
    }
}

#[test]
fn long_numbers_are_hardly_ever_taken_for_cards() {
    let ids = paylink_core::testing::SeededIds::new(1);
    let number = |length: usize| {
        (0..length).map(|_| char::from(b'0' + u8::try_from(ids.below(10)).expect("a digit"))).collect::<String>()
    };
    for length in [20, 24, 30, 64] {
        let found = (0..1000).filter(|_| contains_card_data(&number(length))).count();
        assert_eq!(found, 0, "{length} digits");
    }
}
