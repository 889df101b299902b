//! Logos: the words that a client has for them, and taking one away.

use super::rules::{id, required_id};
use crate::json::{Fields, Object};
use paylink_core::{Error, LogoScheme};

/// A logo to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoRemoval {
    /// Which.
    pub logo: String,
    /// Whose, if that was said.
    pub merchant: Option<String>,
}

/// Reads the body that takes a logo away.
///
/// # Errors
/// Field errors.
pub fn remove_logo(body: Object) -> Result<LogoRemoval, Error> {
    let mut fields = Fields::of(body);
    let logo = required_id(&mut fields, "logoId");
    let merchant = id(&mut fields, "cFiMerchantId").into_set();
    fields.finish().finish()?;
    Ok(LogoRemoval { logo, merchant })
}

/// Which logo a word of the client's own means: there are two, one for dark pages and one for all others.
#[must_use]
pub fn scheme_of(word: &str) -> LogoScheme {
    if word.eq_ignore_ascii_case("dark") { LogoScheme::Dark } else { LogoScheme::Light }
}
