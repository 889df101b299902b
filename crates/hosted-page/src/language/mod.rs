//! Languages of pages and messages: one Fluent catalogue each, resolved completely at start-up.

mod accept;
mod messages;
mod phrase;

use crate::kept::KeptPages;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
pub(crate) use messages::Messages;
use unic_langid::LanguageIdentifier;

/// Catalogues that are built in; the first one is used when a browser asks for none of them.
const BUILT_IN: &[(&str, &str)] =
    &[("en", concat!(include_str!("../../locales/en/pages.ftl"), include_str!("../../locales/en/letters.ftl")))];

/// A catalogue that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LanguageError {
    /// The tag is not a BCP 47 language tag.
    #[error("`{0}` is not a language tag")]
    Tag(String),
    /// The catalogue is not valid Fluent.
    #[error("the catalogue of `{tag}` cannot be read: {reason}")]
    Syntax {
        /// Its language.
        tag: String,
        /// What the parser says.
        reason: String,
    },
    /// A message is missing, or cannot be resolved.
    #[error("the catalogue of `{tag}` has no usable message `{id}`")]
    Message {
        /// Its language.
        tag: String,
        /// The message.
        id: String,
    },
    /// There is a text that nothing uses.
    #[error("the catalogue of `{tag}` has a message `{id}` that nothing uses")]
    Unused {
        /// Its language.
        tag: String,
        /// The message.
        id: String,
    },
}

/// One language, ready for use.
pub(crate) struct Language {
    /// BCP 47 tag for `lang`.
    pub(crate) tag: String,
    /// Every text.
    pub(crate) messages: Messages,
    /// The version of its words of consent.
    pub(crate) consent_version: String,
    /// Pages made in it.
    pub(crate) kept: KeptPages,
}

/// All languages, the default first.
pub(crate) struct Languages {
    known: Vec<Language>,
    fallback: Language,
}

impl Languages {
    /// The built-in languages.
    pub(crate) fn built_in() -> Result<Self, LanguageError> {
        let (tag, source) = BUILT_IN.first().copied().unwrap_or_default();
        let known = BUILT_IN.iter().skip(1).map(|(tag, source)| Language::load(tag, source));
        Ok(Self { fallback: Language::load(tag, source)?, known: known.collect::<Result<_, _>>()? })
    }

    /// Adds a language, or replaces the one with the same tag.
    pub(crate) fn add(&mut self, tag: &str, source: &str) -> Result<(), LanguageError> {
        let language = Language::load(tag, source)?;
        if self.fallback.tag == language.tag {
            self.fallback = language;
        } else {
            self.known.retain(|known| known.tag != language.tag);
            self.known.push(language);
        }
        Ok(())
    }

    /// Every language.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Language> {
        std::iter::once(&self.fallback).chain(&self.known)
    }

    /// The language that suits an `Accept-Language` header best.
    pub(crate) fn choose(&self, header: &str) -> &Language {
        if self.known.is_empty() {
            return &self.fallback;
        }
        let tags: Vec<&str> =
            std::iter::once(&self.fallback).chain(&self.known).map(|language| language.tag.as_str()).collect();
        let place = accept::choose(header, &tags);
        place.checked_sub(1).and_then(|place| self.known.get(place)).unwrap_or(&self.fallback)
    }
}

impl Language {
    fn load(tag: &str, source: &str) -> Result<Self, LanguageError> {
        let identifier: LanguageIdentifier = tag.parse().map_err(|_| LanguageError::Tag(tag.to_owned()))?;
        let syntax = |reason: String| LanguageError::Syntax { tag: tag.to_owned(), reason };
        let resource =
            FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| syntax(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new(vec![identifier.clone()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| syntax(format!("{errors:?}")))?;
        let messages = Messages::resolve(|id, arguments| {
            format_message(&bundle, id, arguments)
                .ok_or_else(|| LanguageError::Message { tag: tag.to_owned(), id: id.to_owned() })
        })?;
        if let Some(id) = unused(source) {
            return Err(LanguageError::Unused { tag: tag.to_owned(), id });
        }
        let tag = identifier.to_string();
        let consent_version = crate::consent::version(&tag, |merchant| messages.save_consent(merchant));
        Ok(Self { tag, messages, consent_version, kept: KeptPages::default() })
    }
}

fn format_message(bundle: &FluentBundle<FluentResource>, id: &str, arguments: &[(&str, String)]) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// The first message of a catalogue that is not in the table. A message begins at the start of a line.
fn unused(source: &str) -> Option<String> {
    let used = Messages::ids();
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim()))
        .find(|id| !used.iter().any(|known| known == id))
        .map(str::to_owned)
}
