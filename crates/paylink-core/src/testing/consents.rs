//! The words of consent that tests show.

use crate::ports::{ConsentText, ConsentTexts};

/// One text in one language; its version is `plain-1`.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainConsents;

impl ConsentTexts for PlainConsents {
    fn offered(&self, merchant: &str, _languages: &str) -> ConsentText {
        ConsentText {
            text: format!("{merchant} may keep this card or account."),
            version: "plain-1".to_owned(),
            locale: "en".to_owned(),
        }
    }

    fn of_version(&self, merchant: &str, version: &str) -> Option<ConsentText> {
        Some(self.offered(merchant, "")).filter(|text| text.version == version)
    }
}
