//! One mail address, in the plain form mail systems agree on.

use std::{fmt, str::FromStr};

/// A single mail address of at most 254 characters. Debug output hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = email_address::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let options =
            email_address::Options::default().without_display_text().without_domain_literal().with_required_tld();
        let plain = text.len() <= 254
            && !text.chars().any(|c| {
                c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"' | '\\' | '(' | ')')
            });
        if !plain {
            return Err(email_address::Error::InvalidCharacter);
        }
        email_address::EmailAddress::parse_with_options(text, options)?;
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}
