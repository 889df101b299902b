//! What every page has: language, title, colours, nonce; and the payee at its head.

use crate::{accent, language::Language, language::Messages};
use paylink_core::ports::PageLogo;
use std::borrow::Cow;
use url::Url;

/// What a page is rendered with.
pub(crate) struct Frame<'a> {
    pub(crate) language: &'a Language,
    pub(crate) nonce: &'a str,
}

/// The document around the body.
pub(crate) struct Shell<'a> {
    pub(crate) lang: &'a str,
    pub(crate) words: &'a Messages,
    pub(crate) nonce: &'a str,
    pub(crate) title: String,
    pub(crate) css: &'static str,
    pub(crate) accent: Cow<'static, str>,
}

impl<'a> Shell<'a> {
    pub(crate) fn new(frame: &Frame<'a>, title: String, css: &'static str, color: Option<&str>) -> Self {
        Self {
            lang: &frame.language.tag,
            words: &frame.language.messages,
            nonce: frame.nonce,
            title,
            css,
            accent: accent::style(color),
        }
    }
}

/// Who is paid.
pub(crate) struct Payee<'a> {
    pub(crate) name: &'a str,
    pub(crate) logo: Option<&'a PageLogo>,
    pub(crate) logo_alt: String,
    /// Stands where a logo would, if there were one.
    pub(crate) monogram: String,
    pub(crate) website: Option<Website>,
}

/// The payee's web site.
pub(crate) struct Website {
    pub(crate) address: String,
    pub(crate) host: String,
}

impl<'a> Payee<'a> {
    pub(crate) fn new(name: &'a str, website: Option<&str>) -> Self {
        let first = name.chars().find(|c| c.is_alphanumeric());
        let monogram = first.map_or_else(|| "•".to_owned(), |c| c.to_uppercase().collect());
        let site = website.and_then(web_address).map(|url| Website {
            host: url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned(),
            address: url.into(),
        });
        Self { name, logo: None, logo_alt: String::new(), monogram, website: site }
    }

    /// With the logo, if there is one.
    pub(crate) fn with_logo(self, logo: Option<&'a PageLogo>, words: &Messages) -> Self {
        Self { logo, logo_alt: words.letter_logo(self.name), ..self }
    }
}

/// An address that is safe in `href`: nothing but the web.
pub(crate) fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some())
}

/// A line of facts: what, and its value.
pub(crate) struct Fact<'a> {
    pub(crate) label: &'a str,
    pub(crate) value: String,
}

/// The fact, if there is a value.
pub(crate) fn fact<'a>(label: &'a str, value: Option<String>) -> Option<Fact<'a>> {
    value.map(|value| Fact { label, value })
}

/// The picture beside a title; its shape tells what its colour tells.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    Done,
    Clock,
    Over,
    Busy,
    Crossed,
    Action,
    Back,
    Lost,
}

impl Mark {
    /// The class that colours it.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Done => "good",
            Self::Clock | Self::Busy | Self::Action => "wait",
            Self::Crossed | Self::Back => "bad",
            Self::Over | Self::Lost => "",
        }
    }
}
