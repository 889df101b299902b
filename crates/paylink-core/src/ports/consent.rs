//! The words in which a payer agrees to have a card or account kept.

/// The words that stand beside the box, and how to tell which they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentText {
    /// The words, finished.
    pub text: String,
    /// Follows from the words and their language: other words have another version.
    pub version: String,
    /// Their language (BCP 47).
    pub locale: String,
}

/// Offers those words, and finds them again when a payer has agreed to them.
pub trait ConsentTexts: Send + Sync {
    /// The words of `merchant`'s page for a browser with this `Accept-Language` header.
    fn offered(&self, merchant: &str, languages: &str) -> ConsentText;

    /// The words with this version, if a page of `merchant` may show them now.
    fn of_version(&self, merchant: &str, version: &str) -> Option<ConsentText>;
}
