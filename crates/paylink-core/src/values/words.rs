//! Words as they are searched: in lower case, without accents, so that `Zoë` is found by `zoe`.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A word has at most this many characters; what follows is cut, in texts and in searches alike.
pub const MAX_WORD: usize = 32;

/// The words of a text, in its order: runs of letters and digits, folded. Scripts that write no spaces between words
/// give one word per character.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut length = 0_usize;
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for c in folded {
        let alone = is_written_without_spaces(c);
        if (alone || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
            length = 0;
        }
        if alone {
            words.push(c.to_string());
        } else if c.is_alphanumeric() && length < MAX_WORD {
            length += 1;
            match spelled(c) {
                Some(letters) => word.push_str(letters),
                None => word.push(c),
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The form in which tags are compared: composed, in lower case.
#[must_use]
pub fn tag_key(tag: &str) -> String {
    tag.trim().nfc().collect::<String>().to_lowercase()
}

/// Letters that no accent can be taken off from, as people type them who do not have them.
const fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŧ' => "t",
        'ς' => "σ",
        _ => return None,
    })
}

/// Ideographs, kana, Thai and Lao.
const fn is_written_without_spaces(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e2e}'
        | '\u{e81}'..='\u{eae}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}
