//! Counted by hand, from the tables of the standard.

use super::{is_gsm, plain_marks, segments};

#[test]
fn texts_take_as_many_segments_as_the_standard_says() {
    let check = |text: &str, expected: usize| assert_eq!(segments(text), expected, "{} units", text.chars().count());
    check("", 1);
    for (unit, single, part) in [("a", 160, 153), ("@", 160, 153), ("Ξ", 160, 153), ("я", 70, 67), ("á", 70, 67)] {
        check(&unit.repeat(single), 1);
        check(&unit.repeat(single + 1), 2);
        check(&unit.repeat(part * 2), 2);
        check(&unit.repeat(part * 2 + 1), 3);
    }
    // two septets each, and 153 is odd: the last septet of a part stays empty
    check(&"€".repeat(80), 1);
    check(&"€".repeat(81), 2);
    check(&"€".repeat(152), 2);
    check(&"€".repeat(153), 3);
    check(&format!("{}€", "a".repeat(159)), 2);
    check(&format!("{}€{}", "a".repeat(152), "a".repeat(151)), 2);
    check(&format!("{}€{}", "a".repeat(152), "a".repeat(152)), 3);
    // two units each, and 67 is odd
    check(&"🦊".repeat(35), 1);
    check(&"🦊".repeat(36), 2);
    check(&"🦊".repeat(66), 2);
    check(&"🦊".repeat(67), 3);
    // one foreign character makes them all longer
    check(&format!("{}ł", "a".repeat(69)), 1);
    check(&format!("{}ł", "a".repeat(70)), 2);
}

#[test]
fn the_default_alphabet_has_128_places_and_ten_more_behind_the_escape() {
    let all = (0..=0x1_f9ff).filter_map(char::from_u32);
    let (basic, extended): (Vec<char>, Vec<char>) =
        all.filter(|c| is_gsm(&c.to_string())).partition(|c| segments(&c.to_string().repeat(160)) == 1);
    // the escape itself is no character
    assert_eq!((basic.len(), extended.len()), (127, 10), "{basic:?} {extended:?}");
    for foreign in ["`", "ç", "á", "ê", "Ł", "₹", "“", "–", "\u{a0}", "\t", "…", "α"] {
        assert!(!is_gsm(foreign), "{foreign}");
    }
}

#[test]
fn typography_does_not_make_a_message_longer() {
    let check = |text: &str, expected: &str| assert_eq!(plain_marks(text), expected);
    check("“Rock ’n’ Roll” – 5…7 — ‘now’", "\"Rock 'n' Roll\" - 5...7 - 'now'");
    check("1\u{202f}250,00\u{a0}€\u{ad}\u{200b}", "1 250,00 €");
    check("«Déjà» • 3 × 4 − 2\tx", "\"Déjà\" - 3 x 4 - 2 x");
    check("Łódź 🦊 مقهى", "Łódź 🦊 مقهى");
    assert!(is_gsm(&plain_marks("“”„‟«»‘’‚‛‹›′″´`‐‑‒–—―−…•·\u{2003}\u{3000}")));
}
