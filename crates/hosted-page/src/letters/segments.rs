//! How many segments a text message takes, and characters that would make it longer than it has to be.
//!
//! Source: 3GPP TS 23.038 (GSM 7 bit default alphabet, section 6.2.1, its extension table 6.2.1.1, and UCS2) and
//! TS 23.040 section 9.2.3.24.1: every part of a longer message gives six octets to the header that joins them.

use super::clean::line;

/// What the default alphabet holds besides ASCII letters and digits, one septet each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Its extension table: an escape and a septet.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// Units of a text in one alphabet: what fits into a message of one part, and into each part of a longer one.
struct Room {
    single: usize,
    part: usize,
}

const SEPTETS: Room = Room { single: 160, part: 153 };
const UCS2: Room = Room { single: 70, part: 67 };

/// Septets of a character in the default alphabet; `None`: it has none.
fn septets(c: char) -> Option<usize> {
    match c {
        _ if c.is_ascii_alphanumeric() || BASIC.contains(c) => Some(1),
        _ if EXTENDED.contains(c) => Some(2),
        _ => None,
    }
}

/// Whether every character is in the GSM 7 bit default alphabet or its extension table.
pub(super) fn is_gsm(text: &str) -> bool {
    text.chars().all(|c| septets(c).is_some())
}

/// How many segments `text` takes. A character is never cut in two: an escape stays with its septet, and both halves
/// of a surrogate pair together.
pub(super) fn segments(text: &str) -> usize {
    let sizes: Option<Vec<usize>> = text.chars().map(septets).collect();
    match sizes {
        Some(sizes) => packed(&sizes, &SEPTETS),
        None => packed(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), &UCS2),
    }
}

fn packed(sizes: &[usize], room: &Room) -> usize {
    if sizes.iter().sum::<usize>() <= room.single {
        return 1;
    }
    let mut parts = 1;
    let mut used = 0;
    for size in sizes {
        if used + size > room.part {
            parts += 1;
            used = 0;
        }
        used += size;
    }
    parts
}

/// The same text without typography that the alphabet lacks: quotes, dashes, dots and spaces that look almost the same
/// in it. Letters stay as they are.
pub(super) fn plain_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' | '‹' | '›' | 'ʼ' => plain.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => plain.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                plain.push(' ');
            }
            '\u{ad}' | '\u{200b}' | '\u{2060}' => {}
            '×' => plain.push('x'),
            _ => plain.push(c),
        }
    }
    plain
}

/// The same text without the little pictures among its letters.
pub(super) fn without_pictures(text: &str) -> String {
    let picture = |c: char| matches!(c, '\u{200d}' | '\u{20e3}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}');
    line(&text.chars().filter(|c| !picture(*c)).collect::<String>())
}

#[cfg(test)]
mod tests;
