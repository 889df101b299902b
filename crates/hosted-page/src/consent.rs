//! The words in which a payer agrees to have a card or account saved, and the versions that tell them apart.

use crate::{HostedPages, language::Language};
use paylink_core::{
    hash::sha256_hex,
    ports::{ConsentText, ConsentTexts},
};

/// Hexadecimal digits of a version: 48 bits, enough to tell the texts of a few languages and years apart.
const DIGITS: usize = 12;
/// Stands for the merchant's name when a version is made: it is no part of the words.
const ANYONE: &str = "{merchant}";

/// The version of `words` in the language `tag`: other words have another one by themselves.
pub(crate) fn version(tag: &str, words: impl FnOnce(&str) -> String) -> String {
    let digest: String = sha256_hex(&words(ANYONE)).chars().take(DIGITS).collect();
    format!("{tag}-{digest}")
}

fn text(language: &Language, merchant: &str) -> ConsentText {
    ConsentText {
        text: language.messages.save_consent(merchant),
        version: language.consent_version.clone(),
        locale: language.tag.clone(),
    }
}

impl ConsentTexts for HostedPages {
    fn offered(&self, merchant: &str, languages: &str) -> ConsentText {
        text(self.languages.choose(languages), merchant)
    }

    fn of_version(&self, merchant: &str, version: &str) -> Option<ConsentText> {
        self.languages.all().find(|language| language.consent_version == version).map(|found| text(found, merchant))
    }
}
