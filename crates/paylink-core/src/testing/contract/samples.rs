//! Values that stores have been seen to damage.

use crate::Timestamp;

/// Texts that must come back as they are, character by character.
pub(super) const TEXTS: &[&str] = &[
    "",
    " ",
    " leading and trailing ",
    "null",
    "0",
    "1e3",
    "007",
    "Zürich, œuvre, naïve",
    "cafe\u{301}",
    "caf\u{e9}",
    "👩‍👩‍👧‍👦 family, 🇩🇪 flag, 👍🏽 tone",
    "zalgo z\u{335}\u{321}\u{321}\u{322}\u{31b}",
    "שלום עולם",
    "日本語テキスト",
    "\u{10ffff}\u{10fffd}\u{1f600}",
    "a\nb\tc\r\nd",
    "it's \"quoted\" `here`",
    "back\\slash \\n \\u0041",
    "100% _under_ *star* ?",
    "'; DROP TABLE links; --",
    "<script>alert(1)</script> &amp;",
    "{\"json\": [1, null]}",
    "$1 :name @p ?1 {0}",
];

/// Instants that must come back to the microsecond: the edges of time, around the epoch, odd microseconds.
pub(super) fn instants() -> Vec<Timestamp> {
    [
        -62_135_596_800_000_000,
        -62_135_596_799_999_999,
        -1_000_001,
        -1_000_000,
        -999_999,
        -1,
        0,
        1,
        999_999,
        1_768_478_400_123_456,
        1_768_478_400_999_999,
        4_102_444_800_000_001,
        253_402_300_799_999_998,
        253_402_300_799_999_999,
    ]
    .into_iter()
    .filter_map(|micros| Timestamp::from_micros(micros).ok())
    .collect()
}

/// `count` characters of four bytes each, with others among them.
pub(super) fn long(count: usize) -> String {
    "💳e\u{301}ß🧾".chars().cycle().take(count).collect()
}
