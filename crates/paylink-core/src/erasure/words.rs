//! Finding a name, an address or a number in a text, whatever its case, and never inside another word.

/// Replaces every place of `needle` (in lower case) by `by`; `None` when there is none.
pub(super) fn replaced(text: &str, needle: &str, by: &str) -> Option<String> {
    if needle.is_empty() || !text.to_lowercase().contains(needle) {
        return None;
    }
    let (mut out, mut rest, mut before) = (String::with_capacity(text.len()), text, None);
    let mut found = false;
    while let Some(c) = rest.chars().next() {
        let after = spelled(rest, needle).and_then(|end| rest.get(end..));
        match after.filter(|after| is_free(before, needle) && is_end(after, needle)) {
            Some(after) => {
                found = true;
                out.push_str(by);
                before = by.chars().last();
                rest = after;
            }
            None => {
                out.push(c);
                before = Some(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    found.then_some(out)
}

/// How many bytes at the beginning of `text` spell `needle` without regard to case.
fn spelled(text: &str, needle: &str) -> Option<usize> {
    let mut left = needle;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        for folded in c.to_lowercase() {
            left = left.strip_prefix(folded)?;
        }
    }
    left.is_empty().then_some(text.len())
}

/// Whether a word can begin after this character.
fn is_free(before: Option<char>, needle: &str) -> bool {
    let of_address = |c: char| needle.contains('@') && matches!(c, '.' | '_' | '%' | '+' | '-');
    before.is_none_or(|c| !c.is_alphanumeric() && !of_address(c))
}

/// Whether a word ends here: `ann@example.com` is not found in `ann@example.com.au`, but at the end of a sentence.
fn is_end(after: &str, needle: &str) -> bool {
    let mut next = after.chars();
    match next.next() {
        None => true,
        Some('.' | '-') if needle.contains('@') => next.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => !c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn words_are_found_in_any_case_and_never_inside_others() {
        for (text, needle, out) in [
            ("Mail ANN@Example.com.", "ann@example.com", Some("Mail #.")),
            ("ann@example.com.au", "ann@example.com", None),
            ("joann@example.com", "ann@example.com", None),
            ("x+ann@example.com", "ann@example.com", None),
            ("Ann, Anna and ann", "ann", Some("#, Anna and #")),
            ("call +14155550123!", "+14155550123", Some("call #!")),
            ("+141555501234", "+14155550123", None),
            ("für ÄNNE Ö.", "änne ö", Some("für #.")),
            ("İstanbul ann", "ann", Some("İstanbul #")),
            ("", "ann", None),
        ] {
            assert_eq!(replaced(text, needle, "#").as_deref(), out, "{text} {needle}");
        }
    }
}
