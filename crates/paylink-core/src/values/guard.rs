//! Keeps card data out of free text: numbers that are cards, and fields that ask for their codes.

use super::digits::digit_of;

/// No card number has more digits (ISO/IEC 7812-1).
const LONGEST: usize = 19;

/// Whether `text` holds a payment card number (13 to 19 digits of a known card range that pass
/// the Luhn check, also when grouped by single spaces, dots or dashes, in the digits of any script, with
/// invisible characters between them, and whatever other numbers stand beside it) or a card code such as `cvv 123`.
///
/// A longer unbroken run of digits is an id or a hash: something that looks like a card number stands
/// in almost every one of those.
#[must_use]
pub fn contains_card_data(text: &str) -> bool {
    let mut groups: Vec<String> = Vec::new();
    let mut gap = true;
    for c in text.chars().filter(|c| !is_unseen(*c)).chain(std::iter::once('\n')) {
        if let Some(digit) = digit_of(c).and_then(|digit| char::from_digit(digit, 10)) {
            match groups.last_mut().filter(|_| !gap) {
                Some(group) => group.push(digit),
                None => groups.push(digit.to_string()),
            }
            gap = false;
        } else if is_gap(c) && !gap {
            gap = true;
        } else {
            if holds_card(&groups) {
                return true;
            }
            groups.clear();
            gap = true;
        }
    }
    names_code_with_value(text)
}

/// Whether a key of metadata names card data (`cvv`, `card_number`, …), whatever its value.
#[must_use]
pub fn names_card_data(key: &str) -> bool {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    matches!(
        plain.as_str(),
        "cvv"
            | "cvc"
            | "cvv2"
            | "cvc2"
            | "cid"
            | "csc"
            | "cardnumber"
            | "ccnumber"
            | "pan"
            | "cardcvv"
            | "cardcvc"
            | "securitycode"
    )
}

/// A space, dot or dash of any width.
const fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2010}'..='\u{2015}' | '\u{202f}' | '\u{205f}' | '\u{2212}' | '\u{3000}')
}

/// Characters that leave no trace between two digits: soft hyphens, joiners, variation selectors, tags.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Whether some of these groups, one after the other, are a card number.
fn holds_card(groups: &[String]) -> bool {
    (0..groups.len()).any(|first| {
        let mut digits = String::new();
        let longer = groups.iter().skip(first).map_while(|group| {
            digits.push_str(group);
            (digits.len() <= LONGEST).then(|| is_card(digits.as_bytes()))
        });
        longer.into_iter().any(|found| found)
    })
}

fn is_card(digits: &[u8]) -> bool {
    let prefix = |length: usize| {
        digits.iter().take(length).fold(0_u32, |sum, byte| sum * 10 + u32::from(byte.wrapping_sub(b'0')))
    };
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    let known = match digits.len() {
        13 | 18 => prefix(1) == 4,
        14 => matches!(three, 300..=305) || matches!(two, 36 | 38 | 39),
        15 => matches!(two, 34 | 37),
        16 => {
            prefix(1) == 4
                || matches!(two, 51..=55 | 62 | 65)
                || matches!(four, 2221..=2720 | 3528..=3589 | 6011)
                || matches!(three, 644..=649)
        }
        17 => two == 62,
        19 => prefix(1) == 4 || two == 62 || two == 63,
        _ => false,
    };
    known && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            match (place % 2, digit * 2) {
                (0, _) => digit,
                (_, doubled) if doubled > 9 => doubled - 9,
                (_, doubled) => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn names_code_with_value(text: &str) -> bool {
    let lower: String = text.chars().filter(|c| !is_unseen(*c)).flat_map(char::to_lowercase).collect();
    ["cvv2", "cvc2", "cvv", "cvc"].iter().any(|name| {
        lower.match_indices(name).any(|(at, _)| {
            let before = lower.get(..at).and_then(|head| head.chars().next_back());
            let after = lower.get(at + name.len()..).unwrap_or_default();
            let value = after.trim_start_matches([' ', ':', '=', '#', '-', '.']);
            let count = value.chars().take_while(|c| digit_of(*c).is_some()).count();
            before.is_none_or(|c| !c.is_alphanumeric()) && matches!(count, 3 | 4)
        })
    })
}
