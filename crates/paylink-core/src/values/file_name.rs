//! The names of uploaded files: whatever was sent becomes something that can be shown, and saved anywhere.

use super::text::is_invisible;

/// The longest name, in bytes: what file systems take.
const LONGEST: usize = 255;
/// What a nameless file is called.
const NAMELESS: &str = "file";
/// Endings that pictures lose when they are made anew.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "jfif", "webp"];

/// Cleans a name that somebody else chose: only its last part, no characters that cannot be seen or that turn the
/// direction of reading, none that shells and file systems take for something else; then ends it with `extension`.
#[must_use]
pub fn clean_file_name(given: &str, extension: &str) -> String {
    let last = given.rsplit(['/', '\\']).map(cleaned).find(|part| !part.is_empty()).unwrap_or_default();
    let stem = stem(&last, extension);
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    let room = LONGEST.saturating_sub(extension.len()).saturating_sub(1);
    let mut end = room.min(stem.len());
    while !stem.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let short = stem.get(..end).unwrap_or(NAMELESS).trim_end_matches(['.', ' ']);
    format!("{short}.{extension}")
}

/// One part of a path without what must not be in a name.
fn cleaned(part: &str) -> String {
    let visible = part.chars().filter(|c| !is_invisible(*c) && !is_joiner(*c));
    let safe = visible.map(|c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c });
    let words: Vec<String> = safe.collect::<String>().split_whitespace().map(str::to_owned).collect();
    words.join(" ").trim_matches(['.', ' ']).to_owned()
}

/// Characters without a shape of their own that two names could differ by unseen.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The name without its ending, if that is the wanted one or one that the file has lost.
fn stem<'a>(name: &'a str, extension: &str) -> &'a str {
    let Some((stem, ending)) = name.rsplit_once('.') else { return name };
    let is = |known: &str| ending.eq_ignore_ascii_case(known);
    let lost = extension == "png" && PICTURES.into_iter().any(is);
    if is(extension) || lost { stem.trim_end_matches(['.', ' ']) } else { name }
}
