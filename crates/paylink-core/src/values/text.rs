//! The rules free text has to keep before it is stored or shown.

use crate::values::contains_card_data;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Longer than the field allows.
    #[error("is too long")]
    TooLong,
    /// A control character, an invisible direction override or a character that is no text.
    #[error("holds control characters or invisible direction marks")]
    Invisible,
    /// A payment card number or card code.
    #[error("holds card data, which must never be sent here")]
    CardData,
}

/// Checks one free text of at most `max` characters.
///
/// # Errors
/// [`TextError`], naming the first rule broken.
pub fn check_text(text: &str, max: usize) -> Result<(), TextError> {
    if text.chars().nth(max).is_some() {
        return Err(TextError::TooLong);
    }
    if text.chars().any(is_invisible) {
        return Err(TextError::Invisible);
    }
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    if contains_card_data(text) {
        return Err(TextError::CardData);
    }
    Ok(())
}

/// C0, DEL, C1, bidirectional controls (Unicode TR 9), line separators and non-characters.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}
