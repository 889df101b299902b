//! One telephone number that can be reached from anywhere.

use std::{fmt, str::FromStr};

/// No number is longer as people write it, with spaces and brackets; E.164 allows 15 digits.
const LONGEST: usize = 32;

/// Why a text is not a telephone number; never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number with its country code, such as +14155552345")]
pub struct PhoneError;

/// A telephone number in E.164: `+`, country code, number. Debug output hides it.
///
/// Checked are country code, length, and in North America the area code; not whether the number is in service,
/// because ranges open every month. The area code 555, kept for examples and tests, passes.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// The number in E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Reads a number that begins with `+`; spaces, dashes, dots and brackets may group its digits.
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let rest = text.strip_prefix('+').filter(|_| text.len() <= LONGEST).ok_or(PhoneError)?;
        let groups = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')');
        let ends = rest.ends_with(|c: char| c.is_ascii_digit() || c == ')');
        if !ends || !rest.chars().all(|c| c.is_ascii_digit() || groups(c)) {
            return Err(PhoneError);
        }
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let plain = format!("+{digits}");
        if is_example(&digits) {
            return Ok(Self(plain));
        }
        phonelib::try_normalize_phone_number(&plain).map(Self).map_err(|_| PhoneError)
    }
}

/// A North American number in the area code that no one is given: `1 555 NXX XXXX`.
fn is_example(digits: &str) -> bool {
    digits.len() == 11
        && digits
            .strip_prefix("1555")
            .is_some_and(|local| local.starts_with(|first: char| ('2'..='9').contains(&first)))
}

impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}
