//! Headers that the mail library has no types for. Their values cannot hold a line break.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use std::error::Error;

type Unread = Box<dyn Error + Send + Sync>;

/// As many bytes as fit in base64 into a line of 76 characters beside the header's name (RFC 2047, section 2).
const WORD_BYTES: usize = 39;

/// Written by a program, so that no other program answers (RFC 3834).
#[derive(Debug, Clone, Copy)]
pub(super) struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Unread> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Where a click ends such mails (RFC 2369).
#[derive(Debug, Clone)]
pub(super) struct ListUnsubscribe(pub(super) url::Url);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Unread> {
        Ok(Self(text.trim_matches(['<', '>']).parse()?))
    }

    /// A URL that was read and written again is ASCII without spaces and angle brackets.
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// That the click needs no page and no login (RFC 8058).
#[derive(Debug, Clone, Copy)]
pub(super) struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Unread> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// A subject that is read as it was written: with every blank between words beyond ASCII, where the library loses
/// some, and as itself where it looks like an encoded word.
#[derive(Debug, Clone)]
pub(super) struct Subject(pub(super) String);

impl Header for Subject {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Subject")
    }

    fn parse(text: &str) -> Result<Self, Unread> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        if self.0.is_ascii() && !self.0.contains("=?") {
            HeaderValue::new(Self::name(), self.0.clone())
        } else {
            HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), encoded_words(&self.0))
        }
    }
}

/// Every character in base64, so that nothing of the text itself stands in the header.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len().saturating_add(c.len_utf8()) <= WORD_BYTES => word.push(c),
            Some(_) | None => words.push(c.to_string()),
        }
    }
    let encoded: Vec<String> = words.iter().map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word))).collect();
    encoded.join("\r\n ")
}
