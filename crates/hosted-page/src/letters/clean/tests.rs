//! Lines stay lines, names stay within their fences, and nothing is cut through the middle.

use super::{fenced, line, lines, shortened};

#[test]
fn a_line_has_no_control_character_and_no_direction_mark() {
    let check = |text: &str, expected: &str| assert_eq!(line(text), expected);
    check("Bcc:\r\nx@evil.example", "Bcc: x@evil.example");
    check(" a\tb\u{0}\u{7f}\u{85}c\u{2028}d\u{2029} ", "a b c d");
    check("\u{202e}abc\u{2066}\u{200f}\u{feff}", "abc");
    check("\r\n\t", "");
    check("東京 ☕", "東京 ☕");
    assert_eq!(lines("one\r\n\n two \u{2028}three\u{0}"), "one\ntwo\nthree");
    for c in (0..=0x2_ffff).filter_map(char::from_u32) {
        let cleaned = line(&format!("a{c}b"));
        assert!(cleaned.chars().all(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')), "{c:?}");
    }
}

#[test]
fn only_names_written_from_right_to_left_are_fenced_off() {
    assert_eq!(fenced("Café 24 東京 🦊"), "Café 24 東京 🦊");
    for name in ["مقهى 24", "דנה", "a ב"] {
        assert_eq!(fenced(name), format!("\u{2068}{name}\u{2069}"));
    }
}

#[test]
fn texts_are_cut_between_words_and_never_within_a_character() {
    let check = |text: &str, most: usize, expected: &str| assert_eq!(shortened(text, most, "…"), expected);
    check("short", 5, "short");
    check("longer", 5, "longe…");
    check("one two three four", 12, "one two…");
    check("one two three four", 13, "one two three…");
    check("unbreakable words", 6, "unbrea…");
    check("a, b", 2, "a…");
    check("👩🏽‍🚀👩🏽‍🚀", 5, "👩🏽‍🚀…");
    check("x👩🏽‍🚀", 3, "x…");
    check("x👩🏽‍🚀y", 5, "x👩🏽‍🚀…");
    check("e\u{301}e\u{301}", 3, "e\u{301}…");
    check("", 0, "");
    check("abc", 0, "…");
}
